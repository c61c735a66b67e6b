"""What the home page reads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate

from maillage.alliances.models import Alliance
from maillage.core.prepared import Prepared, together
from maillage.organisations.models import Organisation
from maillage.territories.models import Territory

NEWEST = 6
FRANCE = "FR"
# What a card shows: composing the other columns costs more than reading them.
SHOWN = ("name", "slug", "world", "summary", "seat__name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The network in numbers, real organisations only."""

    organisations: int
    catalysts: int
    territories: int
    alliances: int


def read_home(user: Any) -> tuple[Figures, list[Organisation]]:
    """Count what the reader may see, and return the organisations last entered or changed: one query.

    The communes are those of France, counted when it was loaded. The newest are six at most; of one day, catalysts come
    first, then those with a seat.
    """
    organisations, alliances, communes, latest = together(
        _organisations.ask(reader=user),
        _alliances.ask(reader=user),
        _communes.ask(code=FRANCE),
        _latest.ask(reader=user),
    )
    counted, catalysts = next(iter(organisations), (0, 0))
    figures = Figures(
        organisations=counted,
        catalysts=catalysts,
        territories=next(iter(communes), 0),
        alliances=next(iter(alliances), 0),
    )
    return figures, latest


@Prepared
def _organisations(*, reader: Any) -> QuerySet[Organisation, tuple[int, int]]:
    real = Organisation.objects.visible_to(reader).filter(is_fictitious=False).order_by()
    return real.values("is_fictitious").values_list(Count("pk"), Count("catalyst"))


@Prepared
def _alliances(*, reader: Any) -> QuerySet[Alliance, int]:
    real = Alliance.objects.visible_to(reader).filter(is_fictitious=False).order_by()
    return real.values("is_fictitious").values_list(Count("pk"), flat=True)


@Prepared
def _communes(*, code: str) -> QuerySet[Territory, int]:
    return Territory.objects.filter(code=code).values_list("communes_count", flat=True)


@Prepared
def _latest(*, reader: Any) -> QuerySet[Organisation]:
    rows = Organisation.objects.visible_to(reader).filter(is_fictitious=False).select_related("seat")
    recent, placed = TruncDate("updated_at").desc(), F("seat").asc(nulls_last=True)
    return rows.order_by(recent, F("catalyst").asc(nulls_last=True), placed, "pk").only(*SHOWN)[:NEWEST]
