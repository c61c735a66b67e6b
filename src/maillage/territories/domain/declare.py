"""Declaring the territories that a document describes: hand-made perimeters, countries, foreign areas, examples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.core import clock
from maillage.core.dates import Precision
from maillage.core.text import slug
from maillage.territories.domain.closure import rebuild_closure, tell_moved
from maillage.territories.domain.points import place_as_of, spread_points
from maillage.territories.enums import Kind, PointPrecision
from maillage.territories.models import Composition, Territory
from maillage.territories.querysets import fold_name


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPart:
    """A part of a declared territory; `end` is the last day."""

    code: str
    start: date | None = None
    end: date | None = None
    start_precision: str = Precision.UNKNOWN
    end_precision: str = Precision.UNKNOWN
    attested_on: date | None = None
    source: str = ""


class UnknownPart(LookupError):
    """A declared territory names a code that does not exist; the message is the code."""


@transaction.atomic
def declare_territory(
    *,
    actor: Any,
    code: str,
    kind: str,
    name: str,
    subtype: str = "",
    siren: str = "",
    parts: Iterable[DeclaredPart] = (),
    part_of: Iterable[str] = (),
    population: int | None = None,
    population_year: int | None = None,
    point: tuple[float, float] | None = None,
    point_precision: str = PointPrecision.APPROXIMATE,
    is_fictitious: bool = False,
    attested_on: date | None = None,
    source: str = "",
    note: str = "",
) -> Territory:
    """Create or update a territory that is not in the official geography; running it again changes nothing.

    `part_of` says where it lies without feeding what is official. Checks no right: for commands and loaders, whose
    `actor` may be None. Raises UnknownPart.
    """
    values: dict[str, Any] = {
        "kind": Kind(kind),
        "name": name,
        "folded_name": fold_name(name),
        "slug": slug(name),
        "subtype": subtype,
        "siren": siren,
        "is_fictitious": is_fictitious,
        "source": source,
        "note": note,
    }
    if kind == Kind.COMMUNE:
        values |= {"population": population, "population_year": population_year}
    if point:
        values |= {"latitude": point[0], "longitude": point[1], "point_precision": point_precision}
    parts, part_of = list(parts), list(part_of)
    known = _resolve([*(part.code for part in parts), *part_of])
    with pghistory.context(reason="declaration"):
        territory, created = Territory.objects.get_or_create(code=code, defaults=values)
        changed = [name for name, value in values.items() if getattr(territory, name) != value]
        if changed and not created:
            for field in changed:
                setattr(territory, field, values[field])
            territory.version += 1
            territory.save(update_fields=[*changed, "version", "updated_at"])
        for part in parts:
            _compose(territory, known[part.code], part, attested_on)
        for container in part_of:
            _compose(known[container], territory, DeclaredPart(code=container, source=source), attested_on)
    rebuild_closure(on=clock.today(), ids=[territory.pk])
    spread_points(ids=[territory.pk])
    territory.refresh_from_db()
    ends = [part.end for part in parts if part.end]
    if territory.latitude is None and not territory.communes_count and ends:
        place_as_of(territory, max(ends))
    tell_moved([territory.pk])
    return territory


def read_parts(rows: Iterable[Mapping[str, Any]]) -> list[DeclaredPart]:
    """Turn the `parts` of a YAML document into declared parts; unknown keys are refused (TypeError)."""
    return [DeclaredPart(**{key: value for key, value in row.items() if value is not None}) for row in rows]


def _resolve(codes: Iterable[str]) -> dict[str, Territory]:
    wanted = set(codes)
    found = {territory.code: territory for territory in Territory.objects.filter(code__in=wanted)}
    missing = sorted(wanted - set(found))
    if missing:
        raise UnknownPart(", ".join(missing))
    return found


def _compose(container: Territory, part: Territory, declared: DeclaredPart, attested_on: date | None) -> None:
    """Add a dated part unless the same part is already there at these dates."""
    after = date.fromordinal(declared.end.toordinal() + 1) if declared.end else None
    period = DateRange(declared.start, after)
    if Composition.objects.filter(container=container, part=part, period__overlap=period).exists():
        return
    Composition.objects.create(
        container=container,
        part=part,
        period=period,
        start_precision=declared.start_precision,
        end_precision=declared.end_precision,
        attested_on=declared.attested_on or attested_on or (None if declared.start or after else clock.today()),
        source=declared.source,
    )
