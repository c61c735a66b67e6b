"""What the history records; events hold keys of persons, never their names or addresses."""

from typing import Any

import pghistory
from django.db.models import Q


def tracked(*exclude: str) -> Any:
    """Return the decorator that records each insertion, change and removal of a row, `exclude`d fields apart."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=["created_at", "updated_at", *exclude],
    )


def point_is_whole() -> Q:
    """Return the condition that latitude and longitude are both absent, or both possible."""
    absent = Q(latitude__isnull=True, longitude__isnull=True)
    possible = Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)
    return absent | possible


def period_is_not_empty() -> Q:
    """Return the condition that a period, if any, holds at least one day."""
    return Q(period__isnull=True) | Q(period__isempty=False)
