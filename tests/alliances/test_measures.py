"""Measures equal the published ones to the printed precision, and networkx on any graph."""

import random

import networkx
import numpy as np
import pytest

from maillage.alliances.network.adjacency import adjacency_of
from maillage.alliances.network.cuts import falling_apart
from maillage.alliances.network.measures import measure
from maillage.alliances.network.paths import PIVOTS
from tests.alliances.networks import network_of, read_published

PUBLISHED = ("ffe_elite", "karate", "law_advice", "netsci", "southern_women")
WEIGHTED = "netsci"  # the mean distance of its reference takes weights as lengths; here a tie is one step


def as_networkx(network):
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    graph.add_weighted_edges_from((tie.a, tie.b, tie.weight) for tie in network.ties)
    return graph


def random_networks():
    for seed in range(30):
        chance = random.Random(seed)
        count = chance.randint(1, 60)
        links = chance.randint(0, 2 * count)
        pairs = {tuple(sorted(chance.sample(range(count), 2))) for _ in range(links)} if count > 1 else set()
        yield network_of(count, pairs, weights={pair: chance.random() for pair in pairs})
    yield network_of(6, [(a, b) for a in range(6) for b in range(a)])
    yield network_of(9, [(place, place + 1) for place in range(8)])
    yield network_of(7, [(0, place) for place in range(1, 7)])
    yield network_of(34, networkx.karate_club_graph().edges())
    yield network_of(15, networkx.convert_node_labels_to_integers(networkx.florentine_families_graph()).edges())


def test_measures_equal_networkx():
    for network in random_networks():
        graph = as_networkx(network)
        found = measure(network)
        for name, expected in {
            "degree": dict(graph.degree),
            "strength": dict(graph.degree(weight="weight")),
            "betweenness": networkx.betweenness_centrality(graph, normalized=False),
            "closeness": networkx.closeness_centrality(graph),
            "core": networkx.core_number(graph),
        }.items():
            assert getattr(found, name) == pytest.approx([expected[node] for node in graph], abs=1e-9), name
        assert set(np.flatnonzero(found.cut).tolist()) == set(networkx.articulation_points(graph))
        assert set(found.bridges) == {tuple(sorted(edge)) for edge in networkx.bridges(graph)}
        assert sorted(found.sizes) == sorted(len(part) for part in networkx.connected_components(graph))
        assert found.density == pytest.approx(networkx.density(graph), abs=1e-9)
        assert (found.transitivity or 0) == pytest.approx(networkx.transitivity(graph), abs=1e-9)
        assert found.isolated == networkx.number_of_isolates(graph)
        lengths = [
            length for _, ends in networkx.all_pairs_shortest_path_length(graph) for length in ends.values() if length
        ]
        assert found.mean_distance == pytest.approx(np.mean(lengths) if lengths else 0, abs=1e-9)
        assert found.diameter == max(lengths, default=0)


def test_what_falls_apart_equals_removing_the_organisation():
    for network in random_networks():
        found = measure(network)
        for broken in found.breaks:
            graph = as_networkx(network)
            whole = networkx.node_connected_component(graph, broken.node)
            graph.remove_node(broken.node)
            pieces = sorted(
                (part for part in networkx.connected_components(graph) if part <= whole), key=lambda part: -len(part)
            )
            assert broken.sizes == tuple(len(piece) for piece in pieces[1:])
            assert broken.lost == sum(broken.sizes)
            detailed = falling_apart(adjacency_of(network), broken.node)
            assert tuple(len(piece) for piece in detailed) == broken.sizes
            assert not broken.pieces or broken.pieces == detailed


@pytest.mark.real_data
@pytest.mark.parametrize("name", PUBLISHED)
def test_measures_equal_the_published_reference(real_data, name):
    names, pairs, _arcs, reference = read_published(real_data / "graphs" / name)
    found = measure(network_of(len(names), pairs))
    printed = {"abs": 5e-9, "rel": 5e-9}
    foremost = [names.index(each) for each in reference["top5_betweenness_undirected_names"]]
    assert len(names) == reference["nodes"]
    assert len(found.sizes) == reference["components"]
    assert (found.transitivity or 0) == pytest.approx(reference["transitivity_global"], **printed)
    assert found.betweenness[foremost] == pytest.approx(reference["top5_betweenness_undirected"], **printed)
    assert sorted(found.betweenness)[-5:] == pytest.approx(reference["top5_betweenness_undirected"][::-1], **printed)
    assert found.core.max() == reference["max_core"]
    assert sorted(found.degree)[-5:] == reference["top5_degree"][::-1]
    if not reference["directed"]:
        assert found.density == pytest.approx(reference["density"], **printed)
        assert found.diameter == reference["diameter"]
    if not reference["directed"] and name != WEIGHTED:
        assert found.mean_distance == pytest.approx(reference["mean_distance"], **printed)


