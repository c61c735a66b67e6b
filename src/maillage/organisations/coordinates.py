"""Points that cannot be right: out of their département, or with latitude and longitude exchanged."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from maillage.territories.enums import Kind
from maillage.territories.models import Closure, Territory

MARGIN = 0.2
COMMUNE_LIKE = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.DELEGUEE, Kind.ASSOCIEE)
OVERSEAS = ("97", "98")
MAINLAND = (41.0, 51.6, -5.6, 9.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The extent of a territory: south, north, west, east, in degrees."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point lies in the box."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def department_of(seat: Territory | None) -> str | None:
    """Return the code of the département of a commune-like seat, from its INSEE code; None if it has none."""
    if seat is None or seat.kind not in COMMUNE_LIKE or not seat.official_code:
        return None
    code = seat.official_code
    return code[:3] if code.startswith(OVERSEAS) else code[:2]


def demand_plausible(*, latitude: float | None, longitude: float | None, seat: Territory | None) -> None:
    """Check a point against the département of the seat. Raises ValidationError, telling when both are exchanged."""
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        field = "latitude" if latitude is None else "longitude"
        raise ValidationError({field: _("La latitude et la longitude vont ensemble : il en manque une.")})
    if abs(latitude) > 90:
        raise ValidationError({"latitude": _("Une latitude va de −90 à 90 degrés.")})
    if abs(longitude) > 180:
        raise ValidationError({"longitude": _("Une longitude va de −180 à 180 degrés.")})
    department = department_of(seat)
    box = _box(department) if department else None
    if box is None:
        south, north, west, east = MAINLAND
        mainland = Box(south=south, north=north, west=west, east=east)
        if mainland.holds(longitude, latitude) and not mainland.holds(latitude, longitude):
            raise ValidationError({"latitude": _swapped(latitude, longitude)})
        return
    if box.holds(latitude, longitude):
        return
    if box.holds(longitude, latitude):
        raise ValidationError({"latitude": _swapped(latitude, longitude)})
    raise ValidationError(
        {
            "latitude": _(
                "Ce point est hors du département du siège (%(department)s) : vérifiez les deux nombres, ou laissez-les "
                "vides pour placer l’organisation dans sa commune."
            )
            % {"department": department}
        }
    )


def _swapped(latitude: float, longitude: float) -> str:
    return _(
        "La latitude et la longitude semblent inversées : essayez latitude %(latitude)s et longitude %(longitude)s."
    ) % {
        "latitude": str(longitude).replace(".", ","),
        "longitude": str(latitude).replace(".", ","),
    }


def _box(department: str) -> Box | None:
    extent = Closure.objects.filter(ancestor__code=department, commune__point_precision="exact").aggregate(
        south=Min("commune__latitude"),
        north=Max("commune__latitude"),
        west=Min("commune__longitude"),
        east=Max("commune__longitude"),
    )
    if extent["south"] is None:
        return None
    return Box(
        south=extent["south"] - MARGIN,
        north=extent["north"] + MARGIN,
        west=extent["west"] - MARGIN,
        east=extent["east"] + MARGIN,
    )
