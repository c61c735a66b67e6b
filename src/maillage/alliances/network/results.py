"""What was measured on a network is kept by its content: the same network is not measured twice, whatever the day.

A heavy network is not measured in a request: a job does it and says how far it is.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.core.cache import cache

from maillage.alliances.network.brokerage import measure_brokerage
from maillage.alliances.network.communities import find_communities
from maillage.alliances.network.findings import Findings, assemble
from maillage.alliances.network.graph import Network
from maillage.alliances.network.layout import Positions, place
from maillage.alliances.network.measures import VERSION, measure

KEPT = 7 * 24 * 3600
KEPT_FROM = 500
TOLD = 600
STEPS = 4
HEAVY_STEPS = 8_000_000
HEAVY_TIES = 6_000

Tell = Callable[[int], None]


class Progress(NamedTuple):
    """How far the measuring of a network is: steps done, out of how many; `started` is False when nobody asked."""

    done: int
    steps: int
    started: bool

    @property
    def is_done(self) -> bool:
        return self.done == self.steps


def is_heavy(network: Network) -> bool:
    """Tell whether measuring and drawing a network would take too long for a request (about 300 ms)."""
    edges = _edges(network)
    return edges > HEAVY_TIES or edges * len(network.nodes) > HEAVY_STEPS


def recall(network: Network) -> Findings | None:
    """Return what was already found on a network of this content, or None."""
    kept = cache.get(_key(network.digest, "findings"))
    return assemble(network, *kept) if kept is not None else None


def findings_of(network: Network, tell: Tell | None = None) -> Findings:
    """Return what was found on a network, measured now if it never was; `tell` hears of each step done."""
    known = recall(network)
    if known is not None:
        return known
    say = tell or (lambda _done: None)
    measures = measure(network)
    say(1)
    brokerage = measure_brokerage(network)
    say(2)
    communities = find_communities(network)
    say(3)
    if _is_worth_keeping(network):
        cache.set(_key(network.digest, "findings"), (measures, brokerage, communities), KEPT)
    return assemble(network, measures, brokerage, communities)


def drawing_of(network: Network) -> Positions:
    """Return where to draw each organisation of a network, drawn now if it never was."""
    key = _key(network.digest, "drawing")
    known: Positions | None = cache.get(key)
    if known is None:
        known = place(network)
        if _is_worth_keeping(network):
            cache.set(key, known, KEPT)
    return known


def is_ready(network: Network) -> bool:
    """Tell whether the page of a network may be shown at once: it is light, or it was measured."""
    return not is_heavy(network) or _key(network.digest, "findings") in cache


def progress_of(digest: str) -> Progress:
    """Return how far the measuring of the network of that content is."""
    if _key(digest, "findings") in cache:
        return Progress(STEPS, STEPS, started=True)
    done = cache.get(_key(digest, "progress"))
    return Progress(done or 0, STEPS, started=done is not None)


def tell_progress(digest: str, done: int) -> None:
    """Note that a step of the measuring is done."""
    cache.set(_key(digest, "progress"), done, TOLD)


def _is_worth_keeping(network: Network) -> bool:
    """Tell whether measuring again would cost more than a file does: a small network takes some milliseconds."""
    return _edges(network) >= KEPT_FROM or is_heavy(network)


def _edges(network: Network) -> int:
    return len(network.ties) + sum(len(hub.members) for hub in network.hubs)


def _key(digest: str, what: str) -> str:
    return f"network:{VERSION}:{digest}:{what}"
