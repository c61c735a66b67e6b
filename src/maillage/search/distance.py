"""Answers in the order of their distance to a place."""

import math
from collections.abc import Callable

from tantivy import DocAddress, Order, Query, Searcher

from maillage.search.facets import count_answers
from maillage.search.matching import Box

EARTH_KM = 6371.0088
KM_PER_DEGREE = 111.195
RADII_KM = (0.5, 2.0, 8.0, 32.0, 128.0, 512.0, 2048.0)

Place = tuple[float, float]


def kilometres(here: Place, there: Place) -> float:
    """Return the great-circle distance between two (latitude, longitude)."""
    a, b = math.radians(here[0]), math.radians(there[0])
    across = math.radians(there[1] - here[1])
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def around(place: Place, radius_km: float) -> Box | None:
    """Return a box that holds the circle, or nothing when the circle reaches a pole."""
    north_south = radius_km / KM_PER_DEGREE * 1.001
    latitude, longitude = place
    if abs(latitude) + north_south >= 90.0:
        return None
    reach = math.sin(math.radians(north_south)) / math.cos(math.radians(latitude))
    if reach >= 1.0:
        return None
    east_west = math.degrees(math.asin(reach)) * 1.001
    west, east = longitude - east_west, longitude + east_west
    if west < -180.0:
        west += 360.0
    if east > 180.0:
        east -= 360.0
    return (west, latitude - north_south, east, latitude + north_south)


def nearest(
    searcher: Searcher, place: Place, needed: int, within: Callable[[Box | None], Query]
) -> list[tuple[float, DocAddress]]:
    """Return at least `needed` answers (or all those with a place) sorted by exact distance in km.

    `within` gives the query of the answers inside a box, or of all those that have a place. Boxes widen until the
    circle they hold has enough answers.
    """
    for radius in RADII_KM:
        box = around(place, radius)
        if box is None:
            break
        count = count_answers(searcher, within(box))
        if count < needed:
            continue
        found = _measure(searcher, within(box), place, count)
        complete = [each for each in found if each[0] <= radius]
        if len(complete) >= needed:
            return complete
    query = within(None)
    count = count_answers(searcher, query)
    return _measure(searcher, query, place, count)


def _measure(searcher: Searcher, query: Query, place: Place, count: int) -> list[tuple[float, DocAddress]]:
    if not count:
        return []
    found = searcher.search(query, limit=count, count=False, order_by_field="shelf", order=Order.Asc)
    addresses = [address for _, address in found.hits]
    latitudes = searcher.fast_field_values("latitude", addresses)
    longitudes = searcher.fast_field_values("longitude", addresses)
    measured = [
        (kilometres(place, (float(latitude), float(longitude))), address)
        for latitude, longitude, address in zip(latitudes, longitudes, addresses, strict=True)
        if latitude is not None and longitude is not None
    ]
    return sorted(measured, key=lambda each: each[0])
