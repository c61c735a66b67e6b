"""Where to draw each organisation: seeded, each component apart, and still from one date to the next.

A component is first unfolded by distances to a few of its vertices (Brandes and Pich, "Eigensolver methods for
progressive multidimensional scaling", Graph Drawing 2006, LNCS 4372, 42-53), then refined by springs (Fruchterman and
Reingold, "Graph drawing by force-directed placement", Software: Practice and Experience 21, 1129-1164, 1991). What had
a place keeps it but for a hair; what is new comes near what it is tied to. Drawing `facts.whole` once and reading each
day's organisations in it moves nothing at all.
"""

import random
from collections.abc import Mapping

import igraph
import numpy as np

from maillage.alliances.network.adjacency import Floats, adjacency_of
from maillage.alliances.network.graph import Network

Positions = dict[int, tuple[float, float]]

SEED = 20_190_626
PIVOTS = 30
SMALL, LARGE = 400, 5_000
SPREAD = 0.8
GAP = 1.5
HAIR = 0.1
DECIMALS = 3
WIDER = 1.15


def place(network: Network, *, before: Mapping[int, tuple[float, float]] | None = None) -> Positions:
    """Return a point for the key of each organisation, and for minus the key of each alliance that is a hub.

    About one unit separates neighbours. `before` are the places on another date: organisations that have one stay there.
    """
    graph = adjacency_of(network)
    keys = [node.key for node in network.nodes] + [-hub.alliance for hub in network.hubs]
    former = before or {}
    weights = [tie.weight for tie in network.ties] + [1.0] * (len(graph.stop_first) - len(graph.first))
    whole = igraph.Graph(n=graph.size, edges=graph.edges, edge_attrs={"weight": weights})
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 no secret depends on it
    points = np.zeros((graph.size, 2))
    parts = sorted(whole.connected_components(), key=lambda part: (-len(part), part[0]))
    fresh: list[list[int]] = []
    for part in parts:
        known = {place: former[keys[vertex]] for place, vertex in enumerate(part) if keys[vertex] in former}
        if known:
            points[part] = _follow(whole.induced_subgraph(part), known)
        else:
            points[part] = _unfold(whole.induced_subgraph(part))
            fresh.append(part)
    _pack(points, fresh, former)
    rounded = np.round(points, DECIMALS)
    return {key: (float(x), float(y)) for key, (x, y) in zip(keys, rounded.tolist(), strict=True)}


def _unfold(part: igraph.Graph) -> Floats:
    count = part.vcount()
    if count <= 2:
        return np.array([[-0.5, 0.0], [0.5, 0.0]])[:count] if count == 2 else np.zeros((1, 2))
    placed = _springs(part, _by_distance(part), steps=300 if count <= SMALL else 120 if count <= LARGE else 40)
    placed -= placed.mean(axis=0)
    reach = float(np.quantile(np.hypot(placed[:, 0], placed[:, 1]), 0.9))
    found: Floats = placed * (SPREAD * np.sqrt(count) / (reach or 1.0))
    return found


def _by_distance(part: igraph.Graph) -> Floats:
    """Place vertices by their distances to pivots, each the farthest from those before it."""
    count = part.vcount()
    nearest = np.full(count, np.inf)
    pivot, columns = 0, []
    for _ in range(min(PIVOTS, count)):
        column = np.array(part.distances(source=[pivot])[0], dtype=np.float64)
        columns.append(column)
        nearest = np.minimum(nearest, column)
        pivot = int(nearest.argmax())
    squared = np.array(columns).T ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    _values, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1][:, :2]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] < 0, -1, 1)
    placed = centred @ axes
    width = float(np.abs(placed).max()) or 1.0
    turns = np.arange(count) * (np.pi * (3 - np.sqrt(5)))
    scattered = np.column_stack([np.cos(turns), np.sin(turns)]) * np.sqrt(np.arange(1, count + 1) / count)[:, None]
    found: Floats = np.sqrt(count) * (placed / width) + 0.5 * scattered
    return found


def _follow(part: igraph.Graph, known: dict[int, tuple[float, float]]) -> Floats:
    """Keep what is known within a hair of its place, and let the rest settle around it."""
    count = part.vcount()
    placed = np.full((count, 2), np.nan)
    for vertex, point in known.items():
        placed[vertex] = point
    if len(known) == count:
        return placed
    neighbours = part.get_adjlist()
    waiting = [vertex for vertex in range(count) if vertex not in known]
    while waiting:
        later = []
        for vertex in waiting:
            near = placed[neighbours[vertex]]
            near = near[~np.isnan(near[:, 0])]
            if len(near):
                turn = vertex * (np.pi * (3 - np.sqrt(5)))
                placed[vertex] = near.mean(axis=0) + np.array([np.cos(turn), np.sin(turn)])
            else:
                later.append(vertex)
        waiting = later
    lowest, highest = placed - HAIR, placed + HAIR
    free = [vertex for vertex in range(count) if vertex not in known]
    lowest[free], highest[free] = placed[free] - count, placed[free] + count
    return _springs(part, placed, steps=50, bounds=(lowest, highest))


def _springs(part: igraph.Graph, start: Floats, *, steps: int, bounds: tuple[Floats, Floats] | None = None) -> Floats:
    limits = {}
    if bounds is not None:
        lowest, highest = bounds
        limits = {
            "minx": lowest[:, 0].tolist(),
            "maxx": highest[:, 0].tolist(),
            "miny": lowest[:, 1].tolist(),
            "maxy": highest[:, 1].tolist(),
        }
    made = part.layout_fruchterman_reingold(
        weights="weight",
        niter=steps,
        seed=start.tolist(),
        start_temp=np.sqrt(part.vcount()) / 10,
        grid=part.vcount() > SMALL and not limits,
        **limits,
    )
    return np.array(made.coords)


def _pack(points: Floats, parts: list[list[int]], former: Mapping[int, tuple[float, float]]) -> None:
    """Set the components that had no place in rows, largest first, below what has one; what is alone comes last."""
    if not parts:
        return
    boxes = [np.ptp(points[part], axis=0) + GAP for part in parts]
    width = max(float(boxes[0][0]), WIDER * float(np.sqrt(sum(box[0] * box[1] for box in boxes))))
    top = min((y for _x, y in former.values()), default=0.0) - (GAP if former else 0.0)
    left = min((x for x, _y in former.values()), default=0.0)
    x, height = left, 0.0
    for part, box in zip(parts, boxes, strict=True):
        if x > left and x + box[0] > left + width:
            x, top, height = left, top - height, 0.0
        corner = points[part].min(axis=0)
        points[part] += np.array([x, top - box[1]]) - corner + GAP / 2
        x += float(box[0])
        height = max(height, float(box[1]))
