"""What organisations add to the page of a territory."""

from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import HttpRequest

from maillage.core.components.worlds import WORLDS
from maillage.core.database import Fold
from maillage.core.panels import Panel
from maillage.organisations import reach
from maillage.organisations.models import CatalystActivity, Organisation
from maillage.organisations.querysets import OrganisationQuerySet
from maillage.territories.models import Territory

SHOWN = 5
SEATED = "seated"
ACTING = "acting"


def read_presence(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """Return who is seated and who else acts in a territory, five of each, and how many by world and craft: two queries."""
    inside = reach.inside([territory.pk])
    here = Organisation.objects.visible_to(request.user).filter(
        Q(seat_id__in=inside) | Q(pk__in=Organisation.objects.filter(perimeters__territory_id__in=inside).values("pk"))
    )
    shown = list(
        here.annotate(
            how=Case(When(seat_id__in=inside, then=Value(SEATED)), default=Value(ACTING), output_field=CharField())
        )
        .annotate(
            rank=Window(RowNumber(), partition_by=F("how"), order_by=[Fold("name"), F("pk").asc()]),
            count=Window(Count("*"), partition_by=F("how")),
        )
        .filter(rank__lte=SHOWN)
        .select_related("seat", "catalyst")
        .order_by("how", "rank")
    )
    groups = [
        {
            "name": how,
            "organisations": (rows := [each for each in shown if each.how == how]),  # type: ignore[attr-defined]  # annotated above
            "count": rows[0].count if rows else 0,  # type: ignore[attr-defined]  # annotated above
        }
        for how in (SEATED, ACTING)
    ]
    worlds, crafts = _shares(here) if shown else ([], [])
    return {
        "groups": groups,
        "total": sum(group["count"] for group in groups),
        "worlds": worlds,
        "crafts": crafts,
        "more": f"territory={territory.code}&kind=organisation",
    }


def _shares(here: OrganisationQuerySet) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    worlds = here.order_by().values_list("world", Value("", output_field=CharField())).annotate(count=Count("pk"))
    crafts = (
        CatalystActivity.objects.filter(catalyst__organisation__in=here.order_by().values("pk"))
        .annotate(
            code=Coalesce("concept__broader__code", "concept__code"),
            label=Coalesce("concept__broader__label", "concept__label"),
        )
        .order_by()
        .values_list("code", "label")
        .annotate(count=Count("catalyst", distinct=True))
    )
    rows = list(worlds.union(crafts, all=True))
    counts = {code: count for code, label, count in rows if not label}
    return (
        [{"code": code, "count": counts[code]} for code in WORLDS if code in counts],
        [{"code": code, "label": label, "count": count} for code, label, count in sorted(rows) if label],
    )


TERRITORY = Panel(
    name="organisations", selector=read_presence, template="organisations/panels/territory.html", order=10
)
