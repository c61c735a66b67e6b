"""Name the facets of a search: the index counts codes, a reader wants words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from maillage.core.components.worlds import WORLDS
from maillage.search.query import FacetCount, SearchResult
from maillage.territories.models import Territory
from maillage.themes.models import Concept

LEGENDS = {
    "kind": _("Ce que l’on cherche"),
    "world": _("Monde"),
    "craft": _("Métier de catalyse"),
    "theme": _("Thème"),
    "odd": _("Objectif de développement durable"),
}
KINDS = {
    "organisation": _("Organisations"),
    "catalyst": _("Catalyseurs territoriaux"),
    "territory": _("Territoires"),
}
FRAMEWORKS = {"craft": "metiers", "theme": "domaines", "odd": "odd"}
OPEN = {"kind", "world"}
LEVELS = ("country", "region", "departement", "epci", "commune")
MOST_SHOWN = 12


def name_kind(kind: str, label: Any) -> None:
    """Name a kind of document that an upper app gives to the index; called from `AppConfig.ready()`."""
    KINDS[kind] = label


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a facet, in words, with the number of answers it would leave."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A facet to choose from: several boxes."""

    name: str
    legend: str
    choices: tuple[Choice, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A territory to narrow to, with the address that does it."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the search stands, and the next narrower territories."""

    chosen: tuple[Choice, ...]
    narrower: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force, with the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Everything that narrows a search, named."""

    groups: tuple[Group, ...]
    places: Places
    chips: tuple[Chip, ...]
    labels: Mapping[tuple[str, str], str]


def describe(result: SearchResult, filters: Mapping[str, tuple[str, ...]], address: QueryDict) -> Facets:
    """Return the named facets of a result, in two queries: one for concepts, one for territories."""
    territories = _territories(result.facets.get("territory", ()), filters.get("territory", ()), result)
    labels = _concept_labels(result, filters)
    labels |= {("kind", code): str(label) for code, label in KINDS.items()}
    labels |= {("world", code): str(world.label) for code, world in WORLDS.items()}
    labels |= {("territory", code): territory.name for code, territory in territories.items()}
    groups = tuple(
        Group(name=name, legend=str(legend), choices=choices, open=name in OPEN)
        for name, legend in LEGENDS.items()
        if (choices := _choices(name, result.facets.get(name, ()), labels))
    )
    return Facets(
        groups=groups,
        places=_places(result, filters.get("territory", ()), territories, address),
        chips=_chips(filters, labels, address),
        labels=labels,
    )


def address_with(address: QueryDict, name: str, values: Iterable[str]) -> str:
    """Return the query string with other values for one parameter, back on the first page."""
    kept = [(key, value) for key, all_values in address.lists() for value in all_values if key not in {name, "page"}]
    return "?" + urlencode([*kept, *((name, value) for value in values)])


def _choices(name: str, counts: Iterable[FacetCount], labels: Mapping[tuple[str, str], str]) -> tuple[Choice, ...]:
    named = [
        Choice(value=each.value, label=labels[name, each.value], count=each.count, selected=each.selected)
        for each in counts
        if (name, each.value) in labels
    ]
    return tuple(each for rank, each in enumerate(named) if rank < MOST_SHOWN or each.selected)


def _concept_labels(result: SearchResult, filters: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, str], str]:
    facet_of = {framework: facet for facet, framework in FRAMEWORKS.items()}
    codes = {each.value for facet in FRAMEWORKS for each in result.facets.get(facet, ())}
    codes |= {value for facet in FRAMEWORKS for value in filters.get(facet, ())}
    if result.widest:
        codes.add(result.widest.value)
    rows = Concept.objects.filter(
        framework__is_current=True, framework__slug__in=FRAMEWORKS.values(), code__in=codes
    ).values_list("framework__slug", "code", "label")
    return {
        (facet_of[slug], code): f"{code}. {label}" if facet_of[slug] == "odd" else label for slug, code, label in rows
    }


def _territories(counts: Iterable[FacetCount], chosen: tuple[str, ...], result: SearchResult) -> dict[str, Territory]:
    codes = {each.value for each in counts} | set(chosen)
    if result.widest and result.widest.facet == "territory":
        codes.add(result.widest.value)
    found = Territory.objects.filter(code__in=codes).only("code", "name", "kind", "slug")
    return {territory.code: territory for territory in found}


def _places(
    result: SearchResult, chosen: tuple[str, ...], territories: Mapping[str, Territory], address: QueryDict
) -> Places:
    counts = {each.value: each.count for each in result.facets.get("territory", ())}
    reached = [territories[code].kind for code in chosen if code in territories]
    rank = max((LEVELS.index(kind) for kind in reached if kind in LEVELS), default=0)
    below = next((kind for kind in LEVELS[rank + 1 :] if _of_kind(kind, counts, territories)), "")
    narrower = tuple(
        Place(label=territories[code].name, count=counts[code], url=address_with(address, "territory", [code]))
        for code in _of_kind(below, counts, territories)[:MOST_SHOWN]
        if code not in chosen
    )
    return Places(
        chosen=tuple(
            Choice(value=code, label=territories[code].name, count=counts.get(code, 0), selected=True)
            for code in chosen
            if code in territories
        ),
        narrower=narrower,
    )


def _of_kind(kind: str, counts: Mapping[str, int], territories: Mapping[str, Territory]) -> list[str]:
    codes = [code for code in counts if code in territories and territories[code].kind == kind]
    return sorted(codes, key=lambda code: (-counts[code], territories[code].name))


def _chips(
    filters: Mapping[str, tuple[str, ...]], labels: Mapping[tuple[str, str], str], address: QueryDict
) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            label=labels.get((name, value), value),
            url=address_with(address, name, [other for other in values if other != value]),
        )
        for name, values in filters.items()
        for value in values
    )
