"""The network as arrays: what the measures compute on."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from maillage.alliances.network.graph import Network

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Adjacency:
    """Organisations are numbered as in the network, then hubs; `first` and `second` are the ends of the ties.

    `stop_first` and `stop_second` add the edges between a hub and its members: a large alliance is a stop on the way
    from one member to another, it is no organisation.
    """

    organisations: int
    hubs: int
    first: Ints
    second: Ints
    stop_first: Ints
    stop_second: Ints

    @property
    def size(self) -> int:
        return self.organisations + self.hubs

    @property
    def edges(self) -> list[tuple[int, int]]:
        """The pairs of the whole graph, hubs included."""
        return list(zip(self.stop_first.tolist(), self.stop_second.tolist(), strict=True))

    @cached_property
    def compressed(self) -> tuple[Ints, Ints]:
        """Where the neighbours of each vertex begin, and the neighbours, hubs included."""
        return compress(
            self.size,
            np.concatenate([self.stop_first, self.stop_second]),
            np.concatenate([self.stop_second, self.stop_first]),
        )


def compress(size: int, source: Ints, target: Ints) -> tuple[Ints, Ints]:
    """Return where the targets of each source begin (one more at the end), and the targets in that order."""
    order = np.argsort(source, kind="stable")
    begins = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=size), out=begins[1:])
    return begins, target[order]


def adjacency_of(network: Network) -> Adjacency:
    """Return the arrays of a network."""
    count = len(network.nodes)
    first = np.fromiter((tie.a for tie in network.ties), np.int64, len(network.ties))
    second = np.fromiter((tie.b for tie in network.ties), np.int64, len(network.ties))
    stops = [(member, count + rank) for rank, hub in enumerate(network.hubs) for member in hub.members]
    added = np.array(stops, dtype=np.int64).reshape(-1, 2)
    return Adjacency(
        organisations=count,
        hubs=len(network.hubs),
        first=first,
        second=second,
        stop_first=np.concatenate([first, added[:, 0]]),
        stop_second=np.concatenate([second, added[:, 1]]),
    )
