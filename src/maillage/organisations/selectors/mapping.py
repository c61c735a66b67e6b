"""What the map shows, and the list that says the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from maillage.organisations.models import Organisation
from maillage.organisations.selectors.detail import read_point
from maillage.search import engine, parameters
from maillage.search.parameters import Asked
from maillage.search.query import Cell, CellsResult, Point, SearchQuery, SearchResult, Sort

KIND = ("organisation",)
DEFAULT_ZOOM = 5
DEEPEST = 22
PER_PAGE = 20
DECIMALS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The twin of the map: the same answers as a list, and how many have no known place."""

    asked: Asked
    result: SearchResult
    unplaced: int


def ask_map(given: QueryDict, audiences: frozenset[str]) -> Asked:
    """Read a search from an address, kept to organisations."""
    asked = parameters.read(given, engine=engine.current(), audiences=audiences, per_page=PER_PAGE)
    return replace(asked, query=replace(asked.query, filters=_only_organisations(asked.query.filters)))


def list_map(given: QueryDict, audiences: frozenset[str]) -> Listing:
    """Return the list beside the map; without a text it is in the order of names."""
    asked = ask_map(given, audiences)
    query = replace(asked.query, bbox=None)
    if not query.text and query.sort == Sort.RELEVANCE:
        query = replace(query, sort=Sort.NAME)
    current = engine.current()
    result = current.search(query)
    return Listing(asked=asked, result=result, unplaced=current.cells(query, DEFAULT_ZOOM).unplaced)


def cells_as_json(query: SearchQuery, zoom: int) -> dict[str, Any]:
    """Return the cells or the points of a viewport, as the map island reads them."""
    return write_cells(engine.current().cells(query, zoom, by="world"))


def write_cells(found: CellsResult) -> dict[str, Any]:
    """Return what was found in a viewport in the shape that is sent."""
    return {
        "cells": [_cell(cell) for cell in found.cells],
        "points": [_point(point) for point in found.points],
        "total": found.total,
        "unplaced": found.unplaced,
    }


def only_organisation(organisation: Organisation) -> dict[str, Any]:
    """Return the point of one organisation and the places it runs."""
    catalyst = getattr(organisation, "catalyst", None)
    point = read_point(organisation)
    points = [_own(organisation, organisation.name, point.latitude, point.longitude)] if point else []
    for place in catalyst.places.select_related("territory") if catalyst else ():
        at = place if place.latitude is not None else place.territory
        if at is None or at.latitude is None or at.longitude is None:
            continue
        if all((each["lat"], each["lon"]) != (at.latitude, at.longitude) for each in points):
            points.append(_own(organisation, place.name, at.latitude, at.longitude))
    return {"cells": [], "points": points, "total": len(points), "unplaced": 0 if points else 1}


def zoom_of(value: str) -> int | None:
    """Return the zoom asked for, the default one for nothing, None if it is not possible."""
    if not value:
        return DEFAULT_ZOOM
    try:
        zoom = int(float(value))
    except (ValueError, OverflowError):
        return None
    return zoom if 0 <= zoom <= DEEPEST else None


def _only_organisations(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    kinds = tuple(kind for kind in filters.get("kind", ()) if kind in {"organisation", "catalyst"})
    return {**filters, "kind": kinds or KIND}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "lat": round(cell.latitude, DECIMALS),
        "lon": round(cell.longitude, DECIMALS),
        "count": cell.count,
        "worlds": dict(cell.shares),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "lat": round(point.latitude, DECIMALS),
        "lon": round(point.longitude, DECIMALS),
        "title": point.title,
        "url": point.url,
        "world": point.marks.get("world", ""),
        "subtitle": point.subtitle,
    }


def _own(organisation: Organisation, title: str, latitude: float, longitude: float) -> dict[str, Any]:
    return {
        "lat": latitude,
        "lon": longitude,
        "title": title,
        "url": organisation.get_absolute_url(),
        "world": organisation.world,
        "subtitle": organisation.seat.name if organisation.seat else "",
    }
