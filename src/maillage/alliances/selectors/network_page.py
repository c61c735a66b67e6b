"""What the page of the network shows: the part asked for, at a date, in words, in a table and between worlds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.alliances.enums import TieState
from maillage.alliances.models import Alliance
from maillage.alliances.network.facts import Facts, both, holds, network_at
from maillage.alliances.network.graph import Network, Node, Tie
from maillage.alliances.network.measures import Measures
from maillage.alliances.network.results import findings_of
from maillage.alliances.network.scope import FRAMEWORKS, Scope, read_scope
from maillage.alliances.selectors.network import KnownDates, dates_of, read_facts
from maillage.core import clock
from maillage.core.components.worlds import WORLDS
from maillage.core.dates import read_date, write_date
from maillage.core.text import fold
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
PER_PAGE = 20
CONTESTED_SHOWN = 20
SHADES = 4


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
class Row:
    """An organisation in the table."""

    node: Node
    ties: int
    strength: float
    between: float
    alliances: int

    @property
    def url(self) -> str:
        return organisation_url(self.node)

    @property
    def between_percent(self) -> float:
        return round(100 * self.between, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many ties two worlds have; `shade` goes from 0 (none) to 4 (the most)."""

    count: int
    shade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The ties between each pair of worlds, and the pairs of worlds that nothing links."""

    worlds: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...], int], ...]
    total: int
    across: int
    apart: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """What a party denies: the part of an organisation in an alliance, or its direct tie with another one."""

    organisation: Node
    alliance: str = ""
    alliance_slug: str = ""
    other: Node | None = None

    @property
    def url(self) -> str:
        return organisation_url(self.organisation)

    @property
    def other_url(self) -> str:
        return organisation_url(self.other) if self.other else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the page names around the network: the territory and the organisation asked for, the choices of filters."""

    territory: Territory | None
    focus: Node | None
    themes: tuple[tuple[str, str], ...]
    territories: tuple[tuple[str, str], ...]
    unknown: int


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


def read_surroundings(user: Any, state: State) -> Surroundings:
    """Name what the address asks for, and the parts that may be chosen: three queries at most."""
    scope = state.asked.scope
    territory = Territory.objects.filter(code=scope.territory).first() if scope.territory else None
    concepts = Concept.objects.filter(framework__slug__in=FRAMEWORKS, framework__is_current=True, broader=None)
    allied = Territory.objects.filter(pk__in=Alliance.objects.visible_to(user).values("territory"))
    territories = dict(allied.order_by("folded_name", "code").values_list("code", "name"))
    if territory:
        territories.setdefault(territory.code, territory.name)
    nodes = {each.node.slug: each.node for each in state.facts.organisations}
    return Surroundings(
        territory=territory,
        focus=nodes.get(scope.focus) if scope.focus else None,
        themes=tuple(concepts.order_by("framework__slug", "order").values_list("code", "label")),
        territories=tuple(territories.items()),
        unknown=sum(slug not in nodes for slug in scope.organisations),
    )


def list_rows(state: State, measures: Measures) -> ListPage[Row]:
    """Return a page of the table: the organisations that a tie concerns, in the order asked for."""
    counts = Counter(place for members in _members(state.network).values() for place in members)
    nodes, passages = state.network.nodes, passages_of(state, measures)
    rows = [
        Row(
            node=nodes[place],
            ties=int(measures.degree[place]),
            strength=float(measures.strength[place]),
            between=passages[place],
            alliances=counts[place],
        )
        for place in state.tied
    ]
    rows.sort(key=lambda row: fold(row.node.name))
    if state.asked.sort != "name":
        rows.sort(key=lambda row: getattr(row, state.asked.sort), reverse=True)
    return Paginator(rows, PER_PAGE).get_page(state.asked.page)


def read_matrix(network: Network, measures: Measures) -> Matrix:
    """Show the ties between worlds; an organisation of a world to be confirmed counts in that world."""
    present = {node.world for node in network.nodes}
    worlds = tuple(code for code in WORLDS if code in present)
    counts = measures.matrix | {(other, one): count for (one, other), count in measures.matrix.items()}
    most = max(counts.values(), default=0)
    lines = []
    for line in worlds:
        cells = tuple(
            Cell(count=counts[line, column], shade=-(-SHADES * counts[line, column] // most) if most else 0)
            for column in worlds
        )
        lines.append((line, cells, sum(cell.count for cell in cells)))
    return Matrix(
        worlds=worlds,
        lines=tuple(lines),
        total=len(network.ties),
        across=sum(count for (one, other), count in measures.matrix.items() if one != other),
        apart=tuple(pair for pair in combinations(worlds, 2) if not counts[pair]),
    )


def list_contested(state: State) -> tuple[tuple[Contested, ...], int]:
    """Return the first contested facts of the day, and how many there are."""
    on, nodes = state.network.on, {node.key: node for node in state.network.nodes}
    alliances = {row.key: row for row in state.facts.alliances}
    found = [
        Contested(organisation=nodes[row.organisation], alliance=alliance.name, alliance_slug=alliance.slug)
        for row in state.facts.participations
        if row.state == TieState.CONTESTED and row.organisation in nodes and (alliance := alliances.get(row.alliance))
        if both(holds(row.dates, on), holds(alliance.dates, on))
    ]
    found += [
        Contested(organisation=nodes[row.source], other=nodes[row.target])
        for row in state.facts.relations
        if row.state == TieState.CONTESTED and row.source in nodes and row.target in nodes and holds(row.dates, on)
    ]
    return tuple(found[:CONTESTED_SHOWN]), len(found)


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


def organisation_url(node: Node) -> str:
    """Return the address of the page of an organisation."""
    return reverse("organisations:detail", args=[node.slug])


def _members(network: Network) -> dict[int, set[int]]:
    members: dict[int, set[int]] = {hub.alliance: set(hub.members) for hub in network.hubs}
    for tie in network.ties:
        for key in tie.alliances:
            members.setdefault(key, set()).update(_ends(tie))
    return members


def _ends(tie: Tie) -> tuple[int, int]:
    return tie.a, tie.b


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
