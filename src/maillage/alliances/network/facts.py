"""From dated facts to the network of a day: a pure function, so that any day is computed from one reading."""

import hashlib
import marshal
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, combinations
from typing import NamedTuple

from maillage.alliances.enums import TieState
from maillage.alliances.network.collecting import uncollected
from maillage.alliances.network.graph import CONFIRMED, DECLARED, LARGEST, OLD, Hub, Network, Node, Tie

MARSHAL = 2  # the last version without references to objects already seen: the same content is the same bytes


class Dates(NamedTuple):
    """When a fact holds: known bounds (the end excluded) and the day a source attests it."""

    start: date | None = None
    end: date | None = None
    attested: date | None = None


class Organisation(NamedTuple):
    """A node that may be drawn; `core` says, for each part of the scope, whether it holds this organisation itself."""

    node: Node
    founded: date | None = None
    closed: date | None = None
    core: tuple[bool, ...] = ()


class Alliance(NamedTuple):
    """`draws` says, for each part of the scope, whether its participants come with it."""

    key: int
    name: str
    slug: str
    dates: Dates
    draws: tuple[bool, ...] = ()


class Participation(NamedTuple):
    key: int
    alliance: int
    organisation: int
    state: str
    dates: Dates


class Relation(NamedTuple):
    key: int
    source: int
    target: int
    kind: str
    state: str
    dates: Dates


