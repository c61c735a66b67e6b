"""What changed between two days, and why: which alliance began or ended, who came or left, which relation."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from maillage.alliances.network.facts import Dates, Day, Facts, Relation, holds
from maillage.alliances.network.graph import Network, Node, Tie

Pair = tuple[int, int]


class Cause(StrEnum):
    """Why a tie came or went."""

    ALLIANCE_BEGAN = "alliance_began"
    ALLIANCE_ENDED = "alliance_ended"
    JOINED = "joined"
    LEFT = "left"
    RELATION_BEGAN = "relation_began"
    RELATION_ENDED = "relation_ended"
    GREW_LARGE = "grew_large"
    SHRANK = "shrank"


class Reason(NamedTuple):
    """A cause and what it is about: an alliance, an organisation that came or left, or a relation, by their keys."""

    cause: Cause
    alliance: int = 0
    organisation: int = 0
    relation: int = 0


class Intensity(NamedTuple):
    """How much an organisation is involved by one of its participations, and when."""

    participation: int
    level: int
    dates: Dates


@dataclass(frozen=True, slots=True, kw_only=True)
class TieChange:
    """Two organisations whose tie came, went, or rests on more or fewer facts than before."""

    first: Node
    second: Node
    before: Tie | None
    after: Tie | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """An organisation more, or less, involved in an alliance than before (levels 1 to 4)."""

    node: Node
    alliance: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs from a day to a later one.

    `arrived` and `departed` are the organisations that take part in the network on one of the days only; `causes`
    counts the ties that each reason explains, most first; the names of alliances are in `alliance_names`.
    """

    before: date
    after: date
    arrived: tuple[Node, ...]
    departed: tuple[Node, ...]
    gained: tuple[TieChange, ...]
    lost: tuple[TieChange, ...]
    stronger: tuple[TieChange, ...]
    weaker: tuple[TieChange, ...]
    involvements: tuple[Involvement, ...]
    causes: tuple[tuple[Reason, int], ...]
    alliance_names: dict[int, tuple[str, str]]
    relations: dict[int, Relation]
    nodes: dict[int, Node]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        ties = self.gained or self.lost or self.stronger or self.weaker
        return not (ties or self.arrived or self.departed or self.involvements)


def compare(facts: Facts, before: date, after: date, intensities: Iterable[Intensity] = ()) -> Changes:
    """Return what changed in a scope between two days."""
    days = Day(facts, before), Day(facts, after)
    networks = days[0].network(), days[1].network()
    nodes = {node.key: node for network in networks for node in network.nodes}
    old, new = (_by_keys(network) for network in networks)
    gained: list[TieChange] = []
    lost: list[TieChange] = []
    stronger: list[TieChange] = []
    weaker: list[TieChange] = []
    causes: Counter[Reason] = Counter()
    for pair in sorted({*old, *new}):
        was, now = old.get(pair), new.get(pair)
        reasons = tuple(_reasons(pair, was, now, *days))
        change = TieChange(first=nodes[pair[0]], second=nodes[pair[1]], before=was, after=now, reasons=reasons)
        if was is None or now is None:
            (gained if was is None else lost).append(change)
            causes.update(reasons)
        elif _rests_on(now) != _rests_on(was):
            (stronger if _rests_on(now) > _rests_on(was) else weaker).append(change)
    present = [_present(network) for network in networks]
    return Changes(
        before=before,
        after=after,
        arrived=_named(nodes, present[1] - present[0]),
        departed=_named(nodes, present[0] - present[1]),
        gained=tuple(gained),
        lost=tuple(lost),
        stronger=tuple(stronger),
        weaker=tuple(weaker),
        involvements=tuple(_involvements(facts, nodes, days, list(intensities))),
        causes=tuple(sorted(causes.items(), key=lambda item: (-item[1], item[0]))),
        alliance_names=networks[0].alliance_names | networks[1].alliance_names,
        relations={row.key: row for row in facts.relations if any(row.key in each.kinds for each in networks)},
        nodes=nodes,
    )


def _by_keys(network: Network) -> dict[Pair, Tie]:
    return {(network.nodes[tie.a].key, network.nodes[tie.b].key): tie for tie in network.ties}


def _rests_on(tie: Tie) -> int:
    return len(tie.alliances) + len(tie.relations)


def _present(network: Network) -> set[int]:
    places = {place for tie in network.ties for place in (tie.a, tie.b)}
    places.update(place for hub in network.hubs for place in hub.members)
    return {network.nodes[place].key for place in places}


def _named(nodes: dict[int, Node], keys: set[int]) -> tuple[Node, ...]:
    return tuple(nodes[key] for key in sorted(keys))


def _reasons(pair: Pair, was: Tie | None, now: Tie | None, earlier: Day, later: Day) -> Iterable[Reason]:
    old = set(was.alliances) if was else set()
    new = set(now.alliances) if now else set()
    for alliance in sorted(new - old):
        yield from _why(alliance, pair, earlier, later, (Cause.ALLIANCE_BEGAN, Cause.JOINED, Cause.SHRANK))
    for alliance in sorted(old - new):
        yield from _why(alliance, pair, later, earlier, (Cause.ALLIANCE_ENDED, Cause.LEFT, Cause.GREW_LARGE))
    linked = set(was.relations) if was else set(), set(now.relations) if now else set()
    for relation in sorted(linked[1] - linked[0]):
        yield Reason(Cause.RELATION_BEGAN, relation=relation)
    for relation in sorted(linked[0] - linked[1]):
        yield Reason(Cause.RELATION_ENDED, relation=relation)


def _why(alliance: int, pair: Pair, without: Day, with_it: Day, causes: tuple[Cause, Cause, Cause]) -> Iterable[Reason]:
    """Say why an alliance ties two organisations on one day and not on the other."""
    whole, one, size = causes
    if not without.alive.get(alliance):
        yield Reason(whole, alliance=alliance)
        return
    absent = [key for key in pair if key not in without.members.get(alliance, {})]
    if absent:
        for key in absent:
            yield Reason(one, alliance=alliance, organisation=key)
    elif alliance in with_it.members:
        yield Reason(size, alliance=alliance)


def _involvements(
    facts: Facts, nodes: dict[int, Node], days: tuple[Day, Day], intensities: list[Intensity]
) -> Iterable[Involvement]:
    """Compare the levels of those who take part on both days."""
    stays = {row.key: (row.alliance, row.organisation) for row in facts.participations}
    levels: list[dict[Pair, int]] = []
    for day in days:
        found: dict[Pair, int] = defaultdict(int)
        for each in intensities:
            stay = stays.get(each.participation)
            if stay and stay[1] in day.members.get(stay[0], {}) and holds(each.dates, day.on):
                found[stay] = max(found[stay], each.level)
        levels.append(found)
    for stay in sorted(levels[0].keys() & levels[1].keys()):
        before, after = levels[0][stay], levels[1][stay]
        if before != after and stay[1] in nodes:
            yield Involvement(node=nodes[stay[1]], alliance=stay[0], before=before, after=after)
