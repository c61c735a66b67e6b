"""Groups are as good as the published ones, always the same, and leave nobody in two."""

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
