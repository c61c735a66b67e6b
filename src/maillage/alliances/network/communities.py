"""Which groups hold together: the communities of a network.

Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected communities", Scientific Reports 9,
5233 (2019), on the weights of the ties; the quality is the modularity of Newman and Girvan (Physical Review E 69,
026113, 2004). Seeded: the same network always gives the same groups. The best of a few starts is kept.
"""

import random
from typing import NamedTuple

import igraph
import numpy as np

from maillage.alliances.network.adjacency import Flags, Ints, adjacency_of
from maillage.alliances.network.graph import Network

STARTS = 2
MANY = 50_000
# Never "until nothing moves" (-1): with weights that are fractions, equal gains make two groupings alternate for ever.
ITERATIONS = 10
FEWER_ITERATIONS = 4
SEED = 20_190_626


class Communities(NamedTuple):
    """`group` numbers the group of each node from the largest, -1 for a node without any tie; `sizes` counts them."""

    group: Ints
    sizes: tuple[int, ...]
    modularity: float | None


def find_communities(network: Network) -> Communities:
    """Return the groups of a network; a large alliance binds its members with the weight of any other."""
    graph = adjacency_of(network)
    weights = [tie.weight for tie in network.ties] + [1.0] * (len(graph.stop_first) - len(graph.first))
    return group_edges(graph.organisations, graph.size, graph.edges, weights)


def group_edges(
    organisations: int, size: int, edges: list[tuple[int, int]], weights: list[float] | None
) -> Communities:
    """Return the groups of a weighted graph, of which the first vertices are organisations and the others stops."""
    if not edges:
        return Communities(np.full(organisations, -1, dtype=np.int64), (), None)
    graph = igraph.Graph(n=size, edges=edges)
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 no secret depends on it
    starts = 1 if len(edges) > MANY else STARTS
    found = [
        graph.community_leiden(
            objective_function="modularity",
            weights=weights,
            n_iterations=ITERATIONS if starts > 1 else FEWER_ITERATIONS,
        )
        for _ in range(starts)
    ]
    if starts > 1:
        found.append(graph.community_multilevel(weights=weights))
    scored = [(graph.modularity(each.membership, weights=weights), each) for each in found]
    modularity, best = max(scored, key=lambda each: each[0])
    labels = np.array(best.membership[:organisations], dtype=np.int64)
    alone = np.array(graph.degree()[:organisations]) == 0
    return Communities(*_by_size(labels, alone), float(modularity))


def _by_size(labels: Ints, alone: Flags) -> tuple[Ints, tuple[int, ...]]:
    counts = np.bincount(labels[~alone], minlength=int(labels.max()) + 1)
    first = np.full(len(counts), len(labels), dtype=np.int64)
    np.minimum.at(first, labels[~alone], np.flatnonzero(~alone))
    order = np.lexsort((first, -counts))
    renamed = np.empty_like(order)
    renamed[order] = np.arange(len(order))
    group = np.where(alone, -1, renamed[labels])
    return group, tuple(int(count) for count in counts[order] if count)
