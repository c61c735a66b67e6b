"""What organisations add to the page of a territory."""

from typing import Any

from django.http import HttpRequest

from maillage.core.audiences import tokens_for
from maillage.core.components.worlds import WORLDS
from maillage.core.panels import Panel
from maillage.organisations.search import ACTING, KIND, SEATED
from maillage.search import engine
from maillage.search.query import FacetCount
from maillage.territories.models import Territory
from maillage.themes.models import Concept

SHOWN = 5
CRAFTS = "metiers"


def show_presence(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """Return who is seated and who else acts in a territory, five of each, by world and craft: one query at most.

    Counted by the index, with the filters of the search that the panel opens, so that both say the same.
    """
    seated, acting = f"{SEATED}{territory.code}", f"{ACTING}{territory.code}"
    found = engine.current().overview(
        {"kind": (KIND,), "territory": (territory.code,)},
        tokens_for(request.user),
        facets=("world", "craft"),
        tags=(seated, acting),
        shown=SHOWN,
    )
    worlds = {each.value: each.count for each in found.facets["world"]}
    return {
        "seated": found.parts[seated],
        "acting": found.parts[acting],
        "total": found.parts[seated].total + found.parts[acting].total,
        "worlds": [{"code": code, "count": worlds[code]} for code in WORLDS if code in worlds],
        "crafts": _name_crafts(found.facets["craft"]),
        "more": f"territory={territory.code}&kind={KIND}",
    }


def _name_crafts(counted: tuple[FacetCount, ...]) -> list[dict[str, Any]]:
    counts = {each.value: each.count for each in counted}
    if not counts:
        return []
    named = Concept.objects.current(CRAFTS).filter(code__in=counts).order_by("code").values_list("code", "label")
    return [{"code": code, "label": label, "count": counts[code]} for code, label in named]


TERRITORY = Panel(
    name="organisations", selector=show_presence, template="organisations/panels/territory.html", order=10
)
