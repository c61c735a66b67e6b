"""The map, its twin, its frame, and the read API."""

import pytest

from maillage.organisations.domain.catalysts import Place, set_catalyst
from maillage.search import indexing
from tests.organisations.conftest import make_organisation

FRANCE = "bbox=-6,41,10,52&zoom=5"


@pytest.fixture
def network(people, ground, settings, tmp_path):
    """Indexed: two organisations with a place, one without, one for members only."""
    settings.DATA_DIR = tmp_path
    make_organisation("Sans lieu", world="economique")
    make_organisation("Cercle réservé", seat=ground.loos, audience="members")
    indexing.rebuild()


def test_map_answers_points_and_those_without_place(client, network):
    answer = client.get(f"/api/v1/map?{FRANCE}").json()
    assert {each["title"] for each in answer["points"]} == {"Atelier public", "Voisine de Strasbourg"}
    assert (answer["total"], answer["unplaced"], answer["cells"]) == (2, 1, [])
    assert set(answer["points"][0]) == {"lat", "lon", "title", "url", "world", "subtitle"}


def test_map_shows_what_the_reader_may_see(sign_in, people, network):
    assert sign_in(people.neighbour).get(f"/api/v1/map?{FRANCE}").json()["total"] == 3
    assert sign_in(people.nobody).get(f"/api/v1/map?{FRANCE}").json()["total"] == 2


def test_map_takes_the_filters_of_the_search(client, network):
    assert client.get(f"/api/v1/map?{FRANCE}&territory=62").json()["total"] == 1
    assert client.get(f"/api/v1/map?{FRANCE}&q=strasbourg").json()["total"] == 1
    assert client.get(f"/api/v1/map?{FRANCE}&kind=territory").json()["total"] == 2


@pytest.mark.parametrize("asked", ["bbox=1,2,3&zoom=5", "bbox=10,41,-5,52", "zoom=abc", "zoom=99", "zoom=inf"])
def test_map_refuses_impossible_frames(client, network, asked):
    answer = client.get(f"/api/v1/map?{asked}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_map_of_one_organisation_has_its_places(client, network, organisation, ground):
    places = [Place(name="Le Métier", territory=ground.lens), Place(name="Nulle part")]
    set_catalyst(actor=None, organisation=organisation, named_as="labo", places=places)
    answer = client.get(f"/api/v1/map?organisation={organisation.public_id}").json()
    assert [each["title"] for each in answer["points"]] == ["Atelier public", "Le Métier"]
    assert client.get("/api/v1/map?organisation=x").status_code == 404


def test_map_page_has_its_list(client, network):
    page = client.get("/carte/").content.decode()
    for words in ("Atelier public", "Sans lieu", "Dont 1 sans lieu connu", "/carte/integrer/", "data-map-url"):
        assert words in page
    assert "Cercle réservé" not in page


def test_map_page_ignores_other_kinds_and_impossible_values(client, network):
    for query in ("kind=territory", "q=" + "x" * 5000, "page=99", "page=-1", "bbox=a", "near=zzz", "world=%00"):
        assert client.get(f"/carte/?{query}").status_code == 200


def test_map_asks_few_queries(client, network, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/carte/")


def test_frame_is_for_other_sites_and_public_only(sign_in, people, network):
    answer = sign_in(people.neighbour).get("/carte/integrer/?q=")
    assert "Cercle réservé" not in answer.content.decode()
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    other = sign_in(people.neighbour).get("/carte/")
    assert other["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_list_leads_to_the_search(client, network):
    answer = client.get("/organisations/?q=atelier")
    assert answer["Location"] == "/recherche/?q=atelier&kind=organisation"


def test_api_of_an_organisation(client, network, organisation):
    answer = client.get(f"/api/v1/organisations/{organisation.public_id}").json()
    assert (answer["name"], answer["seat"]["code"], answer["quality"]) == ("Atelier public", "62528", 30)


@pytest.mark.parametrize("identifier", ["x", "00000000-0000-0000-0000-000000000000"])
def test_api_of_an_unknown_organisation(client, network, identifier):
    answer = client.get(f"/api/v1/organisations/{identifier}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_api_hides_what_the_reader_may_not_see(client, ground):
    hidden = make_organisation("Cercle", audience="members")
    assert client.get(f"/api/v1/organisations/{hidden.public_id}").status_code == 404
