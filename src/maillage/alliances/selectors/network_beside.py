"""A territory beside others of its kind and of its size: the same counts on the same day, nothing ranked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Abs

from maillage.alliances.models import Alliance, Participation
from maillage.alliances.network.facts import network_at
from maillage.alliances.network.graph import Network
from maillage.alliances.network.scope import Scope
from maillage.alliances.selectors.network import read_facts
from maillage.alliances.selectors.network_page import tied_nodes
from maillage.alliances.selectors.network_sheet import Sheet
from maillage.organisations.enums import World
from maillage.territories.models import Closure, Territory

MOST = 5
FACTOR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known of the network of a territory on a day; `across` is the share of ties between two worlds."""

    territory: Territory
    is_here: bool
    organisations: int
    ties: int
    alliances: int
    worlds: int
    across: int | None


def read_beside(user: Any, sheet: Sheet, territory: Territory | None, on: date) -> tuple[Beside, ...]:
    """Return a territory then at most five of its kind, of a population within a factor of two, where ties are known.

    The nearest populations come first. Nothing when the population is unknown or no other territory is known.
    """
    if territory is None or not territory.population:
        return ()
    here = Beside(
        territory=territory,
        is_here=True,
        organisations=sheet.tied,
        ties=sheet.ties,
        alliances=sheet.alliances,
        worlds=sheet.worlds,
        across=_share(sheet.across, sheet.ties),
    )
    others = tuple(
        _count(each, network_at(read_facts(user, Scope(territory=each.code)), on)) for each in _similar(user, territory)
    )
    return (here, *others) if others else ()


def _similar(user: Any, territory: Territory) -> list[Territory]:
    population = territory.population or 0
    seats = Participation.objects.visible_to(user).values("organisation__seat")
    perimeters = Alliance.objects.visible_to(user).values("territory")
    known = Closure.objects.filter(Q(commune__in=seats) | Q(commune__in=perimeters)).values("ancestor")
    found = Territory.objects.filter(
        Q(pk__in=known) | Q(pk__in=perimeters),
        kind=territory.kind,
        population__gte=-(-population // FACTOR),
        population__lte=population * FACTOR,
    ).exclude(pk=territory.pk)
    return list(found.order_by(Abs(F("population") - population), "code")[:MOST])


def _count(territory: Territory, network: Network) -> Beside:
    tied = tied_nodes(network)
    across = sum(network.nodes[tie.a].world != network.nodes[tie.b].world for tie in network.ties)
    return Beside(
        territory=territory,
        is_here=False,
        organisations=len(tied),
        ties=len(network.ties),
        alliances=len(network.sizes),
        worlds=len({network.nodes[place].world for place in tied} - {World.UNKNOWN}),
        across=_share(across, len(network.ties)),
    )


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
