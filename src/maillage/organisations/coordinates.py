"""Points that cannot be right: out of their département, or with latitude and longitude exchanged."""

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from maillage.territories.domain.boxes import MARGIN, METROPOLE, OVERSEAS, Box, departement_of
from maillage.territories.enums import Kind
from maillage.territories.models import Closure, Territory

COMMUNE_LIKE = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.DELEGUEE, Kind.ASSOCIEE)
FARTHEST_NORTH = 90
FARTHEST_EAST = 180


def department_of(seat: Territory | None) -> str | None:
    """Return the code of the département of a commune-like seat, from its INSEE code; None if it has none."""
    if seat is None or seat.kind not in COMMUNE_LIKE or not seat.official_code or seat.is_fictitious:
        return None
    return departement_of(seat.official_code)


def demand_plausible(*, latitude: float | None, longitude: float | None, seat: Territory | None) -> None:
    """Check a point against the département of the seat. Raises ValidationError, telling when both are exchanged."""
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        field = "latitude" if latitude is None else "longitude"
        raise ValidationError({field: _("La latitude et la longitude vont ensemble : il en manque une.")})
    if abs(latitude) > FARTHEST_NORTH:
        raise ValidationError({"latitude": _("Une latitude va de −90 à 90 degrés.")})
    if abs(longitude) > FARTHEST_EAST:
        raise ValidationError({"longitude": _("Une longitude va de −180 à 180 degrés.")})
    department = department_of(seat)
    box = _box(department) if department else None
    if (box or METROPOLE).holds(latitude, longitude):
        return
    if (box or METROPOLE).holds(longitude, latitude):
        raise ValidationError({"latitude": _swapped(latitude, longitude)})
    if box is not None:
        raise ValidationError(
            {
                "latitude": _(
                    "Ce point est hors du département du siège (%(department)s) : vérifiez les deux nombres, ou "
                    "laissez-les vides pour placer l’organisation dans sa commune."
                )
                % {"department": department}
            }
        )


def _swapped(latitude: float, longitude: float) -> str:
    return _("La latitude et la longitude semblent inversées : essayez latitude %(new)s et longitude %(old)s.") % {
        "new": str(longitude).replace(".", ","),
        "old": str(latitude).replace(".", ","),
    }


def _box(department: str) -> Box | None:
    """Return the box of one département: written down overseas, else around its known points: one query."""
    if department in OVERSEAS:
        return OVERSEAS[department]
    extent = Closure.objects.filter(ancestor__code=department, commune__point_precision="exact").aggregate(
        south=Min("commune__latitude"),
        north=Max("commune__latitude"),
        west=Min("commune__longitude"),
        east=Max("commune__longitude"),
    )
    if extent["south"] is None:
        return None
    return Box(extent["south"] - MARGIN, extent["north"] + MARGIN, extent["west"] - MARGIN, extent["east"] + MARGIN)
