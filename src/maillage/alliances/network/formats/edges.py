"""The ties of a network as the graph formats want them: one edge for each fact that ties two organisations.

Parallel edges add up to the weight of the tie. An alliance of more than 30 is a node of its own, tied to its members.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import NamedTuple

from maillage.alliances.enums import RelationKind, TieState
from maillage.alliances.network.facts import both, holds
from maillage.alliances.network.graph import CONFIRMED, DECLARED, LARGEST
from maillage.alliances.network.outgoing import MOST_EDGES, Bound, Fact, Outgoing, TooLarge
from maillage.core.dates import Precision


class Segment(NamedTuple):
    """From a day to another (excluded, None: not over), a tie weighs so much."""

    start: date | None
    end: date | None
    weight: float


class Edge(NamedTuple):
    """A tie between two nodes, named by their ids; a relation goes from `source` to `target`, an alliance has no sense."""

    id: str
    source: str
    target: str
    kind: str
    label: str
    state: str
    start: Bound
    end: Bound
    segments: tuple[Segment, ...]
    alliance: str = ""
    detail: str = ""
    said_by: str = ""

    @property
    def weight(self) -> float:
        return self.segments[0].weight


class Interval(NamedTuple):
    """When a fact counts, and how well its bounds are known."""

    start: date
    end: date | None
    first: Bound
    last: Bound
    confirmed: bool


IN_ALLIANCE = "alliance"


def organisation_id(public_id: str) -> str:
    return f"organisation:{public_id}"


def alliance_id(public_id: str) -> str:
    return f"alliance:{public_id}"


def make_edges(outgoing: Outgoing) -> list[Edge]:
    """Return the edges of the day, or of the whole life; contested facts make none. Raises TooLarge."""
    edges: list[Edge] = []
    for edge in _all(outgoing):
        if len(edges) >= MOST_EDGES:
            raise TooLarge
        edges.append(edge)
    return edges


def hubs_of(outgoing: Outgoing, edges: Iterable[Edge]) -> list[int]:
    """Return the keys of the alliances that are nodes of their own."""
    targets = {edge.target for edge in edges if edge.kind == IN_ALLIANCE}
    return [key for key, each in outgoing.alliances.items() if alliance_id(each.public_id) in targets]


def _all(outgoing: Outgoing) -> Iterator[Edge]:
    for relation in outgoing.relations:
        if relation.state != TieState.CONTESTED and (outgoing.on is None or holds(relation.dates, outgoing.on)):
            yield from _relation(outgoing, relation)
    members = _intervals(outgoing)
    for key, stays in members.items():
        yield from _alliance(outgoing, key, stays)


def _relation(outgoing: Outgoing, relation: Fact) -> Iterator[Edge]:
    start, end, attested = relation.dates
    begun = start or attested
    if begun is None:
        return
    yield Edge(
        id=f"relation:{relation.public_id}",
        source=_named(outgoing, relation.source),
        target=_named(outgoing, relation.target),
        kind=relation.kind,
        label=str(RelationKind(relation.kind).label),
        state=_state(confirmed=relation.state == TieState.CONFIRMED),
        start=relation.start,
        end=relation.end,
        segments=(Segment(begun, end, 1.0),),
        detail=relation.detail,
        said_by=relation.said_by,
    )


def _intervals(outgoing: Outgoing) -> dict[int, dict[int, list[Interval]]]:
    """Return, by alliance and organisation, when each stay counts: within the life of the alliance.

    Organisations outside the part that leaves are here too: they count in the size of the alliance.
    """
    precise = {fact.key: fact for fact in outgoing.participations}
    lives = {each.key: each.dates for each in outgoing.facts.alliances}
    found: dict[int, dict[int, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    for row in outgoing.facts.participations:
        life = lives.get(row.alliance)
        if life is None or row.state == TieState.CONTESTED:
            continue
        if outgoing.on and not both(holds(row.dates, outgoing.on), holds(life, outgoing.on)):
            continue
        begun = [day for day in (row.dates.start or row.dates.attested, life.start or life.attested) if day]
        ends = [day for day in (row.dates.end, life.end) if day]
        start, end = max(begun, default=None), min(ends, default=None)
        if start is None or len(begun) < 2 or (end and end <= start):
            continue
        fact = precise.get(row.key)
        found[row.alliance][row.organisation].append(
            Interval(
                start,
                end,
                _bound(outgoing, row.alliance, fact, start, "start"),
                _bound(outgoing, row.alliance, fact, end, "end"),
                row.state == TieState.CONFIRMED,
            )
        )
    return found


def _bound(outgoing: Outgoing, alliance: int, fact: Fact | None, day: date | None, side: str) -> Bound:
    """Return the bound with its precision; a day known from a source only, not as a bound, is left unknown."""
    if day is None or fact is None:
        return Bound()
    own: Bound = getattr(fact, side)
    if own.day == day:
        return own
    span = outgoing.alliances[alliance].span
    known = span.period and (span.period.lower if side == "start" else span.period.upper)
    if known != day:
        return Bound()
    return Bound(day, span.start_precision if side == "start" else span.end_precision)


def _alliance(outgoing: Outgoing, key: int, stays: dict[int, list[Interval]]) -> Iterator[Edge]:
    drawn = {node.key for node in outgoing.network.nodes}
    pairs: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for start, end, members in _segments(stays, outgoing.on):
        inside = sorted(member for member in members if member in drawn)
        if len(members) > LARGEST:
            for member in inside:
                _extend(pairs[member, 0], Segment(start, end, 1.0))
            continue
        for pair in combinations(inside, 2):
            _extend(pairs[pair], Segment(start, end, 1 / (len(members) - 1)))
            if len(pairs) > MOST_EDGES:
                raise TooLarge
    alliance = outgoing.alliances[key] if pairs else None
    for (a, b), segments in pairs.items():
        if alliance is None:
            return
        rows = [stays[a], stays[b]] if b else [stays[a]]
        if outgoing.on:
            segments = [_common(rows, segments[0].weight)]
        yield Edge(
            id=f"{alliance.public_id}:{a}:{b}",
            source=_named(outgoing, a),
            target=_named(outgoing, b) if b else alliance_id(alliance.public_id),
            kind=IN_ALLIANCE,
            label=alliance.name,
            state=_state(confirmed=all(each.confirmed for row in rows for each in row)),
            start=_said(rows, segments[0].start, last=False),
            end=_said(rows, segments[-1].end, last=True),
            segments=tuple(segments),
            alliance=alliance.name,
        )


def _segments(stays: dict[int, list[Interval]], on: date | None) -> Iterator[tuple[date | None, date | None, set[int]]]:
    """Cut the life of an alliance wherever somebody comes or leaves; give who is there in each piece."""
    if on:
        yield None, None, set(stays)
        return
    days = sorted({day for row in stays.values() for each in row for day in (each.start, each.end) if day})
    for start, end in pairwise([*days, None]):
        members = {
            member
            for member, row in stays.items()
            if any(each.start <= start and (each.end is None or each.end > start) for each in row)  # type: ignore[operator]  # only the last day is None
        }
        if members:
            yield start, end, members


def _extend(segments: list[Segment], piece: Segment) -> None:
    """Add a piece after the others, joined to the last one when nothing changes between them."""
    if segments and segments[-1].end == piece.start and segments[-1].weight == piece.weight:
        piece = Segment(segments.pop().start, piece.end, piece.weight)
    segments.append(piece)


def _common(rows: list[list[Interval]], weight: float) -> Segment:
    """Return when the stays of a day hold together."""
    ends = [each.end for row in rows for each in row if each.end]
    return Segment(max(min(each.start for each in row) for row in rows), min(ends, default=None), weight)


def _said(rows: list[list[Interval]], day: date | None, *, last: bool) -> Bound:
    """Return how well a bound is known: that of a stay that begins, or ends, that day."""
    if day is None:
        return Bound()
    for interval in (each for row in rows for each in row):
        if day == (interval.end if last else interval.start):
            return interval.last if last else interval.first
    return Bound(day, Precision.DAY)


def _named(outgoing: Outgoing, key: int) -> str:
    return organisation_id(outgoing.described[key].node.public_id)


def _state(*, confirmed: bool) -> str:
    return CONFIRMED if confirmed else DECLARED
