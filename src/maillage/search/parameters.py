"""Read a search from an address: the same names on the search page, on the map and in the API."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.search.engine import Engine
from maillage.search.query import SearchQuery, Sort

MOST_VALUES = 20
LONGEST_VALUE = 80
LAST_PAGE = 500
FARTHEST = (90.0, 180.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as it was understood, and one French remark for each parameter that was not."""

    query: SearchQuery
    remarks: Mapping[str, str]
    near: str = ""
    near_label: str = ""


def read(parameters: QueryDict, *, engine: Engine, audiences: frozenset[str], per_page: int = 20) -> Asked:
    """Return the search that an address asks for; nothing in the address raises."""
    remarks: dict[str, str] = {}
    near = parameters.get("near", "").strip()[:LONGEST_VALUE]
    point, label = _place(near, engine, audiences, remarks) if near else (None, "")
    query = SearchQuery(
        text=parameters.get("q", ""),
        filters={name: values for name in settings.SEARCH_FACETS if (values := _values(parameters, name))},
        near=point,
        bbox=_box(parameters.get("bbox", ""), remarks),
        sort=_sort(parameters.get("sort", ""), point, remarks),
        page=_page(parameters.get("page", ""), remarks),
        per_page=per_page,
        audiences=audiences,
    )
    return Asked(query=query, remarks=remarks, near=near, near_label=label)


def without_filters(query: SearchQuery) -> SearchQuery:
    """Return the same search over everything: what a reader who finds nothing may want next."""
    return replace(query, filters={}, bbox=None, page=1)


def _values(parameters: QueryDict, name: str) -> tuple[str, ...]:
    given = (value.strip() for value in parameters.getlist(name))
    return tuple(dict.fromkeys(value for value in given if 0 < len(value) <= LONGEST_VALUE))[:MOST_VALUES]


def _sort(value: str, point: tuple[float, float] | None, remarks: dict[str, str]) -> Sort:
    if not value:
        return Sort.RELEVANCE
    if value not in set(Sort):
        remarks["sort"] = _("Ordre inconnu : choisissez pertinence, nom, distance ou date.")
        return Sort.RELEVANCE
    if value == Sort.DISTANCE and point is None:
        remarks["sort"] = _("Pour trier par distance, dites près de quel lieu.")
        return Sort.RELEVANCE
    return Sort(value)


def _page(value: str, remarks: dict[str, str]) -> int:
    if not value:
        return 1
    if not value.isascii() or not value.isdecimal() or not 0 < int(value[:9]) <= LAST_PAGE:
        remarks["page"] = _("Numéro de page impossible : voici la première page.")
        return 1
    return int(value)


def _place(
    near: str, engine: Engine, audiences: frozenset[str], remarks: dict[str, str]
) -> tuple[tuple[float, float] | None, str]:
    """Return a point and its name from "50.45,2.79" or from a territory's code or name."""
    if near.count(",") == 1:
        point = _numbers(near, 2)
        if point and abs(point[0]) <= FARTHEST[0] and abs(point[1]) <= FARTHEST[1]:
            return (point[0], point[1]), near
        remarks["near"] = _("Coordonnées impossibles : écrivez latitude,longitude, par exemple 50.45,2.79.")
        return None, ""
    found = engine.search(SearchQuery(text=near, filters={"kind": ("territory",)}, per_page=1, audiences=audiences))
    hit = found.hits[0] if found.hits else None
    if hit is not None and hit.latitude is not None and hit.longitude is not None:
        return (hit.latitude, hit.longitude), hit.title
    remarks["near"] = _("Lieu inconnu : donnez une commune, un code ou des coordonnées.")
    return None, ""


def _box(value: str, remarks: dict[str, str]) -> tuple[float, float, float, float] | None:
    if not value:
        return None
    numbers = _numbers(value, 4)
    if numbers is None or not (numbers[1] < numbers[3] and numbers[0] < numbers[2]):
        remarks["bbox"] = _("Cadre impossible : écrivez ouest,sud,est,nord en degrés.")
        return None
    return (numbers[0], numbers[1], numbers[2], numbers[3])


def _numbers(value: str, count: int) -> list[float] | None:
    try:
        numbers = [float(part) for part in value.split(",")]
    except ValueError:
        return None
    usable = len(numbers) == count and all(abs(number) <= 360 for number in numbers)
    return numbers if usable else None
