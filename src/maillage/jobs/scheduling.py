"""The one way to schedule a job: by name, inside the caller's transaction."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue


class UnknownJob(LookupError):
    """No task is registered under that name."""


def defer(name: str, *, lock: str | None = None, once: str | None = None, **arguments: JSONValue) -> None:
    """Queue the task `name` ("search.refresh") with JSON-able arguments.

    The job exists only if the surrounding transaction commits. `lock` runs jobs of the same lock one after
    another; `once` drops the call silently when a job with that key already waits. Raises UnknownJob.
    """
    if name not in app.tasks:
        raise UnknownJob(name)
    job = app.configure_task(name, lock=lock, queueing_lock=once)
    if once is None:
        job.defer(**arguments)
        return
    try:
        with transaction.atomic():  # a refused insertion must not spoil the caller's transaction
            job.defer(**arguments)
    except AlreadyEnqueued:
        return
