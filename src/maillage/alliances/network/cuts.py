"""Who is indispensable: the organisations and the ties whose departure cuts a part of the network off.

One depth-first walk (Hopcroft and Tarjan, "Algorithm 447", Communications of the ACM 16, 372-378, 1973). In the order
of the walk, what hangs below a vertex is contiguous, so the pieces of every cut point are slices of that order.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from maillage.alliances.network.adjacency import Adjacency, Flags, Ints

DETAILED = 20


class Break(NamedTuple):
    """What falls apart if an organisation leaves: the pieces that lose the rest, largest first, as places of nodes.

    The largest remaining piece is the rest, not listed; `lost` counts the organisations cut off from it. `pieces` is
    filled for the `DETAILED` organisations that cut the most off; `falling_apart` gives those of any other.
    """

    node: int
    lost: int
    sizes: tuple[int, ...]
    pieces: tuple[tuple[int, ...], ...] = ()


@dataclass(slots=True)
class _Walk:
    """The order of a depth-first walk, with for each vertex its rank, lowest rank reached, and end of what hangs below."""

    order: list[int]
    rank: list[int]
    lowest: list[int]
    parent: list[int]
    end: list[int]
    roots: list[int]


def find_cuts(graph: Adjacency) -> tuple[tuple[Break, ...], tuple[tuple[int, int], ...]]:
    """Return the cut points among organisations, most cut off first, and the ties that alone hold two parts together."""
    walk = _walk(graph)
    counts = np.concatenate([[0], np.cumsum(np.array(walk.order, dtype=np.int64) < graph.organisations)])
    root_of = {root: walk.end[root] for root in walk.roots}
    hanging: dict[int, list[int]] = {}
    bridges = []
    begin_of: dict[int, int] = {}
    current = 0
    for vertex in walk.order:
        if vertex in root_of:
            current = walk.rank[vertex]
        begin_of[vertex] = current
        parent = walk.parent[vertex]
        if parent < 0:
            continue
        if walk.lowest[vertex] >= walk.rank[parent]:
            hanging.setdefault(parent, []).append(vertex)
        if walk.lowest[vertex] > walk.rank[parent] and max(vertex, parent) < graph.organisations:
            bridges.append((min(vertex, parent), max(vertex, parent)))
    found = []
    for vertex, children in hanging.items():
        if vertex >= graph.organisations:
            continue
        slices = [(walk.rank[child], walk.end[child]) for child in children]
        sizes = [int(counts[end] - counts[begin]) for begin, end in slices]
        begin = begin_of[vertex]
        whole = int(counts[walk.end[walk.order[begin]]] - counts[begin])
        kept = tuple(size for size in sorted([*sizes, whole - 1 - sum(sizes)], reverse=True)[1:] if size)
        if kept:
            found.append(Break(vertex, sum(kept), kept))
    found.sort(key=lambda each: (-each.lost, each.node))
    detailed = []
    for each in found[:DETAILED]:
        component = (begin_of[each.node], walk.end[walk.order[begin_of[each.node]]])
        slices = [(walk.rank[child], walk.end[child]) for child in hanging[each.node]]
        detailed.append(each._replace(pieces=_pieces(graph, walk, each.node, component, slices)))
    return (*detailed, *found[DETAILED:]), tuple(sorted(bridges))


def _pieces(
    graph: Adjacency, walk: _Walk, node: int, component: tuple[int, int], slices: list[tuple[int, int]]
) -> tuple[tuple[int, ...], ...]:
    """Return what hangs below a cut point, and what is left of its component, but for the largest of them."""
    below = [sorted(each for each in walk.order[begin:end] if each < graph.organisations) for begin, end in slices]
    hung = {node}.union(*below)
    rest = [each for each in walk.order[slice(*component)] if each < graph.organisations and each not in hung]
    pieces = sorted((tuple(piece) for piece in (*below, sorted(rest)) if piece), key=lambda piece: (-len(piece), piece))
    return tuple(pieces[1:])


def falling_apart(graph: Adjacency, node: int) -> tuple[tuple[int, ...], ...]:
    """Return the pieces cut off from the largest one when an organisation leaves, largest first."""
    begins, neighbours = graph.compressed
    around = neighbours[begins[node] : begins[node + 1]].tolist()
    seen = np.zeros(graph.size, dtype=np.bool_)
    seen[node] = True
    pieces = []
    for start in around:
        if not seen[start]:
            piece = _reach(graph, start, seen)
            if len(piece):
                pieces.append(tuple(piece.tolist()))
    pieces.sort(key=lambda piece: (-len(piece), piece))
    return tuple(pieces[1:])


def _reach(graph: Adjacency, start: int, seen: Flags) -> Ints:
    """Return in order the organisations reached from a vertex without those already seen; they are seen from now on."""
    begins, neighbours = graph.compressed
    seen[start] = True
    stack, reached = [start], [start]
    while stack:
        vertex = stack.pop()
        near = neighbours[begins[vertex] : begins[vertex + 1]]
        for other in near[~seen[near]].tolist():
            seen[other] = True
            stack.append(other)
            reached.append(other)
    found = np.array(sorted(reached), dtype=np.int64)
    return found[found < graph.organisations]


def _walk(graph: Adjacency) -> _Walk:
    begins, neighbours = (each.tolist() for each in graph.compressed)
    size = graph.size
    walk = _Walk([], [-1] * size, [0] * size, [-1] * size, [0] * size, [])
    order, rank, lowest, parent = walk.order, walk.rank, walk.lowest, walk.parent
    upcoming = begins[:size]
    for root in range(size):
        if rank[root] >= 0:
            continue
        walk.roots.append(root)
        rank[root] = lowest[root] = len(order)
        order.append(root)
        stack = [root]
        while stack:
            vertex = stack[-1]
            step = upcoming[vertex]
            if step < begins[vertex + 1]:
                upcoming[vertex] = step + 1
                other = neighbours[step]
                if rank[other] < 0:
                    parent[other] = vertex
                    rank[other] = lowest[other] = len(order)
                    order.append(other)
                    stack.append(other)
                elif other != parent[vertex] and rank[other] < lowest[vertex]:
                    lowest[vertex] = rank[other]
                continue
            stack.pop()
            walk.end[vertex] = len(order)
            above = parent[vertex]
            if above >= 0 and lowest[vertex] < lowest[above]:
                lowest[above] = lowest[vertex]
    return walk
