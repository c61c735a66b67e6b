"""Territories as JSON."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from maillage.core import clock
from maillage.territories.lookup import explain_unknown
from maillage.territories.models import Outline, Territory
from maillage.territories.selectors.page import read_page
from maillage.territories.wording import describe

router = Router(tags=["territoires"])


class Named(Schema):
    """A territory in a list."""

    code: str
    name: str
    kind: str
    url: str


class Point(Schema):
    latitude: float
    longitude: float
    precision: str
    source: str


class Population(Schema):
    """`value` counts each commune once; `communes_unknown` of the communes are not in it; 0 is a number."""

    value: int | None
    year: int | None
    communes: int
    communes_unknown: int


class Part(Schema):
    nature: str
    total: int
    first: list[Named]


class TerritoryDetail(Schema):
    """What a territory is, lies in and is made of, today."""

    code: str
    official_code: str
    name: str
    title: str
    kind: str
    kind_label: str
    sentence: str
    url: str
    siren: str
    is_fictitious: bool
    population: Population
    point: Point | None
    postal_codes: list[str]
    ancestors: list[Named]
    parts: list[Part]
    vintage: int | None
    source: str
    outline: dict[str, Any] | None


@router.get("/territories/{code}", response=TerritoryDetail, auth=None, url_name="territory")
def show_territory(request: HttpRequest, code: str) -> dict[str, Any]:
    """Describe one territory by its public code."""
    territory = Territory.objects.resolve(code)
    if territory is None:
        raise Http404(explain_unknown(code))
    page = read_page(territory, day=clock.today(), is_past=False)
    outline = Outline.objects.filter(territory=territory).values_list("geometry", flat=True).first()
    return {
        "code": territory.code,
        "official_code": territory.official_code,
        "name": territory.name,
        "title": territory.title,
        "kind": territory.kind,
        "kind_label": territory.kind_label,
        "sentence": describe(page),
        "url": territory.get_absolute_url(),
        "siren": territory.siren,
        "is_fictitious": territory.is_fictitious,
        "population": {
            "value": territory.population,
            "year": page.population_year,
            "communes": page.communes_count,
            "communes_unknown": page.communes_without_population,
        },
        "point": _point(territory),
        "postal_codes": page.postal_codes,
        "ancestors": [_named(each) for each in {each.code: each for each in [*page.ancestors, *page.areas]}.values()],
        "parts": [
            {"nature": group.nature, "total": group.total, "first": [_named(each) for each in group.shown]}
            for group in page.groups
        ],
        "vintage": territory.vintage,
        "source": territory.source,
        "outline": outline,
    }


@router.get("/territories/{code}/outline", url_name="territory_outline")
def show_outline(request: HttpRequest, code: str) -> dict[str, Any]:
    """Give the simplified contour of a territory as a GeoJSON feature."""
    territory = Territory.objects.resolve(code)
    outline = Outline.objects.filter(territory=territory).first() if territory else None
    if territory is None or outline is None:
        raise Http404(_("Aucun contour n’est connu pour ce territoire."))
    properties = {"code": territory.code, "name": territory.title, "source": outline.source}
    return {"type": "Feature", "properties": properties, "geometry": outline.geometry}


def _point(territory: Territory) -> dict[str, Any] | None:
    if territory.latitude is None or territory.longitude is None:
        return None
    return {
        "latitude": territory.latitude,
        "longitude": territory.longitude,
        "precision": territory.point_precision,
        "source": territory.point_source,
    }


def _named(territory: Territory) -> dict[str, str]:
    return {
        "code": territory.code,
        "name": territory.title,
        "kind": territory.kind,
        "url": territory.get_absolute_url(),
    }
