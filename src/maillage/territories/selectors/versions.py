"""The successive compositions of a hand-made perimeter."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.core.dates import ONE_DAY, Precision, describe_period
from maillage.territories.models import Composition, Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A stretch of time over which a perimeter kept the same parts; `day` is one of its days."""

    start: date | None
    end: date | None
    words: str
    parts: tuple[Composition, ...]
    day: date | None

    @property
    def sources(self) -> str:
        return " ; ".join(sorted({row.source for row in self.parts if row.source})[:3])

    @property
    def parts_count(self) -> int:
        return len(self.parts)


def composition_rows(perimeter: Territory) -> list[Composition]:
    """Return every hand-made part of a perimeter, of any date, with the part itself. One query."""
    rows = Composition.objects.filter(container=perimeter).select_related("part")
    return sorted(rows.order_by("part__folded_name"), key=lambda row: (row.part.folded_name, row.pk))


def list_versions(rows: Sequence[Composition]) -> list[Version]:
    """Cut time at every change of the parts; the latest version comes first."""
    bounds: set[date] = set()
    for row in rows:
        bounds.update(bound for bound in (row.period.lower, row.period.upper) if bound)
    cuts: list[date | None] = [None, *sorted(bounds), None]
    versions = []
    for start, end in itertools.pairwise(cuts):
        day = start or (end - ONE_DAY if end else None)
        parts = tuple(row for row in rows if _holds(row, day))
        if parts:
            versions.append(Version(start=start, end=end, words=_words(start, end, parts), parts=parts, day=day))
    return versions[::-1]


def _holds(row: Composition, day: date | None) -> bool:
    """Tell whether a part holds on a day; without a day, whether its dates are not known at all."""
    if day is None:
        return row.period.lower is None and row.period.upper is None
    return (row.period.lower is None or row.period.lower <= day) and (
        row.period.upper is None or day < row.period.upper
    )


def _words(start: date | None, end: date | None, parts: Sequence[Composition]) -> str:
    start_precision = next((row.start_precision for row in parts if row.period.lower == start), Precision.DAY)
    end_precision = next((row.end_precision for row in parts if row.period.upper == end), Precision.DAY)
    attested = max((row.attested_on for row in parts if row.attested_on), default=None)
    return describe_period(DateRange(start, end), start_precision, end_precision, attested)
