"""Who stands between two organisations that have no direct link, by the worlds of the three.

Gould and Fernandez, "Structures of mediation: a formal approach to brokerage in transaction networks", Sociological
Methodology 19, 89-126 (1989). A broker is the middle of a path source -> broker -> target where the source has no arc
to the target; the worlds of the three give one of five roles. Arcs are the relations only. The same count on ties,
without direction, says who links two worlds that have no other direct way to meet there.
"""

from dataclasses import dataclass

import numpy as np

from maillage.alliances.network.adjacency import Flags, Ints, adjacency_of, compress
from maillage.alliances.network.graph import Network
from maillage.alliances.network.measures import UNKNOWN

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
COORDINATOR, ITINERANT, REPRESENTATIVE, GATEKEEPER, LIAISON = range(5)
MOST_PATHS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Brokerage:
    """`roles` has one line a node and one column a role of `ROLES`, from relations.

    `across` counts, from ties, the pairs of organisations of two different worlds, both tied to the node and not to
    each other; `pairs` gives these counts by the two worlds for the nodes that have some.
    """

    roles: Ints
    across: Ints
    pairs: dict[int, dict[tuple[str, str], int]]


def measure_brokerage(network: Network) -> Brokerage:
    """Count the roles of every organisation; a path through an organisation of unknown world has no role."""
    names = sorted({node.world for node in network.nodes} - {UNKNOWN})
    ranks = {name: rank for rank, name in enumerate(names)}
    worlds = np.array([ranks.get(node.world, -1) for node in network.nodes], dtype=np.int64)
    arcs = np.array(network.arcs, dtype=np.int64).reshape(-1, 2)
    graph = adjacency_of(network)
    width = len(names)
    tied = _count_pairs(
        worlds, np.concatenate([graph.first, graph.second]), np.concatenate([graph.second, graph.first])
    )
    pairs: dict[int, dict[tuple[str, str], int]] = {}
    for node, one, other in np.argwhere(tied):
        if one < other:
            number = int(tied[node, one, other])
            pairs.setdefault(int(node), {})[names[one], names[other]] = number
    upper = np.triu(np.ones((width, width), dtype=np.int64), 1)
    return Brokerage(
        roles=count_roles(worlds, arcs[:, 0], arcs[:, 1]), across=(tied * upper).sum(axis=(1, 2)), pairs=pairs
    )


def count_roles(worlds: Ints, source: Ints, target: Ints) -> Ints:
    """Count the five roles of each node of a directed graph; a world of -1 is unknown. No arc twice, no loop."""
    paths = _count_pairs(worlds, source, target)
    roles = np.zeros((len(worlds), len(ROLES)), dtype=np.int64)
    if not paths.size:
        return roles
    known = np.flatnonzero(worlds >= 0)
    own = worlds[known]
    found = paths[known]
    rows = np.arange(len(known))
    whole = found.sum(axis=(1, 2))
    same_ends = np.trace(found, axis1=1, axis2=2)
    coordinator = found[rows, own, own]
    representative = found[rows, own, :].sum(axis=1) - coordinator
    gatekeeper = found[rows, :, own].sum(axis=1) - coordinator
    itinerant = same_ends - coordinator
    roles[known, COORDINATOR] = coordinator
    roles[known, ITINERANT] = itinerant
    roles[known, REPRESENTATIVE] = representative
    roles[known, GATEKEEPER] = gatekeeper
    roles[known, LIAISON] = whole - coordinator - itinerant - representative - gatekeeper
    return roles


def _count_pairs(worlds: Ints, source: Ints, target: Ints) -> Ints:
    """Count, for each middle, the open paths source -> middle -> target by the worlds of both ends.

    All of them are the product of what comes in and what goes out; the closed ones (an arc from source to target, or
    back to the source) are then taken away one by one, in blocks.
    """
    count = len(worlds)
    width = int(worlds.max()) + 1 if count else 0
    if not width or not len(source):
        return np.zeros((count, width, width), dtype=np.int64)
    known = (worlds[source] >= 0) & (worlds[target] >= 0)
    source, target = source[known], target[known]
    incoming = np.bincount(target * width + worlds[source], minlength=count * width).reshape(count, width)
    outgoing = np.bincount(source * width + worlds[target], minlength=count * width).reshape(count, width)
    paths: Ints = incoming[:, :, None] * outgoing[:, None, :]
    taken = paths.reshape(-1)
    codes = np.sort(source * count + target)
    back = _among(target * count + source, codes)
    np.subtract.at(taken, (target[back] * width + worlds[source[back]]) * width + worlds[source[back]], 1)
    begins, after = compress(count, source, target)
    # Each arc source -> target closes a path through each middle: source -> middle, middle -> target.
    order = np.argsort(source, kind="stable")
    arcs_from, arcs_to = source[order], target[order]
    lengths = np.diff(begins)[arcs_to]
    ends = np.cumsum(lengths)
    begin = 0
    while begin < len(arcs_from):
        done = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + MOST_PATHS, side="right")))
        size = lengths[begin:end]
        first = np.repeat(arcs_from[begin:end], size)
        middle = np.repeat(arcs_to[begin:end], size)
        inner = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
        last = after[np.repeat(begins[arcs_to[begin:end]], size) + inner]
        closed = (first != last) & _among(first * count + last, codes)
        spots = (middle[closed] * width + worlds[first[closed]]) * width + worlds[last[closed]]
        taken -= np.bincount(spots, minlength=len(taken))
        begin = end
    return paths


def _among(wanted: Ints, codes: Ints) -> Flags:
    """Tell which of these are among the sorted codes."""
    spots = np.searchsorted(codes, wanted)
    spots[spots == len(codes)] = 0
    found: Flags = codes[spots] == wanted
    return found
