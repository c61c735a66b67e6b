"""A network is measured once; a heavy one by a job, which says how far it is."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.alliances import tasks
from maillage.alliances.network import results
from maillage.alliances.network.findings import find_out
from maillage.alliances.network.scope import Scope
from maillage.alliances.selectors.network import read_network
from maillage.core import clock
from tests.alliances.networks import network_of


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def test_findings_of_the_same_content_are_recalled_whatever_the_day(monkeypatch):
    monkeypatch.setattr(results, "KEPT_FROM", 1)
    network = network_of(4, [(0, 1), (1, 2), (2, 3)])
    found = results.findings_of(network)
    assert found.measures.betweenness.tolist() == find_out(network).measures.betweenness.tolist()
    monkeypatch.setattr(results, "measure", None)
    later = replace(network, on=clock.today())
    recalled = results.findings_of(later)
    assert recalled.network.on == clock.today()
    assert recalled.measures.degree.tolist() == [1, 2, 2, 1]
    assert results.recall(network_of(4, [(0, 1)])) is None


def test_drawing_is_kept(monkeypatch):
    monkeypatch.setattr(results, "KEPT_FROM", 1)
    network = network_of(4, [(0, 1), (1, 2), (2, 3)])
    drawn = results.drawing_of(network)
    monkeypatch.setattr(results, "place", None)
    assert results.drawing_of(network) == drawn


def test_small_network_leaves_no_file():
    network = network_of(4, [(0, 1), (1, 2), (2, 3)])
    results.findings_of(network)
    results.drawing_of(network)
    assert results.recall(network) is None


@pytest.fixture
def heavy(monkeypatch):
    """Every network with a tie is heavy."""
    monkeypatch.setattr(results, "HEAVY_TIES", 0)


def jobs():
    return list(ProcrastinateJob.objects.filter(task_name="alliances.measure_network"))


def test_heavy_network_is_measured_by_a_job_then_shown(world, heavy):
    for name in ("anonymous", "member"):
        client = world.clients[name]
        waiting = client.get("/reseau/")
        assert "se mesure en quelques secondes" in waiting.content.decode()
        assert client.get("/api/v1/network").status_code == 503
        assert client.get("/reseau/exporter/svg").status_code == 302
        asked = client.post("/reseau/mesure/?territory=", headers={"HX-Request": "true"})
        assert "étape 0 sur 4" in asked.content.decode()
        assert client.post("/reseau/mesure/").status_code == 302
        assert "étape 0 sur 4" in client.get("/reseau/").content.decode()
        [job] = jobs()
        tasks.measure(**job.args)
        user = world.users.get(name)
        network = read_network(user or waiting.wsgi_request.user, on=clock.today(), scope=Scope())
        followed = client.get(f"/reseau/mesure/{network.digest}/")
        assert followed["HX-Refresh"] == "true"
        assert "Ce que dit ce réseau" in client.get("/reseau/").content.decode()
        assert client.get("/api/v1/network").status_code == 200
        ProcrastinateJob.objects.filter(pk=job.pk).delete()


def test_job_of_an_account_that_left_measures_nothing(world, heavy):
    member = world.users["member"]
    world.clients["member"].post("/reseau/mesure/")
    [job] = jobs()
    network = read_network(member, on=clock.today(), scope=Scope())
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    tasks.measure(**job.args)
    assert results.recall(network) is None


def test_light_network_needs_no_job(world):
    assert world.clients["anonymous"].post("/reseau/mesure/").status_code == 302
    assert jobs() == []
