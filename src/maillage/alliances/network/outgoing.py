"""What leaves the site of a network: the organisations, and every fact that ties them, with its dates and doubt."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from maillage.alliances.network.facts import Dates, Facts, both, holds
from maillage.alliances.network.graph import Network, Node
from maillage.core.dates import ONE_DAY, Precision, Span, type_date

MOST_EDGES = 100_000


class TooLarge(Exception):
    """The network has more ties than a file of this format can bear."""


class Bound(NamedTuple):
    """A day that begins or ends a fact, as well as it is known."""

    day: date | None = None
    precision: str = Precision.UNKNOWN

    def typed(self, *, last: bool = False) -> str:
        """Return the bound as a person types it: "2017", "06/2019", "vers 2010"."""
        return type_date(self.day, self.precision, last=last)


UNKNOWN = Bound()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What an organisation says besides its node."""

    node: Node
    acronym: str = ""
    siren: str = ""
    siret: str = ""
    rna: str = ""
    seat_code: str = ""
    founded: Bound = UNKNOWN
    closed: Bound = UNKNOWN
    is_fictitious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceSaid:
    """What an alliance says of itself."""

    key: int
    public_id: str
    name: str
    slug: str
    purpose: str
    territory: str
    span: Span
    attested: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A participation (`alliance`) or a relation (`target`, `kind`), as stored."""

    key: int
    public_id: str
    source: int
    span: Span
    attested: date | None
    state: str
    said_by: str = ""
    alliance: int = 0
    roles: tuple[str, ...] = ()
    target: int = 0
    kind: str = ""
    detail: str = ""

    @property
    def start(self) -> Bound:
        period = self.span.period
        return Bound(period.lower, self.span.start_precision) if period and period.lower else Bound()

    @property
    def end(self) -> Bound:
        period = self.span.period
        return Bound(period.upper, self.span.end_precision) if period and period.upper else Bound()

    @property
    def dates(self) -> Dates:
        return Dates(self.start.day, self.end.day, self.attested)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A network that leaves: the part shown (`network`), on a day or over its whole life (`on` is then None).

    `origin` is the address of the site without its last slash; `participations` and `relations` are those of the
    organisations of `network`, of all dates, contested ones included.
    """

    title: str
    address: str
    origin: str
    made_on: date
    on: date | None
    facts: Facts
    network: Network
    described: dict[int, Described]
    alliances: dict[int, AllianceSaid]
    participations: tuple[Fact, ...] = ()
    relations: tuple[Fact, ...] = field(default=())

    def organisations(self) -> Iterator[Described]:
        """Give the organisations in the order of the network."""
        return (self.described[node.key] for node in self.network.nodes)

    def shown(self) -> Iterator[Fact]:
        """Give the facts of the day, contested ones included, or all of them when no day is asked for."""
        alive = {key: holds(_dates(each), self.on) if self.on else True for key, each in self.alliances.items()}
        for fact in (*self.participations, *self.relations):
            held = holds(fact.dates, self.on) if self.on else True
            if both(held, alive[fact.alliance] if fact.alliance else True):
                yield fact

    def page_of(self, organisation: Node) -> str:
        """Return the absolute address of the page of an organisation."""
        return f"{self.origin}/organisations/{organisation.slug}/"


def last_day(bound: Bound) -> str:
    """Return the last day before a bound, as ISO text, "" when it is unknown."""
    return (bound.day - ONE_DAY).isoformat() if bound.day else ""


def _dates(alliance: AllianceSaid) -> Dates:
    period = alliance.span.period
    return Dates(period.lower if period else None, period.upper if period else None, alliance.attested)
