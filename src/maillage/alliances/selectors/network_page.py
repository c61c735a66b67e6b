"""What an address of the network asks for: the part, the day, the view; and what is read of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.alliances.network.facts import Facts, network_at
from maillage.alliances.network.graph import Network, Node
from maillage.alliances.network.measures import Measures
from maillage.alliances.network.results import findings_of
from maillage.alliances.network.scope import FRAMEWORKS, Scope, read_scope
from maillage.alliances.selectors.network import KnownDates, dates_of, read_facts
from maillage.core import clock
from maillage.core.dates import read_date, write_date
from maillage.territories.models import Territory
from maillage.themes.models import Concept

GRAPH, MAP, MATRIX, TABLE = "graphe", "carte", "matrice", "tableau"
VIEWS = {
    GRAPH: gettext_lazy("Graphe"),
    MAP: gettext_lazy("Carte"),
    MATRIX: gettext_lazy("Entre mondes"),
    TABLE: gettext_lazy("Tableau"),
}
SIZES = {
    "ties": gettext_lazy("le nombre de liens"),
    "strength": gettext_lazy("la force des liens"),
    "between": gettext_lazy("les passages"),
}
COLUMNS = {
    "name": gettext_lazy("Organisation"),
    "ties": gettext_lazy("Liens"),
    "strength": gettext_lazy("Force"),
    "between": gettext_lazy("Passages"),
    "alliances": gettext_lazy("Alliances"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for; what could not be understood is named in `remarks`, by parameter."""

    scope: Scope
    day: date
    before: date | None
    is_past: bool
    view: str
    size: str
    sort: str
    page: str
    remarks: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A network of a day with what is needed to show any other: the facts it comes from and the known days."""

    asked: Asked
    facts: Facts
    dates: KnownDates
    network: Network
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the page names around the network: the territory asked for, the themes that may be chosen."""

    territory: Territory | None
    themes: tuple[tuple[str, str], ...]


def read_asked(given: QueryDict) -> Asked:
    """Read an address: the scope, the day (`le`, or `as_of`), the day to compare with (`avant`), how to show it."""
    scope, remarks = read_scope(given)
    today = clock.today()
    day = _read_day(given, ("le", "as_of"), remarks)
    if day and day > today:
        remarks["le"] = _(
            "Le %(day)s n’est pas encore venu : le réseau d’un jour à venir ne se connaît pas. Voici celui d’aujourd’hui."
        ) % {"day": write_date(day)}
        day = None
    before = _read_day(given, ("avant",), remarks)
    shown = day or today
    if before and before >= shown:
        remarks["avant"] = _(
            "Pour comparer, la première date vient avant la seconde : le %(before)s n’est pas avant le %(day)s."
        ) % {"before": write_date(before), "day": write_date(shown)}
        before = None
    return Asked(
        scope=scope,
        day=shown,
        before=before,
        is_past=shown < today,
        view=_one_of(given.get("vue"), VIEWS, GRAPH),
        size=_one_of(given.get("taille"), SIZES, "ties"),
        sort=_one_of(given.get("sort"), COLUMNS, "ties"),
        page=given.get("page", "1"),
        remarks=remarks,
    )


def read_state(user: Any, asked: Asked) -> State:
    """Read the network of an address, of what the reader may see."""
    facts = read_facts(user, asked.scope)
    network = network_at(facts, asked.day)
    return State(asked=asked, facts=facts, dates=dates_of(facts), network=network, tied=tied_nodes(network))


def asked_of(scope: Scope, day: date) -> Asked:
    """Return what an address asks for when it only names a part and a day."""
    today = clock.today()
    return Asked(scope=scope, day=day, before=None, is_past=day < today, view=GRAPH, size="ties", sort="ties", page="1")


def read_surroundings(asked: Asked) -> Surroundings:
    """Name what the address asks for, and the parts that may be chosen: two queries at most."""
    scope = asked.scope
    concepts = Concept.objects.filter(framework__slug__in=FRAMEWORKS, framework__is_current=True, broader=None)
    return Surroundings(
        territory=Territory.objects.filter(code=scope.territory).first() if scope.territory else None,
        themes=tuple(concepts.order_by("framework__slug", "order").values_list("code", "label")),
    )


def focus_of(facts: Facts) -> Node | None:
    """Return the organisation in focus, None without one or when the reader does not see it there."""
    return next((each.node for each in facts.organisations if each.node.key == facts.focus), None)


def tied_nodes(network: Network) -> tuple[int, ...]:
    """Return the places of the organisations that a tie or a large alliance concerns, in order."""
    places = {place for tie in network.ties for place in (tie.a, tie.b)}
    return tuple(sorted(places.union(*(hub.members for hub in network.hubs))))


def passages_of(state: State, measures: Measures) -> dict[int, float]:
    """Return the share of the shortest paths between two others that pass through each tied organisation."""
    others = len(state.tied) - 1
    pairs = max(1, others * (others - 1) // 2)
    return {place: float(measures.betweenness[place]) / pairs for place in state.tied}


def measured(network: Network) -> Measures:
    """Return what is measured on a network, kept by its content."""
    return findings_of(network).measures


def nearby_moments(dates: KnownDates, day: date) -> tuple[date | None, date | None]:
    """Return the last known change before a day and the first one after it."""
    earlier = [moment for moment in dates.moments if moment < day]
    later = [moment for moment in dates.moments if moment > day]
    return (earlier[-1] if earlier else None), (later[0] if later else None)


def organisation_url(slug: str) -> str:
    """Return the address of the page of an organisation."""
    return reverse("organisations:detail", args=[slug])


def _read_day(given: QueryDict, names: Iterable[str], remarks: dict[str, str]) -> date | None:
    for name in names:
        text = (given.get(name) or "").replace("\x00", "").strip()
        if not text:
            continue
        try:
            found = read_date(text)
        except ValidationError:
            remarks[name] = _("« %(text)s » n’est pas une date : écrivez-la ainsi, 2019-06-26.") % {"text": text[:40]}
            continue
        if found:
            return found[0]
    return None


def _one_of(value: str | None, allowed: Iterable[str], default: str) -> str:
    return value if value in set(allowed) else default
