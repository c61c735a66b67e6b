"""Where a point of a département can be: a box in degrees, so that swapped or mistyped coordinates are seen."""

from dataclasses import dataclass

from django.db.models import Max, Min

from maillage.territories.enums import Kind
from maillage.territories.models import Territory

MARGIN = 0.35


@dataclass(frozen=True, slots=True)
class Box:
    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


METROPOLE = Box(41.2, 51.3, -5.6, 9.8)
OVERSEAS = {
    "971": Box(15.7, 16.7, -61.95, -60.9),
    "972": Box(14.3, 15.0, -61.3, -60.7),
    "973": Box(2.0, 6.0, -54.8, -51.4),
    "974": Box(-21.5, -20.7, 55.1, 55.95),
    "975": Box(46.6, 47.3, -56.6, -56.0),
    "976": Box(-13.1, -12.5, 44.9, 45.4),
    "977": Box(17.8, 18.0, -63.0, -62.7),
    "978": Box(17.95, 18.2, -63.3, -62.9),
    "984": Box(-90.0, -11.0, 39.0, 143.0),
    "986": Box(-14.6, -13.0, -178.6, -175.9),
    "987": Box(-28.5, -7.0, -155.0, -134.0),
    "988": Box(-23.0, -17.5, 158.0, 173.0),
    "989": Box(10.0, 10.6, -109.6, -108.9),
}


def departement_of(commune_code: str) -> str:
    """Return the département of a code of commune: "62528" gives "62", "97411" gives "974"."""
    return commune_code[:3] if commune_code.startswith(("97", "98")) else commune_code[:2]


def known_boxes() -> dict[str, Box]:
    """Return the box of each département: around its known points in metropolitan France, written down overseas."""
    boxes = dict(OVERSEAS)
    found = (
        Territory.objects.filter(
            kind=Kind.COMMUNE, is_fictitious=False, point_precision="exact", lies_in__ancestor__kind=Kind.DEPARTEMENT
        )
        .values_list("lies_in__ancestor__code")
        .annotate(Min("latitude"), Max("latitude"), Min("longitude"), Max("longitude"))
    )
    for code, south, north, west, east in found:
        boxes.setdefault(code, Box(south - MARGIN, north + MARGIN, west - MARGIN, east + MARGIN))
    return boxes
