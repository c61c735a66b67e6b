"""The way into the territories: régions and their départements, hand-made perimeters, figures."""

from dataclasses import dataclass

from django.db.models import Count

from maillage.territories.enums import Kind
from maillage.territories.models import Composition, Territory

MOST_PERIMETERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What the list of territories shows."""

    regions: list[tuple[Territory, list[Territory]]]
    overseas: list[Territory]
    perimeters: list[Territory]
    perimeters_total: int
    elsewhere: list[Territory]
    counts: dict[str, int]


def read_index() -> Index:
    """Read the index in four queries."""
    counts = dict.fromkeys(Kind.values, 0) | dict(
        Territory.objects.official().values_list("kind").annotate(number=Count("*"))
    )
    shown = Territory.objects.filter(
        kind__in=(Kind.REGION, Kind.DEPARTEMENT, Kind.COM, Kind.COUNTRY, Kind.FOREIGN)
    ).order_by("folded_name")
    by_kind: dict[str, list[Territory]] = {}
    for territory in shown:
        by_kind.setdefault(territory.kind, []).append(territory)
    region_of = dict(
        Composition.objects.filter(is_official=True, part__kind=Kind.DEPARTEMENT).values_list("part_id", "container_id")
    )
    departements: dict[int, list[Territory]] = {}
    for departement in sorted(by_kind.get(Kind.DEPARTEMENT, []), key=lambda each: each.code):
        departements.setdefault(region_of.get(departement.pk, 0), []).append(departement)
    perimeters = Territory.objects.filter(kind=Kind.PERIMETER).order_by("folded_name")[:MOST_PERIMETERS]
    return Index(
        regions=[(region, departements.get(region.pk, [])) for region in by_kind.get(Kind.REGION, [])],
        overseas=by_kind.get(Kind.COM, []),
        perimeters=list(perimeters),
        perimeters_total=counts.get(Kind.PERIMETER, 0),
        elsewhere=[
            each for each in [*by_kind.get(Kind.COUNTRY, []), *by_kind.get(Kind.FOREIGN, [])] if each.code != "FR"
        ],
        counts=counts,
    )
