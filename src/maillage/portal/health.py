"""Is the site able to serve: the database, the search index, the queue of jobs."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.utils.translation import gettext as _

from maillage.search import engine

logger = logging.getLogger(__name__)

LONGEST_WAIT = 15 * 60
WAITING = """
    select coalesce(extract(epoch from now() - min(coalesce(job.scheduled_at, event.at))), 0)
    from procrastinate_jobs job
    join procrastinate_events event on event.job_id = job.id and event.type = 'deferred'
    where job.status = 'todo' and coalesce(job.scheduled_at, now()) <= now()
"""


class NotWell(RuntimeError):
    """A part does not answer as it should."""


def check_database() -> None:
    """Raise when the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")


def check_index() -> None:
    """Raise when there is no index to search, or it does not open."""
    engine.current()


def check_queue() -> None:
    """Raise when a job that could run has been waiting for a quarter of an hour: nobody is working."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        (waited,) = cursor.fetchone()
    if waited > LONGEST_WAIT:
        raise NotWell(f"a job has been waiting for {int(waited)} seconds")


CHECKS: dict[str, Callable[[], None]] = {"database": check_database, "index": check_index, "queue": check_queue}


def examine() -> dict[str, str]:
    """Return "ok" or "en panne" for each part; the reason goes to the log, not to the public."""
    states = {}
    for name, check in CHECKS.items():
        try:
            check()
            states[name] = "ok"
        except (Error, OSError, LookupError, ValueError, RuntimeError):
            logger.exception("%s does not answer", name)
            states[name] = _("en panne")
    return states
