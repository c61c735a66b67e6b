import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.jobs.scheduling import UnknownJob, defer


def waiting(name: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


@pytest.mark.django_db
def test_job_is_queued():
    before = waiting("search.refresh")
    defer("search.refresh", kind="organisation", ids=[1])
    assert waiting("search.refresh") == before + 1


class Refused(Exception):
    """Something fails after the job was asked for."""


@transaction.atomic
def defer_then_fail():
    defer("search.refresh", kind="organisation", ids=[1])
    raise Refused


@pytest.mark.django_db(transaction=True)
def test_job_of_a_transaction_that_fails_does_not_exist():
    before = waiting("search.refresh")  # jobs that tests on several connections committed stay
    with pytest.raises(Refused):
        defer_then_fail()
    assert waiting("search.refresh") == before


@pytest.mark.django_db
def test_job_asked_once_is_not_queued_twice():
    before = waiting("search.refresh")
    for _ in range(2):
        defer("search.refresh", once="again", kind="organisation", ids=[1])
    assert waiting("search.refresh") == before + 1


def test_unknown_name_is_refused():
    with pytest.raises(UnknownJob):
        defer("search.refrehs")
