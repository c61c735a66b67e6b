"""What the network measures, for each organisation and as a whole. `reading` says it in words.

Degree counts the organisations tied to one; strength adds up the weights of its ties, a large alliance adding 1 as any
other. Paths, components and cut points take a large alliance as a stop between its members; density, transitivity and
cores know ties only. The number of a node everywhere is its place in `Network.nodes`.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations_with_replacement

import igraph
import numpy as np

from maillage.alliances.network.adjacency import Adjacency, Flags, Floats, Ints, adjacency_of
from maillage.alliances.network.cuts import Break, find_cuts
from maillage.alliances.network.graph import Network
from maillage.alliances.network.paths import EXACT_STEPS, Sampling, measure_paths
from maillage.organisations.enums import World

VERSION = 2
UNKNOWN = World.UNKNOWN.value
KNOWN_WORLDS = tuple(world for world in World.values if world != UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """How much ties go from one world to another, those of unknown world left out.

    `index` is the E-I index of Krackhardt and Stern ("Informal networks and organizational crises", Social Psychology
    Quarterly 51, 123-140, 1988): (between - within) / (between + within), -1 when each world stays within itself, 1
    when all ties go outside; `by_chance` is its value if ties were drawn at random among the organisations that have some.
    """

    between: int
    within: int
    index: float | None
    by_chance: float | None
    by_world: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Arrays have one value a node. `component` numbers components from the largest; `sizes` counts organisations."""

    degree: Ints
    strength: Floats
    hubs: Ints
    betweenness: Floats
    closeness: Floats
    core: Ints
    cut: Flags
    component: Ints
    sizes: tuple[int, ...]
    isolated: int
    breaks: tuple[Break, ...]
    bridges: tuple[tuple[int, int], ...]
    density: float
    transitivity: float | None
    mean_distance: float
    diameter: int | None
    worlds: dict[str, int]
    matrix: dict[tuple[str, str], int]
    mixing: Mixing
    sampling: Sampling | None


def measure(network: Network, *, exact_steps: int = EXACT_STEPS) -> Measures:
    """Measure a network; beyond `exact_steps` (organisations times ties) the paths are sampled, and it is said."""
    graph = adjacency_of(network)
    count = graph.organisations
    ties = igraph.Graph(n=count, edges=list(zip(graph.first.tolist(), graph.second.tolist(), strict=True)))
    component, sizes = _components(graph)
    own_sizes = np.array(sizes, dtype=np.int64)[component] if count else np.zeros(0, dtype=np.int64)
    paths = measure_paths(graph, own_sizes, exact_steps=exact_steps)
    breaks, bridges = find_cuts(graph)
    cut = np.zeros(count, dtype=np.bool_)
    cut[[each.node for each in breaks]] = True
    degree = np.bincount(np.concatenate([graph.first, graph.second]), minlength=count)
    hubs = np.bincount([member for hub in network.hubs for member in hub.members], minlength=count).astype(np.int64)
    transitivity = ties.transitivity_undirected()
    return Measures(
        degree=degree,
        strength=_strength(network, graph) + hubs,
        hubs=hubs,
        betweenness=paths.betweenness,
        closeness=paths.closeness,
        core=np.array(ties.coreness(), dtype=np.int64),
        cut=cut,
        component=component,
        sizes=sizes,
        isolated=int(np.count_nonzero(degree + hubs == 0)),
        breaks=breaks,
        bridges=bridges,
        density=2 * len(graph.first) / (count * (count - 1)) if count > 1 else 0.0,
        transitivity=None if np.isnan(transitivity) else float(transitivity),
        mean_distance=paths.mean_distance,
        diameter=paths.diameter,
        worlds=dict(Counter(node.world for node in network.nodes)),
        matrix=cross_worlds(network),
        mixing=measure_mixing(network),
        sampling=paths.sampling,
    )


def cross_worlds(network: Network) -> dict[tuple[str, str], int]:
    """Count the ties between each two worlds, in the order of the list of worlds; every pair is there, even at 0."""
    rank = {world: place for place, world in enumerate(World.values)}
    found: Counter[tuple[str, str]] = Counter()
    for tie in network.ties:
        ends = sorted((network.nodes[tie.a].world, network.nodes[tie.b].world), key=rank.__getitem__)
        found[ends[0], ends[1]] += 1
    return {pair: found[pair] for pair in combinations_with_replacement(World.values, 2)}


def measure_mixing(network: Network) -> Mixing:
    """Measure how much ties cross worlds, for the network and for each world."""
    outside: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    between = within = 0
    for tie in network.ties:
        one, other = network.nodes[tie.a].world, network.nodes[tie.b].world
        if UNKNOWN in (one, other):
            continue
        if one == other:
            within += 1
            inside[one] += 1
        else:
            between += 1
            outside[one] += 1
            outside[other] += 1
    tied = {place for tie in network.ties for place in (tie.a, tie.b)}
    sizes = Counter(network.nodes[place].world for place in tied if network.nodes[place].world != UNKNOWN)
    total = sum(sizes.values())
    alike = sum(size * (size - 1) for size in sizes.values()) / (total * (total - 1)) if total > 1 else 0.0
    return Mixing(
        between=between,
        within=within,
        index=(between - within) / (between + within) if between + within else None,
        by_chance=1 - 2 * alike if total > 1 else None,
        by_world={
            world: (outside[world] - inside[world]) / (outside[world] + inside[world])
            for world in KNOWN_WORLDS
            if outside[world] + inside[world]
        },
    )


def _components(graph: Adjacency) -> tuple[Ints, tuple[int, ...]]:
    whole = igraph.Graph(n=graph.size, edges=graph.edges)
    labels = np.array(whole.connected_components().membership[: graph.organisations], dtype=np.int64)
    if not len(labels):
        return labels, ()
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    renamed = np.empty_like(order)
    renamed[order] = np.arange(len(order))
    return renamed[labels], tuple(int(size) for size in sizes[order] if size)


def _strength(network: Network, graph: Adjacency) -> Floats:
    weights = np.fromiter((tie.weight for tie in network.ties), np.float64, len(network.ties))
    ends = np.concatenate([graph.first, graph.second])
    summed = np.zeros(graph.organisations)
    np.add.at(summed, ends, np.concatenate([weights, weights]))
    return summed
