"""The search page and its twin in the API, on the small network of the security tests."""

import re
from html import unescape

import pytest

from tests.security.conftest import World, world

__all__ = ["world"]


def page(world: World, address: str):
    return world.clients["anonymous"].get(address)


@pytest.mark.parametrize(
    "address",
    [
        "/recherche/",
        "/recherche/?q=" + "a" * 10_000,
        '/recherche/?q=(((AND OR NOT *:* "',
        "/recherche/?q=%F0%9F%A6%84",
        "/recherche/?page=999999",
        "/recherche/?page=abc",
        "/recherche/?page=-1",
        "/recherche/?sort=inconnu",
        "/recherche/?sort=distance",
        "/recherche/?near=nulle+part+au+monde",
        "/recherche/?near=999,999",
        "/recherche/?bbox=1,2,3",
        "/recherche/?kind=&world=inconnu&territory=zzz",
    ],
)
def test_nothing_typed_is_an_error(world: World, address: str):
    assert page(world, address).status_code == 200


@pytest.mark.parametrize(
    ("address", "remark"),
    [
        ("/recherche/?near=nulle+part+au+monde", "Lieu inconnu"),
        ("/recherche/?near=999,999", "Coordonnées impossibles"),
        ("/recherche/?sort=distance", "dites près de quel lieu"),
        ("/recherche/?page=abc", "Numéro de page impossible"),
        ("/recherche/?q=" + "a " * 400, "300 premiers caractères"),
    ],
)
def test_what_is_not_understood_is_said(world: World, address: str, remark: str):
    assert remark in page(world, address).content.decode()


def test_api_refuses_the_same_with_a_problem(world: World):
    answer = page(world, "/api/v1/search?near=nulle+part+au+monde")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["parameters"]["near"].startswith("Lieu inconnu")


def test_facets_narrow_and_can_be_taken_back(world: World):
    html = page(world, "/recherche/?q=atelier&kind=organisation&world=public").content.decode()
    assert "/organisations/atelier-public/" in html
    assert "Retirer le filtre" in html


def test_territory_filter_goes_down(world: World):
    html = page(world, "/recherche/?kind=organisation&territory=reg-32").content.decode()
    assert "Pas-de-Calais" in html
    assert "territory=62" in html


def test_nearest_comes_first(world: World):
    hits = page(world, "/api/v1/search?kind=organisation&near=62498&sort=distance").json()["hits"]
    assert [hit["title"] for hit in hits] == ["Voisine de Lens", "Atelier public"]
    assert hits[0]["distance_km"] == pytest.approx(0, abs=0.1)


def test_empty_result_offers_a_way_out(world: World):
    text = unescape(page(world, "/recherche/?q=atelier&world=academique").content.decode())
    assert "Rien ne correspond" in text
    assert re.search(r"Acteurs publics</a>\s: 2\sréponses", text)


def test_htmx_gets_the_results_only(world: World):
    answer = world.clients["anonymous"].get("/recherche/?q=atelier", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Atelier" in answer.content.decode()


def test_missing_index_is_a_sentence(world: World, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "vide"
    assert page(world, "/recherche/?q=a").status_code == 503
    answer = page(world, "/api/v1/search?q=a")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


@pytest.mark.parametrize("address", ["/", "/recherche/?q=atelier", "/recherche/?territory=62"])
def test_page_asks_little_of_the_database(world: World, address: str, django_assert_max_num_queries):
    page(world, address)
    with django_assert_max_num_queries(12):
        page(world, address)
