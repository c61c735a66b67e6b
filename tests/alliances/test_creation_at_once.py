"""Two people describe an alliance of the same name at the same moment: both are stored, each at its address."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.models import Alliance
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.models import Organisation

PATIENCE = 10
WAITING = "select count(*) from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"


def wait_for_a_lock() -> None:
    """Return once another connection waits for what this one holds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("nobody waits")


def describe_twice(create) -> None:
    """Create the same thing from two connections: the second one starts before the first one has committed."""

    def second() -> None:
        try:
            create()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as hands:
        with transaction.atomic():
            create()
            done = hands.submit(second)
            wait_for_a_lock()
        done.result()


@pytest.mark.django_db(transaction=True)
def test_two_alliances_of_one_name_at_once_are_both_stored(committed, world):
    def create() -> None:
        create_alliance(
            actor=world.users["member"],
            changes={"name": "Pacte du bassin", "purpose": "Se parler.", "territory": world.perimeter},
            organisations=[world.public, world.elsewhere],
        )

    describe_twice(create)
    first, second = Alliance.objects.filter(name="Pacte du bassin").order_by("pk")
    assert (first.slug, second.slug) == ("pacte-du-bassin", f"pacte-du-bassin-{second.public_id.hex[-6:]}")
    assert second.participations.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_organisations_of_one_name_at_once_are_both_stored(committed):
    describe_twice(lambda: create_organisation(actor=None, changes={"name": "Fabrique jumelle", "world": "public"}))
    first, second = Organisation.objects.filter(name="Fabrique jumelle").order_by("pk")
    assert (first.slug, second.slug) == ("fabrique-jumelle", f"fabrique-jumelle-{second.public_id.hex[-6:]}")
