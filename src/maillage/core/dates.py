"""Dates of doubt: what is known of when a fact holds, and how it is said in French.

A fact has a `period` (half-open range of days, a missing bound is unbounded), how precisely each bound is known, and
the day its source attests it. "As of" a day, a fact is in force when the day lies within its known bounds, or comes on
or after its attestation and before any known end; a fact that may or may not hold that day is `of_unknown_date`.
"""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ONE_DAY = timedelta(days=1)

__all__ = ["Dated", "Precision", "RangeOperators", "describe_period", "in_force", "of_unknown_date", "write_date"]


class Precision(models.TextChoices):
    """How well a bound is known; `at_least`: the true start may be earlier (the true end later)."""

    DAY = "day", _("au jour près")
    MONTH = "month", _("au mois près")
    YEAR = "year", _("à l’année près")
    CIRCA = "circa", _("environ")
    AT_LEAST = "at_least", _("au moins")
    UNKNOWN = "unknown", _("inconnue")


class Dated(models.Model):
    """A fact that holds from a day to a day, as far as one knows."""

    period = DateRangeField(_("période"), null=True, blank=True)
    start_precision = models.CharField(
        _("précision du début"), max_length=8, choices=Precision.choices, default=Precision.UNKNOWN
    )
    end_precision = models.CharField(
        _("précision de la fin"), max_length=8, choices=Precision.choices, default=Precision.UNKNOWN
    )
    attested_on = models.DateField(_("attesté le"), null=True, blank=True)

    class Meta:
        abstract = True


def in_force(on: date, prefix: str = "") -> Q:
    """Return the condition that a dated fact holds on that day; `prefix` follows a relation ("participation__")."""
    started = Q(**{f"{prefix}period__contains": on, f"{prefix}period__lower_inf": False})
    no_start = Q(**{f"{prefix}period__isnull": True}) | Q(
        **{f"{prefix}period__contains": on, f"{prefix}period__lower_inf": True}
    )
    return started | (no_start & Q(**{f"{prefix}attested_on__lte": on}))


def of_unknown_date(on: date, prefix: str = "") -> Q:
    """Return the condition that nothing tells whether a dated fact already held on that day."""
    no_start = Q(**{f"{prefix}period__isnull": True}) | Q(
        **{f"{prefix}period__contains": on, f"{prefix}period__lower_inf": True}
    )
    unattested = Q(**{f"{prefix}attested_on__isnull": True}) | Q(**{f"{prefix}attested_on__gt": on})
    return no_start & unattested


def write_date(day: date, precision: str = Precision.DAY) -> str:
    """Write a date in French as precisely as it is known: "26 juin 2019", "juin 2019", "2019", "vers 2019"."""
    if precision == Precision.DAY:
        number = "1er" if day.day == 1 else str(day.day)
        return f"{number} {MONTHS[day.month - 1]} {day.year}"
    if precision == Precision.MONTH:
        return f"{MONTHS[day.month - 1]} {day.year}"
    if precision == Precision.CIRCA:
        return f"vers {day.year}"
    return str(day.year)


def _since(day: date, precision: str) -> str:
    written = write_date(day, precision)
    if precision == Precision.AT_LEAST:
        return f"depuis au moins {written}"
    return f"depuis le {written}" if precision == Precision.DAY else f"depuis {written}"


def _until(day: date, precision: str) -> str:
    written = write_date(day, precision)
    if precision == Precision.AT_LEAST:
        return f"jusqu’en {written} au moins"
    if precision == Precision.DAY:
        return f"jusqu’au {written}"
    return f"jusque {written}" if precision == Precision.CIRCA else f"jusqu’en {written}"


def describe_period(
    period: DateRange | None, start_precision: str, end_precision: str, attested_on: date | None = None
) -> str:
    """Say in French when a fact holds; the upper bound of the range is excluded, so its eve is the last day."""
    lower = period.lower if period else None
    upper = period.upper - ONE_DAY if period and period.upper else None
    parts = [_since(lower, start_precision)] if lower else []
    if upper:
        parts.append(_until(upper, end_precision))
    if not lower:
        parts.append(gettext("date de début inconnue"))
        if attested_on:
            parts.append(f"attesté au {write_date(attested_on)}")
    return ", ".join(parts)
