"""The five roles of Gould and Fernandez: those of R's sna on drawn graphs, and cases worked by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from maillage.alliances.network.brokerage import ROLES, count_roles, measure_brokerage
from tests.alliances.networks import network_of

FIXTURE = json.loads((Path(__file__).parent / "fixtures" / "brokerage_sna.json").read_text())


def roles_of(worlds, arcs):
    ends = np.array(arcs, dtype=np.int64).reshape(-1, 2)
    return count_roles(np.array(worlds, dtype=np.int64), ends[:, 0], ends[:, 1])


@pytest.mark.parametrize("case", FIXTURE["cases"], ids=[case["name"] for case in FIXTURE["cases"]])
def test_roles_equal_those_of_sna(case):
    assert roles_of(case["worlds"], case["arcs"]).tolist() == case["counts"]


def test_roles_are_the_same_when_counted_in_small_blocks(monkeypatch):
    monkeypatch.setattr("maillage.alliances.network.brokerage.MOST_PATHS", 7)
    for case in FIXTURE["cases"]:
        assert roles_of(case["worlds"], case["arcs"]).tolist() == case["counts"]


@pytest.mark.parametrize(
    ("worlds", "role"),
    [
        ((0, 0, 0), "coordinator"),
        ((0, 1, 0), "itinerant"),
        ((0, 0, 1), "representative"),
        ((0, 1, 1), "gatekeeper"),
        ((0, 1, 2), "liaison"),
    ],
)
def test_each_role_as_the_paper_draws_it(worlds, role):
    found = roles_of(worlds, [(0, 1), (1, 2)])
    assert {name: number for name, number in zip(ROLES, found[1].tolist(), strict=True) if number} == {role: 1}
    assert found[0].sum() + found[2].sum() == 0


def test_direct_arc_closes_the_path_and_the_way_back_does_not():
    assert roles_of((0, 1, 0), [(0, 1), (1, 2), (0, 2)]).sum() == 0
    assert roles_of((0, 1, 0), [(0, 1), (1, 2), (2, 0)])[1].sum() == 1


def test_unknown_world_takes_no_part():
    assert roles_of((0, -1, 0), [(0, 1), (1, 2)]).sum() == 0
    assert roles_of((-1, 0, 0), [(0, 1), (1, 2)]).sum() == 0
    assert roles_of((), []).shape == (0, 5)


def test_ties_tell_who_links_two_worlds_that_do_not_meet_otherwise():
    worlds = ["public", "economique", "academique", "economique", "a-confirmer"]
    network = network_of(5, [(0, 1), (0, 2), (0, 3), (0, 4), (2, 3)], worlds)
    found = measure_brokerage(network)
    assert found.across.tolist() == [1, 0, 0, 0, 0]
    assert found.pairs == {0: {("academique", "economique"): 1}}
    assert found.roles.sum() == 0
