"""All that the page of a network shows of a day, small beside the network itself."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple, cast

import numpy as np
from django.core.paginator import Page, Paginator

from maillage.alliances.enums import TieState
from maillage.alliances.network.facts import both, holds
from maillage.alliances.network.graph import Network, Node
from maillage.alliances.network.measures import Measures
from maillage.alliances.network.reading import read_out
from maillage.alliances.network.results import findings_of
from maillage.alliances.selectors.network import KnownDates
from maillage.alliances.selectors.network_kept import read_told
from maillage.alliances.selectors.network_page import (
    Asked,
    State,
    focus_of,
    organisation_url,
    passages_of,
)
from maillage.alliances.selectors.network_story import Story, tell
from maillage.core.components.worlds import WORLDS
from maillage.core.text import fold
from maillage.organisations.enums import World

PER_PAGE = 20
CONTESTED_SHOWN = 20
SHADES = 4


class Row(NamedTuple):
    """An organisation in the table."""

    name: str
    slug: str
    world: str
    seat: str
    ties: int
    strength: float
    between: float
    alliances: int

    @property
    def url(self) -> str:
        return organisation_url(self.slug)

    @property
    def between_percent(self) -> float:
        return round(100 * self.between, 1)


class Table(NamedTuple):
    """The organisations that a tie concerns (name, slug, world, seat), in the order of names, and a column a measure."""

    organisations: tuple[tuple[str, str, str, str], ...]
    measures: dict[str, Any]

    def page(self, sort: str, number: str) -> Page[Row]:
        """Return a page of the table, by name or from the highest of a measure."""
        order = list(range(len(self.organisations)))
        if sort in self.measures:
            order = np.argsort(-self.measures[sort], kind="stable").tolist()
        shown = Paginator(order, PER_PAGE).get_page(number)
        rows = [
            Row(*self.organisations[place], *(column[place].item() for column in self.measures.values()))
            for place in shown.object_list
        ]
        return Page(rows, shown.number, cast("Paginator[Row]", shown.paginator))


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
        return organisation_url(self.organisation.slug)

    @property
    def other_url(self) -> str:
        return organisation_url(self.other.slug) if self.other else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the page shows of a network on a day. `strangers` counts the chosen organisations that are not in it."""

    dates: KnownDates
    organisations: int
    tied: int
    ties: int
    across: int
    worlds: int
    alliances: int
    facts: int
    unconfirmed: int
    undated: int
    focus: Node | None
    strangers: int
    matrix: Matrix
    story: Story
    contested: tuple[Contested, ...]
    contested_total: int
    table: Table

    @property
    def untied(self) -> int:
        return self.organisations - self.tied


def read_sheet(user: Any, asked: Asked) -> Sheet:
    """Return what the page shows of what an address asks for. Raises NotMeasured."""
    return read_told(user, asked, write_sheet)


def write_sheet(state: State) -> Sheet:
    """Write what the page shows of a network."""
    network, facts = state.network, state.facts
    findings = findings_of(network)
    contested, contested_total = _contested(state)
    matrix = _matrix(network, findings.measures)
    known = {each.node.slug for each in facts.organisations}
    return Sheet(
        dates=state.dates,
        organisations=len(network.nodes),
        tied=len(state.tied),
        ties=len(network.ties),
        across=matrix.across,
        worlds=len({network.nodes[place].world for place in state.tied} - {World.UNKNOWN}),
        alliances=len(network.sizes),
        facts=network.facts,
        unconfirmed=network.unconfirmed,
        undated=network.undated,
        focus=focus_of(facts),
        strangers=sum(slug not in known for slug in state.asked.scope.organisations),
        matrix=matrix,
        story=tell(read_out(network, findings)),
        contested=contested,
        contested_total=contested_total,
        table=_table(state, findings.measures),
    )


def _table(state: State, measures: Measures) -> Table:
    nodes, passages = state.network.nodes, passages_of(state, measures)
    counts = Counter(place for members in _members(state.network).values() for place in members)
    places = sorted(state.tied, key=lambda place: fold(nodes[place].name))
    return Table(
        tuple((nodes[place].name, nodes[place].slug, nodes[place].world, nodes[place].seat) for place in places),
        {
            "ties": measures.degree[places],
            "strength": measures.strength[places],
            "between": np.array([passages[place] for place in places], dtype=np.float64),
            "alliances": np.array([counts[place] for place in places], dtype=np.int64),
        },
    )


def _matrix(network: Network, measures: Measures) -> Matrix:
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


def _contested(state: State) -> tuple[tuple[Contested, ...], int]:
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


def _members(network: Network) -> dict[int, set[int]]:
    members: dict[int, set[int]] = {hub.alliance: set(hub.members) for hub in network.hubs}
    for tie in network.ties:
        for key in tie.alliances:
            members.setdefault(key, set()).update((tie.a, tie.b))
    return members
