"""Contours of territories from an official GeoJSON file, simplified for the map of a page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.territories.domain.boxes import METROPOLE, OVERSEAS, Box
from maillage.territories.enums import Kind
from maillage.territories.models import Outline, Territory

EPCI_NAMES = ("siren_epci", "code_epci", "epci")
DEPARTEMENT_NAMES = ("insee_dep", "dep", "code_dep")
REGION_NAMES = ("insee_reg", "reg", "code_reg")
MOST_POINTS = 400
FINEST, COARSER = 0.0005, 1.7
LEAST_RING = 4
AROUND = 1.5

Ring = list[list[float]]


class UnreadableContours(ValueError):
    """The document is not a GeoJSON collection of polygons."""


@dataclass(slots=True)
class Outcome:
    """How many territories took a contour, and which features were left out and why."""

    drawn: int = 0
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def load_contours(*, document: Any, source: str) -> Outcome:
    """Replace the contours of the territories that a GeoJSON collection names; pieces of one territory are joined.

    A feature is left out, and told, when its code is unknown, when it is no polygon, or when it was drawn elsewhere
    (overseas territories moved beside the mainland). Raises UnreadableContours.
    """
    outcome = Outcome()
    pieces: dict[str, list[list[Ring]]] = defaultdict(list)
    for number, (code, polygons) in enumerate(_features(document), start=1):
        if not code:
            outcome.problems.append(f"Objet {number} : ni siren_epci, ni dep, ni reg dans ses propriétés.")
        elif not polygons:
            outcome.problems.append(f"Objet {number} ({code}) : ce n’est pas un polygone.")
        else:
            pieces[code].extend(polygons)
    found = {territory.code: territory for territory in Territory.objects.filter(code__in=pieces)}
    outlines = []
    for code, polygons in pieces.items():
        territory = found.get(code)
        if territory is None:
            outcome.problems.append(f"{code} : aucun territoire n’a ce code dans la géographie 2026.")
        elif not _in_place(territory, polygons):
            outcome.problems.append(
                f"{code} ({territory.name}) : dessiné ailleurs qu’à sa place, contour laissé de côté."
            )
        else:
            outlines.append(Outline(territory=territory, geometry=simplify(polygons), source=source[:300]))
    Outline.objects.filter(territory__in=[outline.territory for outline in outlines]).delete()
    Outline.objects.bulk_create(outlines)
    outcome.drawn = len(outlines)
    return outcome


def _features(document: Any) -> Iterator[tuple[str, list[list[Ring]]]]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise UnreadableContours(_("Le fichier n’est pas une collection GeoJSON : il lui faut une liste « features »."))
    for feature in features:
        feature = feature if isinstance(feature, dict) else {}
        properties = feature.get("properties") or {}
        yield _code(properties), _polygons(feature.get("geometry") or {})


def _code(properties: dict[str, Any]) -> str:
    """Return the public code a feature names; an EPCI also says its département, a département its region."""
    for names, form in ((EPCI_NAMES, "{}"), (DEPARTEMENT_NAMES, "{}"), (REGION_NAMES, "reg-{}")):
        for name in names:
            value = str(properties.get(name) or "").strip()
            if value:
                return form.format(value.upper())
    return ""


def _polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    coordinates = geometry.get("coordinates")
    try:
        if geometry.get("type") == "Polygon":
            return [[[[float(x), float(y)] for x, y, *_ in ring] for ring in coordinates]]  # type: ignore[union-attr]
        if geometry.get("type") == "MultiPolygon":
            return [
                [[[float(x), float(y)] for x, y, *_ in ring] for ring in polygon]
                for polygon in coordinates  # type: ignore[union-attr]
            ]
    except (TypeError, ValueError):
        return []
    return []


def _in_place(territory: Territory, polygons: list[list[Ring]]) -> bool:
    points = [point for polygon in polygons for point in polygon[0]]
    longitude = sum(point[0] for point in points) / len(points)
    latitude = sum(point[1] for point in points) / len(points)
    if territory.latitude is not None and territory.longitude is not None:
        reach = AROUND if territory.kind == Kind.EPCI else 2 * AROUND
        near = Box(
            territory.latitude - reach,
            territory.latitude + reach,
            territory.longitude - reach,
            territory.longitude + reach,
        )
        return near.holds(latitude, longitude)
    return OVERSEAS.get(territory.code, METROPOLE).holds(latitude, longitude)


def simplify(polygons: list[list[Ring]]) -> dict[str, Any]:
    """Return a MultiPolygon of about four hundred points at most, four decimals (about ten metres)."""
    tolerance = FINEST
    while True:
        drawn = [[_thin(ring, tolerance) for ring in polygon] for polygon in polygons]
        kept = [[ring for ring in polygon if len(ring) >= LEAST_RING] for polygon in drawn]
        kept = [polygon for polygon in kept if polygon]
        if sum(len(ring) for polygon in kept for ring in polygon) <= MOST_POINTS or tolerance > 1:
            break
        tolerance *= COARSER
    kept = kept or polygons[:1]
    return {
        "type": "MultiPolygon",
        "coordinates": [[[[round(x, 4), round(y, 4)] for x, y in ring] for ring in polygon] for polygon in kept],
    }


def _thin(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker, without recursion."""
    keep = {0, len(ring) - 1, len(ring) // 2}
    spans = [(0, len(ring) // 2), (len(ring) // 2, len(ring) - 1)]
    while spans:
        start, end = spans.pop()
        best, far = 0.0, start
        for index in range(start + 1, end):
            distance = _distance(ring[index], ring[start], ring[end])
            if distance > best:
                best, far = distance, index
        if best > tolerance:
            keep.add(far)
            spans += [(start, far), (far, end)]
    return [ring[index] for index in sorted(keep)]


def _distance(point: list[float], start: list[float], end: list[float]) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    return float(abs(dy * (point[0] - start[0]) - dx * (point[1] - start[1])) / length)
