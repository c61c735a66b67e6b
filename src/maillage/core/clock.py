"""The one place where the time is asked for."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the present day in Europe/Paris."""
    return timezone.localdate()
