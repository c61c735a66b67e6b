"""Groups are as good as the published ones, always the same, and leave nobody in two."""

from itertools import combinations

import pytest

from maillage.alliances.network.communities import find_communities, group_edges
from tests.alliances.networks import network_of, read_published

WEIGHTED = "netsci"
TOLERANCE = 0.01


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["karate", "southern_women", "netsci", "law_advice", "ffe_elite"])
def test_groups_reach_the_published_modularity(real_data, name):
    names, pairs, arcs, reference = read_published(real_data / "graphs" / name)
    edges, weights = sorted(pairs), None
    if name == WEIGHTED:
        lines = (real_data / "graphs" / name / "edges.csv").read_text().splitlines()[1:]
        weights = [float(line.rpartition(",")[2]) for line in lines]
        edges = [tuple(sorted(arc)) for arc in arcs]
    found = group_edges(len(names), len(names), edges, weights)
    assert found.modularity >= reference["louvain_modularity"] - TOLERANCE


def test_two_groups_held_by_one_tie():
    left = [(a, b) for a in range(4) for b in range(a)]
    network = network_of(10, [*left, *((a + 4, b + 4) for a, b in left), (0, 4)])
    found = find_communities(network)
    assert found.group.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, -1, -1]
    assert found.sizes == (4, 4)
    assert find_communities(network).group.tolist() == found.group.tolist()


def test_large_alliance_groups_its_members():
    found = find_communities(network_of(6, [(4, 5)], hubs=[(0, 1, 2, 3)]))
    assert found.group.tolist() == [0, 0, 0, 0, 1, 1]
    assert found.sizes == (4, 2)


def test_network_without_tie_has_no_group():
    found = find_communities(network_of(3, []))
    assert found.group.tolist() == [-1, -1, -1]
    assert (found.sizes, found.modularity) == ((), None)


def test_fractions_of_weight_never_turn_round_for_ever():
    """Fourteen around a table (1/13 each), one of them tied to each other one: Leiden until stable never ended."""
    table = [each for each in range(15) if each != 11]
    weights = dict.fromkeys(combinations(table, 2), 1 / 13)
    for other in table:
        if other not in {0, 3}:
            weights[min(3, other), max(3, other)] += 1
    weights[0, 3] += 1
    weights[0, 8] += 0.5
    weights[10, 11] = 1.0
    edges = sorted(weights)
    found = group_edges(15, 15, edges, [weights[edge] for edge in edges])
    assert sum(found.sizes) == 15
