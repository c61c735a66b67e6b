"""The page of a large network is kept as it was told: never stale, never another reader's, and no reading of rows."""

import gzip
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.alliances.domain.measuring import measure_network
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Alliance, Participation, Relation
from maillage.alliances.network import results
from maillage.alliances.network.scope import Scope
from maillage.alliances.selectors import network_kept
from maillage.alliances.selectors.network import stamp_of
from maillage.core import clock
from maillage.organisations.models import Catalyst, Organisation
from maillage.territories.models import Territory

SCOPES = (Scope(), Scope(territory="62498"), Scope(world=("public",)), Scope(focus="atelier-public"))


@pytest.fixture(autouse=True)
def heavy(monkeypatch):
    """Every network with a tie is heavy, and nothing is kept from another test."""
    cache.clear()
    monkeypatch.setattr(results, "HEAVY_TIES", 0)
    yield
    cache.clear()


def have_measured(user=None, day=None):
    measure_network(user_id=user.pk if user else None, scope={}, on=(day or clock.today()).isoformat())


def read(client, path="/reseau/") -> tuple[str, int]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode(), len([each for each in captured if "hashtextextended" not in each["sql"]])


def contest(world):
    Participation.objects.filter(alliance=world.alliance, organisation=world.elsewhere).update(state="contested")


CHANGES: dict[str, Callable] = {
    "a name": lambda world: Organisation.objects.filter(pk=world.public.pk).update(name="Autre nom"),
    "a world": lambda world: Organisation.objects.filter(pk=world.public.pk).update(world="academique"),
    "a place": lambda world: Organisation.objects.filter(pk=world.public.pk).update(latitude=50.5, longitude=2.5),
    "the name of a seat": lambda world: Territory.objects.filter(pk=world.elsewhere.seat_id).update(name="Ailleurs"),
    "a catalyst": lambda world: Catalyst.objects.create(organisation=world.public),
    "an end": lambda world: Organisation.objects.filter(pk=world.public.pk).update(closed_on=date(2020, 1, 1)),
    "an audience": lambda world: Organisation.objects.filter(pk=world.public.pk).update(audience="members"),
    "a contested part": contest,
    "a period": lambda world: Participation.objects.update(attested_on=clock.today() - timedelta(days=4000)),
    "a departure": lambda world: Participation.objects.filter(organisation=world.elsewhere).delete(),
    "the name of an alliance": lambda world: Alliance.objects.filter(pk=world.alliance.pk).update(name="Autrement"),
    "a hidden alliance": lambda world: Alliance.objects.filter(pk=world.alliance.pk).update(audience="partners"),
    "a relation": lambda world: add_relation(
        actor=None, from_organisation=world.public, to_organisation=world.elsewhere, kind="funds"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_any_change_that_shows_changes_the_mark(world, change):
    before = stamp_of(AnonymousUser(), Scope())
    assert stamp_of(AnonymousUser(), Scope()) == before
    change(world)
    assert stamp_of(AnonymousUser(), Scope()) != before


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_what_a_reader_may_not_see_does_not_change_their_mark(world, scope):
    before = stamp_of(AnonymousUser(), scope)
    Alliance.objects.filter(pk=world.partners_alliance.pk).update(name="Autrement", attested_on=date(2001, 1, 1))
    Participation.objects.filter(alliance=world.partners_alliance).update(state="confirmed")
    Organisation.objects.filter(pk=world.members_only.pk).update(name="Cercle changé")
    Relation.objects.create(
        from_organisation=world.public, to_organisation=world.members_only, kind="funds", attested_on=date(2001, 1, 1)
    )
    assert stamp_of(AnonymousUser(), scope) == before


def test_page_of_a_measured_network_reads_no_row_of_it(world, monkeypatch):
    client = world.clients["anonymous"]
    have_measured()
    monkeypatch.setattr(network_kept, "read_state", None)
    page, few = read(client)
    assert "Atelier public" in page
    assert few < 12
    assert read(client, "/reseau/?vue=tableau&sort=name&page=1")[0].count("Voisine de Lens") >= 1


@pytest.mark.parametrize("path", ["/reseau/", "/reseau/?vue=tableau", "/reseau/?vue=matrice"])
def test_kept_page_says_what_a_fresh_one_says(world, path):
    client = world.clients["anonymous"]
    have_measured()
    kept, _ = read(client, path)
    cache.clear()
    results.HEAVY_TIES = 10**6
    assert read(client, path)[0] == kept


def test_change_shows_at_once_on_a_kept_page(world):
    client = world.clients["anonymous"]
    have_measured()
    assert "Atelier public" in read(client)[0]
    Organisation.objects.filter(pk=world.public.pk).update(name="Atelier nouveau")
    waiting, _ = read(client)
    assert "se mesure en quelques secondes" in waiting
    have_measured()
    page, _ = read(client)
    assert "Atelier nouveau" in page
    assert "Atelier public" not in page


def test_reader_never_gets_what_was_kept_for_another(world):
    member, anonymous = world.clients["member"], world.clients["anonymous"]
    have_measured(world.users["member"])
    have_measured()
    assert "Cercle réservé" in read(member)[0]
    assert "Cercle réservé" not in read(anonymous)[0]
    assert "Cercle réservé" in read(member)[0]


def data(client, path="/api/v1/network") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return (gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content).decode()


def test_data_are_kept_for_their_reader_and_change_at_once(world, monkeypatch):
    member, anonymous = world.clients["member"], world.clients["anonymous"]
    have_measured()
    have_measured(world.users["member"])
    with monkeypatch.context() as without_rows:
        without_rows.setattr(network_kept, "read_state", None)
        assert "Cercle réservé" in data(member)
        assert "Cercle réservé" not in data(anonymous)
    Organisation.objects.filter(pk=world.public.pk).update(name="Atelier nouveau")
    assert anonymous.get("/api/v1/network").status_code == 503
    have_measured()
    assert "Atelier nouveau" in data(anonymous)


def test_data_of_a_past_day_are_not_kept(world):
    day = clock.today() - timedelta(days=1)
    Alliance.objects.update(attested_on=date(2019, 1, 1))
    Participation.objects.update(attested_on=date(2019, 1, 1))
    have_measured(day=day)
    before = len(cache._cache)
    assert "Atelier public" in data(world.clients["anonymous"], f"/api/v1/network?as_of={day.isoformat()}")
    assert len(cache._cache) == before
    read(world.clients["anonymous"], f"/reseau/?le={day.isoformat()}")
    assert len([key for key in cache._cache if ":told:" in key]) == 1


def test_page_told_without_a_mark_is_told_again_then_kept(world, monkeypatch):
    client = world.clients["anonymous"]
    have_measured()
    for key in [key for key in cache._cache if ":told:" in key]:
        cache.delete(key.split(":", 2)[2])
    first, _ = read(client)
    second, _ = read(client)
    monkeypatch.setattr(network_kept, "read_state", None)
    third, _ = read(client)
    assert first == second == third
