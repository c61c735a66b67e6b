"""Closed things leak nothing: not their name, not their number, not their existence."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.security.conftest import World

SURFACES = [
    "/",
    "/recherche/",
    "/recherche/?q=cercle",
    "/recherche/?q=dossier+confie",
    "/recherche/?q=cercel",
    "/recherche/?q=pacte",
    "/recherche/?q=reprise+du+site",
    "/api/v1/search?q=pac&suggest=1",
    "/api/v1/search?kind=alliance",
    "/recherche/?kind=organisation&sort=name",
    "/recherche/?kind=organisation&near=62528&sort=distance",
    "/api/v1/search?q=cercle",
    "/api/v1/search?q=dossier",
    "/api/v1/search?q=cer&suggest=1",
    "/api/v1/search?q=dos&suggest=1",
    "/api/v1/map?bbox=-5,41,10,52&zoom=5",
    "/api/v1/map?bbox=2.7,50.4,2.9,50.5&zoom=12",
    "/carte/",
    "/carte/integrer/",
    "/territoires/62528-loos-en-gohelle/",
    "/territoires/p-bassin/",
    "/territoires/62-pas-de-calais/",
    "/organisations/atelier-public/",
    "/organisations/voisine-de-lens/",
    "/mon-espace/",
    "/api/v1/territories/62528",
    "/plan-du-site/",
    "/reseau/",
    "/reseau/?vue=matrice",
    "/reseau/?vue=tableau&sort=name",
    "/reseau/?territory=p-bassin",
    "/reseau/?organisation=atelier-public",
    "/reseau/exporter/svg",
    "/reseau/exporter/",
    "/reseau/exporter/noeuds.csv",
    "/reseau/exporter/liens.csv?dates=toutes",
    "/reseau/exporter/graphml?territory=p-bassin",
    "/reseau/exporter/gexf",
    "/reseau/exporter/kumu?organisation=atelier-public",
    "/reseau/exporter/pair",
    "/api/v1/network",
    "/api/v1/network?organisation=atelier-public",
    "/alliances/",
    "/alliances/?territory=62528&le=2026-11-01",
    "/alliances/?organisation=atelier-public",
    "/alliances/ecole-et-metiers/",
    "/alliances/ecole-et-metiers/historique/",
    "/alliances/ecole-et-metiers/chemin/",
    "/alliances/ecole-et-metiers/engagements/",
    "/alliances/ecole-et-metiers/charte/",
    "/api/v1/alliances",
    "/api/v1/alliances?territory=62",
    "/reseau/conseils/",
    "/reseau/conseils/?territory=p-bassin",
    "/reseau/conseils/?organisation=atelier-public",
]
HIDDEN_FROM = {
    "anonymous": ("Cercle réservé", "Dossier confié", "Pacte discret"),
    "member": ("Dossier confié",),
    "neighbour": ("Dossier confié", "Pacte discret"),
    "steward": ("Pacte discret",),
}


@pytest.mark.parametrize("visitor", sorted(HIDDEN_FROM))
def test_names_of_closed_organisations_appear_nowhere(world: World, visitor: str):
    leaks = [
        (path, name)
        for path in SURFACES
        for name in HIDDEN_FROM[visitor]
        if name in world.clients[visitor].get(path, follow=True).content.decode()
    ]
    assert leaks == []


@pytest.mark.parametrize(
    ("visitor", "seen"), [("anonymous", 2), ("neighbour", 3), ("steward", 4), ("administrator", 4)]
)
def test_counts_hold_only_what_the_reader_may_see(world: World, visitor: str, seen: int):
    client = world.clients[visitor]
    answer = client.get("/api/v1/search?kind=organisation").json()
    assert answer["total"] == seen
    assert sum(each["count"] for each in answer["facets"]["world"]) == seen
    assert client.get("/api/v1/map?bbox=-5,41,10,52&zoom=5&kind=organisation").json()["total"] == seen
    home = client.get("/").content.decode()
    assert re.search(rf"<dd>(<a[^>]*>)?{seen}(</a>)?</dd>", home)


def queries(world: World, visitor: str, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert world.clients[visitor].get(path).status_code == 404
    return [re.sub(r"'[^']*'", "?", query["sql"]) for query in captured]


@pytest.mark.parametrize("visitor", ["anonymous", "neighbour"])
def test_invisible_and_absent_ask_the_same_of_the_database(world: World, visitor: str):
    hidden = queries(world, visitor, f"/organisations/{world.stewards_only.slug}/")
    absent = queries(world, visitor, "/organisations/dossier-absent-abcdef/")
    assert hidden == absent


def test_address_of_a_closed_organisation_does_not_tell_of_a_twin(world: World):
    assert re.search(r"-[0-9a-f]{6}$", world.members_only.slug)
    assert re.search(r"-[0-9a-f]{6}$", world.stewards_only.slug)


def test_member_finds_what_members_may_see(world: World):
    assert world.clients["member"].get("/api/v1/search?q=cercle").json()["hits"][0]["title"] == "Cercle réservé"
