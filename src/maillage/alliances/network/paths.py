"""How far organisations are from one another, and through whom one passes.

Distances from many organisations at once are walked with one bit an organisation (a multi-source breadth-first search
on words of 64). Both measures are exact on a territory; on a country they start from organisations drawn at random and
say how far they may be from the exact figure (Eppstein and Wang, "Fast approximation of centrality", Journal of Graph
Algorithms and Applications 8, 39-45, 2004; Brandes and Pich, "Centrality estimation in large networks", International
Journal of Bifurcation and Chaos 17, 2303-2318, 2007).
"""

from typing import NamedTuple

import igraph
import numpy as np

from maillage.alliances.network.adjacency import Adjacency, Floats, Ints

EXACT_STEPS = 60_000_000
BATCHES = 10
PIVOTS = 400
MOST_WORDS = 16_000_000
SEED = 1
SURE = 1.96
FOREMOST = 20


class Sampling(NamedTuple):
    """How a measure was sampled, and its 95 % error.

    `closeness` is relative to the value, on average; `betweenness` is relative to the highest value, the worst of the
    twenty highest.
    """

    pivots: int
    closeness: float
    betweenness: float


class Paths(NamedTuple):
    """Closeness (Wasserman and Faust), betweenness (number of pairs), mean distance, diameter (None when sampled)."""

    closeness: Floats
    betweenness: Floats
    mean_distance: float
    diameter: int | None
    sampling: Sampling | None = None


class Reach(NamedTuple):
    """For each organisation: how many pivots it reaches, the sum and the sum of squares of their distances."""

    reached: Ints
    total: Ints
    squares: Ints
    farthest: int


def measure_paths(graph: Adjacency, component_sizes: Ints, *, exact_steps: int = EXACT_STEPS) -> Paths:
    """Measure the shortest paths; `component_sizes` counts the organisations of the component of each one."""
    count = graph.organisations
    if count * len(graph.stop_first) <= exact_steps:
        reach = walk_from(graph, np.arange(count))
        total, pairs = int(reach.total.sum()), int(reach.reached.sum()) - count
        closeness = _closeness(reach.reached - 1, reach.total, component_sizes, count)
        mean = total / pairs if pairs else 0.0
        return Paths(closeness, _betweenness(graph), mean, reach.farthest)
    pivots = np.random.default_rng(SEED).permutation(count)[:PIVOTS]
    reach = walk_from(graph, pivots)
    others = reach.reached.copy()
    others[pivots] -= 1
    closeness = _closeness(others, reach.total, component_sizes, count)
    betweenness, error = _sampled_betweenness(graph, pivots)
    mean = float(reach.total.sum() / max(1, others.sum()))
    return Paths(
        closeness, betweenness, mean, None, Sampling(len(pivots), _error_of_distance(reach, component_sizes), error)
    )


def walk_from(graph: Adjacency, pivots: Ints) -> Reach:
    """Walk from these organisations in blocks, so that memory stays bounded, and add up the distances."""
    count = graph.organisations
    seen, total, squares = (np.zeros(count, dtype=np.int64) for _ in range(3))
    farthest = 0
    block = max(1, MOST_WORDS // max(1, 2 * len(graph.stop_first))) * 64
    for begin in range(0, len(pivots), block):
        farthest = max(farthest, _walk(graph, pivots[begin : begin + block], seen, total, squares))
    return Reach(seen, total, squares, farthest)


def _walk(graph: Adjacency, pivots: Ints, seen: Ints, total: Ints, squares: Ints) -> int:
    begins, neighbours = graph.compressed
    linked = np.flatnonzero(np.diff(begins))
    words = (len(pivots) + 63) // 64
    visited = np.zeros((graph.size, words), dtype=np.uint64)
    ranks = np.arange(len(pivots))
    np.bitwise_or.at(visited, (pivots, ranks // 64), np.uint64(1) << (ranks % 64).astype(np.uint64))
    front = visited.copy()
    seen += _bits(visited[: graph.organisations])
    distance = 0
    farthest = 0
    while len(linked):
        distance += 1
        around = np.bitwise_or.reduceat(front[neighbours], begins[linked], axis=0)
        front = np.zeros_like(visited)
        front[linked] = around & ~visited[linked]
        if not front.any():
            break
        visited |= front
        found = _bits(front[: graph.organisations])
        if found.any():
            farthest = distance
        seen += found
        total += distance * found
        squares += distance * distance * found
    return farthest


def _bits(words: np.ndarray) -> Ints:
    counted: Ints = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return counted


def _closeness(others: Ints, total: Ints, component_sizes: Ints, count: int) -> Floats:
    near = np.divide(others, total, out=np.zeros(len(total)), where=total > 0)
    return near * (component_sizes - 1) / max(1, count - 1)


def _error_of_distance(reach: Reach, component_sizes: Ints) -> float:
    """Return the 95 % error on the mean distance of an organisation of the main component, relative to it."""
    inside = (component_sizes == component_sizes.max()) & (reach.reached > 1)
    if not inside.any():
        return 0.0
    count, total, squares = (each[inside].astype(np.float64) for each in (reach.reached, reach.total, reach.squares))
    mean = total / count
    variance = np.maximum(0, squares / count - mean * mean) * count / (count - 1)
    return float(np.mean(SURE * np.sqrt(variance / count) / mean))


def _graph(graph: Adjacency) -> igraph.Graph:
    return igraph.Graph(n=graph.size, edges=graph.edges)


def _betweenness(graph: Adjacency) -> Floats:
    if not len(graph.stop_first):
        return np.zeros(graph.organisations)
    made = _graph(graph)
    if not graph.hubs:
        return np.array(made.betweenness(directed=False))
    ends = range(graph.organisations)
    return np.array(made.betweenness(directed=False, sources=ends, targets=ends))[: graph.organisations]


def _sampled_betweenness(graph: Adjacency, pivots: Ints) -> tuple[Floats, float]:
    """Return the betweenness estimated from some sources, and its error from how much batches of them differ."""
    made = _graph(graph)
    ends = range(graph.organisations)
    scale = graph.organisations
    estimates = []
    for batch in np.array_split(pivots, BATCHES):
        found = np.array(made.betweenness(directed=False, sources=batch.tolist(), targets=ends))
        estimates.append(found[: graph.organisations] * scale / len(batch))
    mean = np.mean(estimates, axis=0)
    spread = np.std(estimates, axis=0, ddof=1) / np.sqrt(BATCHES)
    foremost = np.argsort(-mean)[:FOREMOST]
    highest = float(mean[foremost[0]])
    return mean, float(SURE * spread[foremost].max() / highest) if highest else 0.0