def test_large_alliance_is_a_stop_between_its_members():
    network = network_of(6, [(0, 1), (3, 4)], hubs=[(1, 2, 3)])
    found = measure(network)
    assert found.sizes == (5, 1)
    assert found.degree.tolist() == [1, 1, 0, 1, 1, 0]
    assert found.hubs.tolist() == [0, 1, 1, 1, 0, 0]
    assert found.strength.tolist() == [1, 2, 1, 2, 1, 0]
    assert found.isolated == 1
    assert [(each.node, each.lost, each.pieces) for each in found.breaks] == [(1, 1, ((0,),)), (3, 1, ((4,),))]
    assert found.bridges == ((0, 1), (3, 4))
    whole = networkx.Graph([(0, 1), (3, 4), (6, 1), (6, 2), (6, 3)])
    ends = [0, 1, 2, 3, 4]
    expected = networkx.betweenness_centrality_subset(whole, ends, ends)
    assert found.betweenness[:5] == pytest.approx([expected[node] for node in ends], abs=1e-9)
    lengths = dict(networkx.all_pairs_shortest_path_length(whole))
    total = [sum(lengths[node][end] for end in ends) for node in ends]
    assert found.closeness[:5] == pytest.approx([4 / each * 4 / 5 for each in total], abs=1e-9)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_measures_of_an_almost_empty_network(count):
    found = measure(network_of(count, []))
    assert found.sizes == (1,) * count
    assert found.isolated == count
    assert (found.density, found.transitivity, found.mean_distance, found.diameter) == (0, None, 0, 0)
    assert found.mixing.index is None


def test_mixing_of_two_worlds_worked_by_hand():
    # Three public, three economic, one to be confirmed: two ties within, three across, one of unknown world.
    worlds = ["public", "public", "public", "economique", "economique", "economique", "a-confirmer"]
    network = network_of(7, [(0, 1), (3, 4), (0, 3), (1, 4), (2, 5), (2, 6)], worlds)
    found = measure(network)
    assert (found.mixing.between, found.mixing.within) == (3, 2)
    assert found.mixing.index == pytest.approx(0.2)
    assert found.mixing.by_chance == pytest.approx(1 - 2 * 12 / 30)
    assert found.mixing.by_world == {"public": pytest.approx(0.5), "economique": pytest.approx(0.5)}
    assert found.worlds == {"public": 3, "economique": 3, "a-confirmer": 1}
    assert found.matrix["public", "economique"] == 3
    assert found.matrix["public", "a-confirmer"] == 1
    assert found.matrix["academique", "academique"] == 0
    assert sum(found.matrix.values()) == 6


def test_mixing_of_everyone_tied_to_everyone_is_that_of_chance():
    network = network_of(
        6, [(a, b) for a in range(5) for b in range(a)], ["public"] * 3 + ["economique"] * 2 + ["academique"]
    )
    mixing = measure(network).mixing
    assert mixing.index == pytest.approx(mixing.by_chance)


def test_sampled_measures_lie_within_the_error_they_state():
    graph = networkx.powerlaw_cluster_graph(1500, 3, 0.4, seed=5)
    network = network_of(1500, graph.edges())
    exact, sampled = measure(network), measure(network, exact_steps=0)
    assert exact.sampling is None
    assert sampled.sampling.pivots == PIVOTS
    highest = exact.betweenness.max()
    first = np.argsort(-sampled.betweenness)[:20]
    gap = np.abs(sampled.betweenness - exact.betweenness)[first] / highest
    assert np.quantile(gap, 0.9) <= sampled.sampling.betweenness
    assert np.mean(np.abs(sampled.closeness / exact.closeness - 1)) <= sampled.sampling.closeness
    assert sampled.mean_distance == pytest.approx(exact.mean_distance, rel=0.02)
    assert (sampled.core == exact.core).all()
