"""The network of organisations at a date, as everything that measures, draws or tells it receives it.

A node is an organisation. Two of them are tied when a relation is in force between them (weight 1) or when both take
part in an alliance in force: 1/(size - 1), after Newman, "Scientific collaboration networks II", Physical Review E 64,
016132 (2001), where the size counts the participants that the reader may see. An alliance of more than `LARGEST` is not
unfolded into pairs: it stays a hub. Contested facts are kept apart and never counted.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

LARGEST = 30
OLD = timedelta(days=3 * 365)
CONFIRMED = "confirmed"
DECLARED = "declared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An organisation; `seat` is the name of its commune, the point its own or that of its seat."""

    key: int
    public_id: str
    name: str
    slug: str
    world: str
    seat: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_catalyst: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two organisations, as places in `Network.nodes` (a < b), with the alliances and relations that tie them.

    It is confirmed when every fact behind it is; `since` is the first day that a fact behind it is known to hold.
    """

    a: int
    b: int
    weight: float
    state: str
    alliances: tuple[int, ...] = ()
    relations: tuple[int, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A large alliance and its members, as places in `Network.nodes`; `apart` are those whose part is contested."""

    alliance: int
    members: tuple[int, ...]
    apart: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What a reader may see of a network on a day.

    `arcs` are the relations as directed pairs; `facts` counts the participations and relations that make the ties,
    `unconfirmed` those among them that only one party states, `old` those last attested more than `OLD` before the day;
    `undated` counts those that nothing places before or after the day; `kinds` gives the kind of each relation, `sizes` the number of participants of each alliance. Two networks of
    the same content have the same `digest`, whatever the day.
    """

    on: date
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...] = ()
    arcs: tuple[tuple[int, int], ...] = ()
    hubs: tuple[Hub, ...] = ()
    contested: tuple[Tie, ...] = ()
    alliance_names: dict[int, tuple[str, str]] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    facts: int = 0
    unconfirmed: int = 0
    old: int = 0
    undated: int = 0
    digest: str = ""
