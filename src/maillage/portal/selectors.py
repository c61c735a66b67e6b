"""What the home page reads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncDate

from maillage.alliances.models import Alliance
from maillage.organisations.models import Organisation
from maillage.territories.models import Territory

NEWEST = 6
FRANCE = "FR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The network in numbers, real organisations only."""

    organisations: int
    catalysts: int
    territories: int
    alliances: int


def figures(user: Any) -> Figures:
    """Count what the reader may see, in three queries; the communes are those of France, counted when it was loaded."""
    real = Organisation.objects.visible_to(user).filter(is_fictitious=False)
    counted = real.aggregate(organisations=Count("pk"), catalysts=Count("catalyst"))
    communes = Territory.objects.filter(code=FRANCE).values_list("communes_count", flat=True).first()
    return Figures(
        organisations=counted["organisations"],
        catalysts=counted["catalysts"],
        territories=communes or 0,
        alliances=Alliance.objects.visible_to(user).filter(is_fictitious=False).count(),
    )


def latest_organisations(user: Any) -> list[Organisation]:
    """Return the organisations last entered or changed, six at most; of one day, catalysts then placed ones first."""
    rows = Organisation.objects.visible_to(user).filter(is_fictitious=False).select_related("seat")
    ordered = rows.order_by(
        TruncDate("updated_at").desc(), F("catalyst").asc(nulls_last=True), F("seat").asc(nulls_last=True), "pk"
    )
    return list(ordered[:NEWEST])
