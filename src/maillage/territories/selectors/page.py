"""What the page of a territory shows, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from maillage.core.prepared import Prepared
from maillage.territories.enums import COMPOSABLE, MADE_OF_COMMUNES, Kind
from maillage.territories.models import Closure, Composition, PostalCode, Territory
from maillage.territories.selectors.ancestry import read_ancestors
from maillage.territories.selectors.coverage import covered_on, sharing_communes
from maillage.territories.selectors.members import most_populated
from maillage.territories.selectors.versions import Version, composition_rows, list_versions

SHOWN = 6
AREAS = (Kind.DEPARTEMENT, Kind.COM, Kind.REGION)
NEAREST_FIRST = (Kind.COMMUNE, Kind.EPCI, Kind.EPT, Kind.DEPARTEMENT, Kind.COM, Kind.REGION, Kind.COUNTRY)
# What each kind is shown to be made of, in order; the address of a list takes the kind's name.
NATURES: dict[str, tuple[Kind, ...]] = {
    Kind.COMMUNE: (Kind.ARRONDISSEMENT, Kind.DELEGUEE),
    Kind.EPCI: (Kind.COMMUNE,),
    Kind.EPT: (Kind.COMMUNE,),
    Kind.DEPARTEMENT: (Kind.EPCI, Kind.COMMUNE),
    Kind.REGION: (Kind.DEPARTEMENT, Kind.EPCI, Kind.COMMUNE),
    Kind.COM: (Kind.COMMUNE,),
    Kind.COUNTRY: (Kind.REGION, Kind.COM),
}
LABELS = {
    Kind.COMMUNE: "Communes",
    Kind.ARRONDISSEMENT: "Arrondissements municipaux",
    Kind.DELEGUEE: "Anciennes communes",
    Kind.EPCI: _("Intercommunalités"),
    Kind.EPT: _("Établissements publics territoriaux"),
    Kind.DEPARTEMENT: _("Départements"),
    Kind.REGION: _("Régions"),
    Kind.COM: _("Collectivités d’outre-mer"),
    Kind.PERIMETER: _("Territoires de projet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A bounded list of linked territories and how many there are in all."""

    nature: str
    label: str
    total: int
    shown: Sequence[Territory]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.shown)


@dataclass(slots=True, kw_only=True)
class Page:
    """Everything the page of a territory says of the territory itself."""

    territory: Territory
    day: date
    is_past: bool
    ancestors: list[Territory]
    areas: list[Any]
    groups: list[Group]
    neighbours: Group | None = None
    neighbours_of: Territory | None = None
    postal_codes: list[str] = field(default_factory=list)
    years: list[tuple[int | None, int]] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    current: Version | None = None
    undated: list[Composition] = field(default_factory=list)
    population: int | None = None
    communes_count: int = 0
    communes_without_population: int = 0

    def of_kind(self, *kinds: str) -> list[Territory]:
        return [each for each in self.ancestors if each.kind in kinds]

    def total(self, nature: str) -> int:
        return next((group.total for group in self.groups if group.nature == nature), 0)

    @property
    def departements(self) -> list[Any]:
        found = [area for area in self.areas if area.kind in {Kind.DEPARTEMENT, Kind.COM}]
        return found or self.of_kind(Kind.DEPARTEMENT, Kind.COM)

    @property
    def population_year(self) -> int | None:
        return self.years[0][0] if self.years else self.territory.population_year


def read_page(territory: Territory, *, day: date, is_past: bool) -> Page:
    """Read the page of a territory in five queries at most, however large it is; nine for a hand-made perimeter."""
    page = Page(territory=territory, day=day, is_past=is_past, ancestors=_ancestors(territory), areas=[], groups=[])
    if territory.is_perimeter:
        _read_perimeter(page)
    else:
        page.population = territory.population
        page.communes_count = territory.communes_count
        page.communes_without_population = territory.communes_without_population
        _read_groups(page)
    if territory.kind in MADE_OF_COMMUNES and not is_past:
        areas = sharing_communes(_communes(territory), *AREAS)
        page.areas = sorted(areas, key=lambda area: AREAS.index(Kind(area.kind)))
    if territory.kind == Kind.COMMUNE:
        page.years = [(territory.population_year, 1)] if territory.population is not None else []
    elif territory.communes_count and not is_past:
        page.years = _years(_communes(territory))
    if territory.kind in {Kind.COMMUNE, Kind.ARRONDISSEMENT}:
        page.postal_codes = _postal_codes(commune=territory.pk)
    return page


