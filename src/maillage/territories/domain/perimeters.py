"""Composing free perimeters: created, renamed, recomposed from a date, the former composition kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.core import clock
from maillage.core.dates import Precision, describe_period
from maillage.core.text import slug
from maillage.search import indexing
from maillage.territories import policies
from maillage.territories.domain.closure import containers_of, rebuild_closure, tell_moved
from maillage.territories.domain.points import spread_points
from maillage.territories.enums import COMPOSABLE, Kind, PerimeterType, PointPrecision
from maillage.territories.models import Composition, Territory
from maillage.territories.querysets import fold_name
from maillage.territories.selectors.coverage import communes_of
from maillage.territories.selectors.versions import composition_rows

PREFIX = "p-"
LONGEST_CODE = 90
SEARCH_KIND = "territory"


class PerimeterRefused(ValueError):
    """What was asked cannot be; the message says why and what to do, in French."""


class CompositionOverlap(PerimeterRefused):
    """Another composition of the perimeter already holds at these dates."""


class StalePerimeter(PerimeterRefused):
    """Somebody changed the perimeter since the form was opened; `current` is the perimeter as it is now."""

    def __init__(self, current: Territory) -> None:
        super().__init__(_("Ce périmètre a changé pendant que vous l’écriviez."))
        self.current = current


@transaction.atomic
def create_perimeter(
    *,
    actor: Any,
    name: str,
    subtype: str = PerimeterType.FREE,
    parts: Sequence[Territory] = (),
    start: date | None = None,
    start_precision: str = Precision.DAY,
    attested_on: date | None = None,
    siren: str = "",
    source: str = "",
) -> Territory:
    """Create a free perimeter and its first composition, and return it.

    Without `start` the composition is "constatée" on `attested_on` (today by default). Raises PerimeterRefused,
    and PermissionDenied when the actor is not a steward of something that covers the parts, or an administrator.
    """
    policies.require_compose(actor)
    perimeter = Territory.objects.create(
        kind=Kind.PERIMETER,
        code=free_code(name),
        name=name,
        folded_name=fold_name(name),
        slug=slug(name),
        subtype=subtype,
        siren=siren,
        source=source,
    )
    if parts or not actor.is_administrator:
        _check_parts(actor, perimeter, parts)
    _add(perimeter, parts, start, None, start_precision, Precision.UNKNOWN, attested_on, source)
    _finish(perimeter)
    return perimeter


@transaction.atomic
def rename_perimeter(
    *,
    actor: Any,
    perimeter: Territory,
    name: str,
    subtype: str,
    siren: str = "",
    source: str = "",
    expected_version: int | None = None,
) -> Territory:
    """Change the name, type, institution or source of a perimeter; its code and its address stay.

    Raises StalePerimeter when it is no longer at `expected_version`, PermissionDenied.
    """
    perimeter = _lock(perimeter, expected_version)
    policies.require_edit(actor, perimeter)
    perimeter.name, perimeter.folded_name, perimeter.slug = name, fold_name(name), slug(name)
    perimeter.subtype, perimeter.siren, perimeter.source = subtype, siren, source
    _touch(perimeter, "name", "folded_name", "slug", "subtype", "siren", "source")
    indexing.schedule(SEARCH_KIND, [perimeter.pk])
    return perimeter


@transaction.atomic
def recompose_perimeter(
    *,
    actor: Any,
    perimeter: Territory,
    parts: Sequence[Territory],
    start: date | None,
    end: date | None = None,
    start_precision: str = Precision.DAY,
    end_precision: str = Precision.DAY,
    attested_on: date | None = None,
    source: str = "",
    expected_version: int | None = None,
) -> Territory:
    """Give a perimeter a composition from `start` (until the eve of `end` if given); the former one is kept before.

    Parts that stay keep their own dates. A composition that starts on the very day of the present one corrects it
    (the history keeps both). Raises CompositionOverlap when another composition holds at these dates,
    StalePerimeter, PerimeterRefused, PermissionDenied.
    """
    perimeter = _lock(perimeter, expected_version)
    policies.require_edit(actor, perimeter)
    _check_parts(actor, perimeter, parts)
    rows = composition_rows(perimeter)
    if start is None and rows:
        raise PerimeterRefused(
            _("Ce périmètre a déjà une composition : dites à partir de quelle date la nouvelle la remplace.")
        )
    if start and end and end <= start:
        raise PerimeterRefused(_("La fin vient avant le début : vérifiez les deux dates."))
    with pghistory.context(reason=source or "recomposition"):
        kept = _close(rows, parts, start, end, start_precision) if start else set()
        added = [part for part in parts if part.pk not in kept]
        _add(perimeter, added, start, end, start_precision, end_precision, attested_on, source)
    _touch(perimeter)
    _finish(perimeter)
    return perimeter


def free_code(name: str) -> str:
    """Return a public code that no territory has: "p-val-d-exemple", then "p-val-d-exemple-2"."""
    base = f"{PREFIX}{slug(name)}"[:LONGEST_CODE]
    taken = set(Territory.objects.filter(code__startswith=base).values_list("code", flat=True))
    number = 2
    code = base
    while code in taken:
        code = f"{base}-{number}"
        number += 1
    return code


def _lock(perimeter: Territory, expected_version: int | None) -> Territory:
    current = Territory.objects.select_for_update(of=("self",)).get(pk=perimeter.pk)
    if expected_version is not None and current.version != expected_version:
        raise StalePerimeter(current)
    return current


def _touch(perimeter: Territory, *fields: str) -> None:
    perimeter.version += 1
    perimeter.save(update_fields=[*fields, "version", "updated_at"])


def _check_parts(actor: Any, perimeter: Territory, parts: Sequence[Territory]) -> None:
    if not parts:
        raise PerimeterRefused(_("Choisissez au moins une commune ou une intercommunalité."))
    for part in parts:
        if part.kind not in COMPOSABLE:
            raise PerimeterRefused(refuse_part(part))
        if part.is_fictitious and not perimeter.is_fictitious:
            raise PerimeterRefused(
                _("%(part)s est un exemple fictif : il ne peut pas entrer dans un périmètre réel.")
                % {"part": part.title}
            )
    loops = set(containers_of([perimeter.pk])) & {part.pk for part in parts}
    if loops:
        part = next(part for part in parts if part.pk in loops)
        raise PerimeterRefused(
            _("%(part)s contient déjà ce périmètre : il ne peut pas en faire partie.") % {"part": part.title}
        )
    policies.require_reach(actor, communes_of(part.pk for part in parts))


def refuse_part(part: Territory) -> str:
    """Say why a territory cannot be a part of a perimeter, and what to choose instead."""
    if part.kind == Kind.ARRONDISSEMENT:
        return _("%(part)s est un arrondissement municipal : choisissez la commune entière.") % {"part": part.title}
    if part.kind in {Kind.DELEGUEE, Kind.ASSOCIEE}:
        return _("%(part)s est une ancienne commune : choisissez la commune actuelle.") % {"part": part.title}
    return _("%(part)s n’est pas fait de communes entières : il ne peut pas entrer dans un périmètre.") % {
        "part": part.title
    }


def _close(
    rows: Iterable[Composition],
    parts: Sequence[Territory],
    start: date,
    end: date | None,
    precision: str,
) -> set[int]:
    """End what the new composition replaces; return the ids of the parts that simply go on."""
    wanted = {part.pk for part in parts}
    kept: set[int] = set()
    for row in rows:
        lower, upper = row.period.lower, row.period.upper
        if upper is not None and upper <= start:
            continue
        if end is not None and lower is not None and lower >= end:
            continue
        if end is not None or upper is not None or (lower is not None and lower > start):
            raise CompositionOverlap(_overlap_words(row))
        if row.part_id in wanted:
            kept.add(row.part_id)
        elif lower == start:
            row.delete()
        else:
            row.period = DateRange(lower, start)
            row.end_precision = precision
            row.save(update_fields=["period", "end_precision"])
    return kept


def _overlap_words(row: Composition) -> str:
    return _(
        "Une autre composition est déjà enregistrée à ces dates (%(part)s, %(period)s). "
        "Choisissez une date postérieure, ou des dates qui ne la chevauchent pas."
    ) % {
        "part": row.part.title,
        "period": describe_period(row.period, row.start_precision, row.end_precision, row.attested_on),
    }


def _add(
    perimeter: Territory,
    parts: Sequence[Territory],
    start: date | None,
    end: date | None,
    start_precision: str,
    end_precision: str,
    attested_on: date | None,
    source: str,
) -> None:
    if start is None and attested_on is None:
        attested_on = clock.today()
    try:
        with transaction.atomic():
            Composition.objects.bulk_create(
                Composition(
                    container=perimeter,
                    part=part,
                    period=DateRange(start, end),
                    start_precision=start_precision if start else Precision.UNKNOWN,
                    end_precision=end_precision if end else Precision.UNKNOWN,
                    attested_on=attested_on,
                    source=source,
                )
                for part in parts
            )
    except IntegrityError as error:
        raise CompositionOverlap(
            _("Une partie choisie est déjà dans la composition à ces dates. Rechargez la page et réessayez.")
        ) from error


def _finish(perimeter: Territory) -> None:
    """Count again what the perimeter, and whatever contains it, covers; tell the index and the listeners."""
    before = communes_of([perimeter.pk])
    rebuild_closure(on=clock.today(), ids=[perimeter.pk])
    perimeter.refresh_from_db()
    if perimeter.point_precision != PointPrecision.EXACT:
        spread_points(ids=[perimeter.pk])
        perimeter.refresh_from_db()
    tell_moved([perimeter.pk], also=before)
