"""What was told of a large network is kept, and told again as soon as a row that the reader may see has changed.

It is kept until midnight by audience, part and day, with the mark of the rows it was told from (`stamp_of`). A visit
reads that mark first: a third of the time of the rows of a country, and nothing of the network has to be made. Two
readers who do not hold the same tokens never share it, and what they may not see does not enter the mark.
"""

import hashlib
from collections.abc import Callable
from dataclasses import astuple
from typing import Any, NamedTuple, TypeVar

from django.core.cache import cache

from maillage.alliances.network.graph import Network
from maillage.alliances.network.measures import VERSION
from maillage.alliances.network.results import is_heavy, is_ready
from maillage.alliances.selectors.network import stamp_of
from maillage.alliances.selectors.network_page import Asked, State, read_state
from maillage.core import clock
from maillage.core.audiences import tokens_for

Told = TypeVar("Told")

SHAPE = 1  # of what is kept: another number when what is told changes
KEPT = 24 * 3600
WEIGHTY: set[Callable[[State], Any]] = set()


def weighty(tell: Callable[[State], Told]) -> Callable[[State], Told]:
    """Mark what tells megabytes of a large network: the disk has no room for each day of the past."""
    WEIGHTY.add(tell)
    return tell


class NotMeasured(Exception):
    """The network is large and was not measured yet."""

    def __init__(self, network: Network) -> None:
        super().__init__(network.digest)
        self.network = network


class Kept(NamedTuple):
    """What was told and the mark of the rows it was told from."""

    stamp: str
    told: Any


def read_told(user: Any, asked: Asked, tell: Callable[[State], Told]) -> Told:
    """Return what `tell` says of the network of an address, kept if it is large. Raises NotMeasured.

    What weighs megabytes is kept for today only.
    """
    key = _key(user, asked, tell)
    keeps = _keeps(asked, tell)
    kept: Kept | None = cache.get(key) if keeps else None
    # Read before the rows: a change between the two is then told once too often, never once too late.
    stamp = stamp_of(user, asked.scope) if kept else ""
    if kept and kept.stamp == stamp:
        told: Told = kept.told
        return told
    state = read_measured(user, asked)
    said = tell(state)
    if keeps and is_heavy(state.network):
        cache.set(key, Kept(stamp, said), KEPT)
    return said


def read_measured(user: Any, asked: Asked) -> State:
    """Read the network of an address. Raises NotMeasured."""
    state = read_state(user, asked)
    if not is_ready(state.network):
        raise NotMeasured(state.network)
    return state


def keep_told(user: Any, state: State, stamp: str, tell: Callable[[State], Any]) -> None:
    """Keep what will be told of a large measured network to a reader; `stamp` was read before its rows."""
    if _keeps(state.asked, tell) and is_heavy(state.network):
        cache.set(_key(user, state.asked, tell), Kept(stamp, tell(state)), KEPT)


def _keeps(asked: Asked, tell: Callable[[State], Any]) -> bool:
    return not (asked.is_past and tell in WEIGHTY)


def _key(user: Any, asked: Asked, tell: Callable[[State], Any]) -> str:
    days = asked.day.toordinal(), clock.today().toordinal()
    named = repr((tell.__name__, sorted(tokens_for(user)), astuple(asked.scope), days))
    return f"network:{VERSION}:{SHAPE}:told:{hashlib.blake2b(named.encode(), digest_size=16).hexdigest()}"
