"""Dates of doubt: what is known of when a fact holds, and how it is said in French.

A fact has a `period` (half-open range of days, a missing bound is unbounded), how precisely each bound is known, and
the day its source attests it. "As of" a day, a fact is in force when the day lies within its known bounds, or comes on
or after its attestation and before any known end; a fact that may or may not hold that day is `of_unknown_date`.

What people type is read by `read_date` and typed back by `type_date`; `Span` is a period with its precisions.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from maillage.core.text import fold, unaccent

MONTHS = (
    gettext_noop("janvier"),
    gettext_noop("février"),
    gettext_noop("mars"),
    gettext_noop("avril"),
    gettext_noop("mai"),
    gettext_noop("juin"),
    gettext_noop("juillet"),
    gettext_noop("août"),
    gettext_noop("septembre"),
    gettext_noop("octobre"),
    gettext_noop("novembre"),
    gettext_noop("décembre"),
)
ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1000, 2200
LONGEST_TYPED = 100

MONTH_NUMBERS = {unaccent(name): number for number, name in enumerate(MONTHS, start=1)}
MONTH_WORDS = "|".join(MONTH_NUMBERS)
# A date once folded: "26 06 2019", "1er aout 2019", "2019 06", "vers 2010", "depuis au moins 2014", "jusqu en 2015".
TYPED = re.compile(
    r"(?:depuis (?:le )?|jusqu (?:en|au) |jusque )?(?P<before>vers |environ |au moins )?"
    rf"(?:(?:(?:(?P<d>[0-9]{{1,2}})(?:er)? )?(?P<m>[0-9]{{1,2}}|{MONTH_WORDS}) )?(?P<y>[0-9]{{4}})"
    r"|(?P<iso_y>[0-9]{4}) (?P<iso_m>[0-9]{2})(?: (?P<iso_d>[0-9]{2}))?)"
    r"(?P<after> au moins)?"
)

__all__ = [
    "Dated",
    "Precision",
    "RangeOperators",
    "Span",
    "describe_period",
    "in_force",
    "make_span",
    "of_unknown_date",
    "read_date",
    "span_of",
    "type_date",
    "type_span",
    "write_date",
]


class Precision(models.TextChoices):
    """How well a bound is known; `at_least`: the true start may be earlier (the true end later)."""

    DAY = "day", _("au jour près")
    MONTH = "month", _("au mois près")
    YEAR = "year", _("à l’année près")
    CIRCA = "circa", _("environ")
    AT_LEAST = "at_least", _("au moins")
    UNKNOWN = "unknown", _("inconnue")


# What `read_date` reads: never translated.
TYPED_DOUBTS = {Precision.CIRCA: "vers ", Precision.AT_LEAST: "au moins "}


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


class Span(NamedTuple):
    """When a fact holds and how well each bound is known; no period when neither is."""

    period: DateRange | None = None
    start_precision: str = Precision.UNKNOWN
    end_precision: str = Precision.UNKNOWN


def span_of(fact: Dated) -> Span:
    """Return when a dated fact holds."""
    return Span(fact.period, fact.start_precision, fact.end_precision)


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
    if precision == Precision.CIRCA:
        return gettext("vers %(year)s") % {"year": day.year}
    if precision not in {Precision.DAY, Precision.MONTH}:
        return str(day.year)
    month = f"{gettext(MONTHS[day.month - 1])} {day.year}"
    if precision == Precision.MONTH:
        return month
    return f"{gettext('1er') if day.day == 1 else day.day} {month}"


def _since(day: date, precision: str) -> str:
    written = write_date(day, precision)
    if precision == Precision.AT_LEAST:
        said = gettext("depuis au moins %(date)s")
    else:
        said = gettext("depuis le %(date)s") if precision == Precision.DAY else gettext("depuis %(date)s")
    return said % {"date": written}


def _until(day: date, precision: str) -> str:
    written = write_date(day, precision)
    said = {
        Precision.AT_LEAST: gettext("jusqu’en %(date)s au moins"),
        Precision.DAY: gettext("jusqu’au %(date)s"),
        Precision.CIRCA: gettext("jusque %(date)s"),
    }.get(Precision(precision), gettext("jusqu’en %(date)s"))
    return said % {"date": written}


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
            parts.append(gettext("attesté au %(date)s") % {"date": write_date(attested_on)})
    return ", ".join(parts)


def read_date(text: str, *, last: bool = False) -> tuple[date, str] | None:
    """Read a year, a month or a day as people write it: "2019", "06/2019", "26 juin 2019", "vers 2010".

    Return the first day it names with its precision; with `last`, the first day after it, which ends a half-open
    period. Return None for an empty text. Raises ValidationError, in French.
    """
    if not text.strip():
        return None
    found = TYPED.fullmatch(fold(text)) if len(text) <= LONGEST_TYPED else None
    if found is None:
        raise ValidationError(_("Écrivez une année (2019), un mois (06/2019) ou un jour (26/06/2019)."), code="date")
    year = int(found["y"] or found["iso_y"])
    month = found["m"] or found["iso_m"]
    day = found["d"] or found["iso_d"]
    month_number = MONTH_NUMBERS.get(month) or int(month) if month else 1
    try:
        first = date(year, month_number, int(day or 1))
    except ValueError as error:
        raise ValidationError(_("Cette date n’existe pas : vérifiez le jour et le mois."), code="date") from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_("Cette année est trop lointaine : vérifiez ses quatre chiffres."), code="date")
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    bound = _day_after(first, precision) if last else first
    if found["after"] or found["before"] == TYPED_DOUBTS[Precision.AT_LEAST]:
        return bound, Precision.AT_LEAST
    return bound, Precision.CIRCA if found["before"] else precision


def type_date(bound: date | None, precision: str, *, last: bool = False) -> str:
    """Write a date as a person would type it in a field; `read_date` reads the same bound back."""
    if bound is None:
        return ""
    day = bound - ONE_DAY if last else bound
    whole = Precision.DAY if bound.day > 1 else Precision.MONTH if bound.month > 1 else Precision.YEAR
    shown = whole if precision in {Precision.CIRCA, Precision.AT_LEAST} else precision
    number = {Precision.DAY: f"{day:%d/%m/}", Precision.MONTH: f"{day:%m/}"}.get(Precision(shown), "")
    doubt = TYPED_DOUBTS.get(Precision(precision), "")
    return f"{doubt}{number}{day.year}"


def make_span(start: tuple[date, str] | None, end: tuple[date, str] | None) -> Span:
    """Join two dates from `read_date`, the second one with `last`. Raises ValidationError if it ends before it starts."""
    if start and end and end[0] <= start[0]:
        raise ValidationError(_("La fin vient avant le début : vérifiez les deux dates."), code="order")
    period = DateRange(start[0] if start else None, end[0] if end else None) if start or end else None
    return Span(period, start[1] if start else Precision.UNKNOWN, end[1] if end else Precision.UNKNOWN)


def type_span(span: Span) -> tuple[str, str]:
    """Write a span as the two texts of a field."""
    if span.period is None:
        return "", ""
    return (
        type_date(span.period.lower, span.start_precision),
        type_date(span.period.upper, span.end_precision, last=True),
    )


def _day_after(first: date, precision: str) -> date:
    """Return the first day after the day, month or year that begins that day."""
    if precision == Precision.YEAR:
        return date(first.year + 1, 1, 1)
    if precision == Precision.MONTH:
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first + ONE_DAY