Counted = Participation | Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a reader may see of a scope, of all dates.

    Participations also tell of organisations outside the scope: they count in the size of an alliance. `focus` is the
    key of the organisation to keep with its neighbours only (0: none).
    """

    organisations: tuple[Organisation, ...] = ()
    alliances: tuple[Alliance, ...] = ()
    participations: tuple[Participation, ...] = ()
    relations: tuple[Relation, ...] = ()
    focus: int | None = None


@dataclass(slots=True)
class Stay:
    """What is known of an organisation in an alliance on a day: every row in force together."""

    confirmed: bool = True
    since: date | None = None


class _Pair:
    """What ties two organisations, while it is being added up."""

    __slots__ = ("alliances", "confirmed", "relations", "since", "weight")

    def __init__(self) -> None:
        self.weight = 0.0
        self.confirmed = True
        self.since: date | None = None
        self.alliances: tuple[int, ...] = ()
        self.relations: tuple[int, ...] = ()


def holds(dates: Dates, on: date) -> bool | None:
    """Tell whether a fact is in force that day, as `core.dates.in_force`; None when nothing tells."""
    start, end, attested = dates
    if end is not None and end <= on:
        return False
    if start is not None:
        return start <= on
    return True if attested is not None and attested <= on else None


def both(first: bool | None, second: bool | None) -> bool | None:
    """Tell whether two things hold together: no if one does not, unknown if one is unknown."""
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def network_at(facts: Facts, on: date) -> Network:
    """Return the network of that day."""
    with uncollected():
        return Day(facts, on).network()


def whole(facts: Facts) -> Network:
    """Return the network of every fact that ever held, dates left aside: what a drawing that stays still is made of."""
    always = Dates(attested=date.min)
    return network_at(
        Facts(
            organisations=tuple(row._replace(founded=None, closed=None) for row in facts.organisations),
            alliances=tuple(row._replace(dates=always) for row in facts.alliances),
            participations=tuple(row._replace(dates=always) for row in facts.participations),
            relations=tuple(row._replace(dates=always) for row in facts.relations),
            focus=facts.focus,
        ),
        date.max,
    )


def moments(facts: Facts) -> tuple[date, ...]:
    """Return, in order, the days on which a fact begins, ends, or is first attested when its beginning is unknown."""
    days: set[date] = set()
    rows: Iterator[Alliance | Participation | Relation] = chain(facts.alliances, facts.participations, facts.relations)
    for start, end, attested in (row.dates for row in rows):
        days.update(day for day in (start or attested, end) if day is not None)
    return tuple(sorted(days))


class Day:
    """The facts in force on a day, then the network they make; the steps share what they found."""

    def __init__(self, facts: Facts, on: date) -> None:
        self.facts = facts
        self.on = on
        self.alive = {row.key: holds(row.dates, on) for row in facts.alliances}
        self.starts = {row.key: row.dates.start for row in facts.alliances}
        self.members: dict[int, dict[int, Stay]] = defaultdict(dict)
        self.apart: dict[int, set[int]] = defaultdict(set)
        self.current: list[Participation] = []
        self.doubtful: list[Participation] = []
        self._take_part()

    def network(self) -> Network:
        kept = self._kept()
        network = self._assemble(kept)
        focus = self.facts.focus
        if focus is None:
            return _signed(network)
        place = next((rank for rank, node in enumerate(network.nodes) if node.key == focus), None)
        if place is None:
            return _signed(self._assemble([]))
        near = {focus, *(network.nodes[each].key for each in _neighbours(network, place))}
        return _signed(self._assemble([each for each in kept if each.node.key in near]))

    def _take_part(self) -> None:
        for row in self.facts.participations:
            held = both(holds(row.dates, self.on), self.alive.get(row.alliance, False))
            if held is False:
                continue
            if row.state == TieState.CONTESTED:
                if held:
                    self.apart[row.alliance].add(row.organisation)
            elif held is None:
                self.doubtful.append(row)
            else:
                self.current.append(row)
                stay = self.members[row.alliance].setdefault(row.organisation, Stay())
                stay.confirmed = stay.confirmed and row.state == TieState.CONFIRMED
                stay.since = _first(stay.since, row.dates.start)

    def _kept(self) -> list[Organisation]:
        parts = len(self.facts.organisations[0].core) if self.facts.organisations else 0
        drawn: list[set[int]] = [set() for _ in range(parts)]
        for alliance in self.facts.alliances:
            for part in range(parts):
                if alliance.draws[part]:
                    drawn[part].update(self.members.get(alliance.key, ()))
        kept = (
            each
            for each in self.facts.organisations
            if all(own or each.node.key in drawn[part] for part, own in enumerate(each.core))
        )
        return sorted(kept, key=lambda each: each.node.key)

    def _assemble(self, kept: list[Organisation]) -> Network:
        places = self._places(kept)
        pairs: dict[tuple[int, int], _Pair] = defaultdict(_Pair)
        hubs, used = [], set()
        for key, members in self.members.items():
            inside = sorted(places[each] for each in members if each in places)
            if len(members) > LARGEST:
                apart = sorted(places[each] for each in self.apart[key] if each in places and each not in members)
                hubs += [Hub(alliance=key, members=tuple(inside), apart=tuple(apart))] if inside else []
            elif len(inside) > 1:
                self._unfold(key, places, pairs)
            if inside and len(members) > 1:
                used.add(key)
        contested = self._contested(places)
        arcs = self._relate(places, pairs, contested)
        network = Network(
            on=self.on,
            nodes=tuple(each.node for each in kept if each.node.key in places),
            ties=_ties(pairs),
            arcs=tuple(sorted(arcs)),
            hubs=tuple(sorted(hubs, key=lambda hub: hub.alliance)),
            contested=_ties(contested),
        )
        return self._described(network, places, used)

    def _places(self, kept: list[Organisation]) -> dict[int, int]:
        """Number the nodes: those known not to exist yet, or any more, only if a fact in force names them."""
        named = {row.organisation for row in self.current} | set().union(*self.apart.values())
        for row in self.facts.relations:
            if holds(row.dates, self.on):
                named |= {row.source, row.target}
        keys = [
            each.node.key
            for each in kept
            if each.node.key in named
            or not ((each.founded and each.founded > self.on) or (each.closed and each.closed <= self.on))
        ]
        return {key: place for place, key in enumerate(keys)}

    def _unfold(self, key: int, places: dict[int, int], pairs: dict[tuple[int, int], _Pair]) -> None:
        """Tie the members of an alliance two by two, since the day from which both are known to be in it."""
        members = self.members[key]
        weight = 1 / (len(members) - 1)
        begun = self.starts[key] or date.min
        inside = sorted(
            (places[each], max(stay.since, begun) if stay.since else None, stay.confirmed)
            for each, stay in members.items()
            if each in places
        )
        for (a, since, confirmed), (b, other_since, other_confirmed) in combinations(inside, 2):
            pair = pairs[a, b]
            pair.weight += weight
            pair.alliances += (key,)
            if not (confirmed and other_confirmed):
                pair.confirmed = False
            if since and other_since:
                start = max(other_since, since)
                if pair.since is None or start < pair.since:
                    pair.since = start

    def _contested(self, places: dict[int, int]) -> dict[tuple[int, int], _Pair]:
        """Pair those whose part is contested with the others of the alliance: shown, never counted, so of no weight."""
        pairs: dict[tuple[int, int], _Pair] = defaultdict(_Pair)
        for key, contesting in self.apart.items():
            members = set(self.members.get(key, ()))
            if len(members) > LARGEST:
                continue
            for each in contesting - members:
                for other in (members | contesting) - {each}:
                    if each in places and other in places:
                        a, b = sorted((places[each], places[other]))
                        pair = pairs[a, b]
                        pair.confirmed = False
                        if key not in pair.alliances:
                            pair.alliances += (key,)
        return pairs

    def _relate(
        self,
        places: dict[int, int],
        pairs: dict[tuple[int, int], _Pair],
        contested: dict[tuple[int, int], _Pair],
    ) -> set[tuple[int, int]]:
        arcs = set()
        for row in self.facts.relations:
            if row.source not in places or row.target not in places or not holds(row.dates, self.on):
                continue
            source, target = places[row.source], places[row.target]
            ends = (min(source, target), max(source, target))
            if row.state == TieState.CONTESTED:
                contested[ends].confirmed = False
                contested[ends].relations += (row.key,)
                continue
            arcs.add((source, target))
            pair = pairs[ends]
            pair.weight += 1.0
            pair.confirmed = pair.confirmed and row.state == TieState.CONFIRMED
            pair.since = _first(pair.since, row.dates.start)
            pair.relations += (row.key,)
        return arcs

    def _described(self, network: Network, places: dict[int, int], used: set[int]) -> Network:
        counted = {key for tie in network.ties for key in tie.relations}
        named = counted | {key for tie in network.contested for key in tie.relations}
        shown = used | {key for tie in network.contested for key in tie.alliances}
        stays = [row for row in self.current if row.alliance in used and row.organisation in places]
        relations = [row for row in self.facts.relations if row.key in counted]
        return replace(
            network,
            alliance_names={row.key: (row.name, row.slug) for row in self.facts.alliances if row.key in shown},
            sizes={key: len(self.members.get(key, ())) for key in sorted(shown)},
            kinds={row.key: row.kind for row in self.facts.relations if row.key in named},
            facts=len(stays) + len(relations),
            unconfirmed=sum(row.state != TieState.CONFIRMED for row in chain[Counted](stays, relations)),
            old=sum(_is_old(row.dates, self.on) for row in chain[Counted](stays, relations)),
            undated=self._undated(places),
        )

    def _undated(self, places: dict[int, int]) -> int:
        drawing = {row.key for row in self.facts.alliances if any(row.draws)}
        stays = sum(row.organisation in places or row.alliance in drawing for row in self.doubtful)
        return stays + sum(
            row.source in places
            and row.target in places
            and row.state != TieState.CONTESTED
            and holds(row.dates, self.on) is None
            for row in self.facts.relations
        )


def _neighbours(network: Network, place: int) -> Iterator[int]:
    for tie in (*network.ties, *network.contested):
        if place in (tie.a, tie.b):
            yield tie.b if tie.a == place else tie.a


def _ties(pairs: dict[tuple[int, int], _Pair]) -> tuple[Tie, ...]:
    return tuple(
        Tie(
            a=a,
            b=b,
            weight=pair.weight,
            state=CONFIRMED if pair.confirmed else DECLARED,
            alliances=tuple(sorted(pair.alliances)),
            relations=tuple(sorted(pair.relations)),
            since=pair.since,
        )
        for (a, b), pair in sorted(pairs.items())
    )


def _signed(network: Network) -> Network:
    content = (
        [
            (node.key, node.name, node.slug, node.world, node.seat, node.latitude, node.longitude, node.is_catalyst)
            for node in network.nodes
        ],
        [_plain(tie) for tie in network.ties],
        network.arcs,
        [(hub.alliance, hub.members, hub.apart) for hub in network.hubs],
        [_plain(tie) for tie in network.contested],
        sorted(network.alliance_names.items()),
        sorted(network.sizes.items()),
        sorted(network.kinds.items()),
        (network.facts, network.unconfirmed, network.old, network.undated),
    )
    written = marshal.dumps(content, MARSHAL)
    return replace(network, digest=hashlib.blake2b(written, digest_size=16).hexdigest())


def _plain(tie: Tie) -> tuple[object, ...]:
    since = tie.since.toordinal() if tie.since else 0
    return tie.a, tie.b, tie.weight, tie.state, tie.alliances, tie.relations, since


def _is_old(dates: Dates, on: date) -> bool:
    """Tell whether a fact of unknown end was last attested long before the day; its start attests it too."""
    known = [day for day in (dates.start, dates.attested) if day is not None]
    return dates.end is None and bool(known) and on - max(known) > OLD


def _first(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
