"""Organisations have a place each, the same every time, and stay where they were on another date."""

import math
import random

from maillage.alliances.network.layout import HAIR, place
from tests.alliances.networks import network_of

NEXT_TO_NOTHING = 2 * HAIR


def ring(count, chords=(), offset=0):
    around = [(each + offset, (each + 1) % count + offset) for each in range(count)]
    return [tuple(sorted(pair)) for pair in [*around, *chords]]


def test_every_organisation_has_its_own_place_always_the_same():
    network = network_of(40, ring(30, [(0, 10), (5, 20)]))
    placed = place(network)
    assert set(placed) == {node.key for node in network.nodes}
    assert len(set(placed.values())) == 40
    assert place(network) == placed


def test_tied_organisations_are_nearer_than_others():
    chance = random.Random(4)
    groups = [(a, b) for group in range(4) for a in range(group * 10, group * 10 + 10) for b in range(group * 10, a)]
    network = network_of(40, [*groups, (0, 10), (10, 20), (20, 30)])
    placed = place(network)
    tied = [math.dist(placed[a + 1], placed[b + 1]) for a, b in groups]
    apart = [math.dist(placed[a + 1], placed[b + 1]) for a, b in (chance.sample(range(40), 2) for _ in range(500))]
    assert sum(tied) / len(tied) < 0.5 * sum(apart) / len(apart)


def test_components_do_not_overlap():
    placed = place(network_of(35, [*ring(20), *ring(10, offset=20), (30, 31)]))
    boxes = []
    for keys in (range(1, 21), range(21, 31), (31, 32), (33,), (34,), (35,)):
        xs, ys = zip(*(placed[key] for key in keys), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for rank, one in enumerate(boxes):
        for other in boxes[:rank]:
            assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]


def test_who_had_a_place_keeps_it_when_others_come_and_go():
    before = place(network_of(40, ring(30, [(0, 10)])))
    after_network = network_of(44, [*ring(30, [(0, 10)])[3:], (30, 31), (12, 40), (40, 41), (42, 43)])
    after = place(after_network, before=before)
    assert max(math.dist(before[key], after[key]) for key in before) <= NEXT_TO_NOTHING
    assert math.dist(after[13], after[41]) < math.dist(after[1], after[16])
    assert len(set(after.values())) == 44


def test_hub_stands_under_minus_the_key_of_its_alliance():
    placed = place(network_of(5, [(3, 4)], hubs=[(0, 1, 2)]))
    assert set(placed) == {1, 2, 3, 4, 5, -1}
    assert math.dist(placed[-1], placed[1]) < math.dist(placed[-1], placed[5])


def test_empty_network_has_no_place():
    assert place(network_of(0, [])) == {}