def natures_of(territory: Territory) -> tuple[Kind, ...]:
    """Return the natures of the lists that lead on from a territory."""
    if territory.is_perimeter:
        return (*[Kind(kind) for kind in COMPOSABLE if kind != Kind.COMMUNE], Kind.COMMUNE)
    return NATURES.get(territory.kind, ())


@Prepared
def _postal_codes(*, commune: int) -> QuerySet[PostalCode, str]:
    return PostalCode.objects.filter(commune=commune).order_by("code").values_list("code", flat=True)


def _communes(territory: Territory) -> QuerySet[Closure, Any]:
    return Closure.objects.filter(ancestor=territory).values("commune")


def _read_groups(page: Page) -> None:
    """Read what an official territory is made of, and the neighbours of a commune."""
    territory = page.territory
    containers = dict.fromkeys(NATURES.get(territory.kind, ()), territory)
    if territory.kind == Kind.COMMUNE:
        page.neighbours_of = next(iter([*page.of_kind(Kind.EPT), *page.of_kind(Kind.EPCI)]), None)
        if page.neighbours_of:
            containers[Kind.COMMUNE] = page.neighbours_of
    found: dict[Kind, Any] = most_populated(containers, most=SHOWN, besides=territory)
    for nature, shown in found.items():
        group = Group(nature=nature, label=str(LABELS[nature]), total=shown[0].total, shown=shown)
        if containers[nature] == territory:
            page.groups.append(group)
        else:
            page.neighbours = group


def _ancestors(territory: Territory) -> list[Territory]:
    """Return what a territory lies in, nearest first, hand-made perimeters last."""
    rank = {kind: number for number, kind in enumerate(NEAREST_FIRST)}
    return sorted(read_ancestors(territory), key=lambda each: rank.get(Kind(each.kind), len(rank)))


def _years(communes: QuerySet[Closure, Any] | set[int]) -> list[tuple[int | None, int]]:
    """Return the years of the populations summed and how many communes each has, the commonest first."""
    rows = (
        Territory.objects.filter(id__in=communes, population__isnull=False)
        .values_list("population_year")
        .annotate(communes=Count("*"))
        .order_by("-communes")
    )
    return list(rows)


def _read_perimeter(page: Page) -> None:
    """Read a hand-made perimeter as of the day: its parts then, its versions, and what has no date."""
    territory = page.territory
    rows = composition_rows(territory)
    page.versions = list_versions(rows)
    page.undated = [row for row in rows if _undated(row, page.day)]
    in_force = [row for row in rows if _in_force(row, page.day)]
    page.current = next((version for version in page.versions if set(version.parts) == set(in_force)), None)
    for nature in COMPOSABLE:
        parts = [row.part for row in in_force if row.part.kind == nature]
        if parts:
            parts.sort(key=lambda part: -(part.population or 0))
            label = str(LABELS[Kind(nature)])
            page.groups.append(Group(nature=nature, label=label, total=len(parts), shown=parts[:SHOWN]))
    if page.is_past:
        communes = covered_on(territory.pk, page.day)
        counted = Territory.objects.filter(id__in=communes).filter(
            Q(is_fictitious=False) | Q(is_fictitious=territory.is_fictitious)
        )
        sums = counted.aggregate(
            total=Sum("population"), all=Count("id"), unknown=Count("id", filter=Q(population__isnull=True))
        )
        page.population, page.communes_count = sums["total"], sums["all"]
        page.communes_without_population = sums["unknown"]
        page.years = _years(communes)
    else:
        page.population = territory.population
        page.communes_count = territory.communes_count
        page.communes_without_population = territory.communes_without_population


def _in_force(row: Composition, day: date) -> bool:
    """Tell, on a row already read, what `CompositionQuerySet.in_force` asks the database."""
    if (row.period.upper and day >= row.period.upper) or (row.period.lower and day < row.period.lower):
        return False
    return bool(row.period.lower or (row.attested_on and row.attested_on <= day))


def _undated(row: Composition, day: date) -> bool:
    if row.period.lower or (row.period.upper and day >= row.period.upper):
        return False
    return not (row.attested_on and row.attested_on <= day)
