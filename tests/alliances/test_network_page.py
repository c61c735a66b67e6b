"""The page of the network and its twins: the same truth in a graph, a map, a matrix, a table and sentences."""

import gzip
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.participations import add_participation
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Alliance, Participation
from maillage.core.dates import Span
from maillage.territories.models import Territory

SURFACES = (
    "/reseau/",
    "/reseau/?vue=matrice",
    "/reseau/?vue=tableau&sort=name",
    "/reseau/?le=2019-06-26",
    "/reseau/?avant=2016-01-01",
    "/reseau/?territory=p-bassin",
    "/reseau/?territory=62528",
    "/reseau/?territory=62498&semblables=1",
    "/reseau/?world=public",
    "/reseau/?organisation=atelier-public",
    "/reseau/?o=atelier-public&o=voisine-de-lens",
    "/reseau/exporter/svg",
    "/api/v1/network",
    "/api/v1/network?territory=p-bassin",
    "/api/v1/network?organisation=atelier-public",
)


INSTANT = re.compile(r"'[^']*'::timestamptz")


def read(client, path: str) -> dict:
    answer = client.get(path)
    assert answer.status_code == 200
    content = gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content
    return json.loads(content)


def since(year: int) -> Span:
    return Span(DateRange(date(year, 1, 1), None), "year")


@pytest.fixture
def dated(world):
    """An alliance of 2010 between two organisations, that a third one joins in 2016."""
    alliance = create_alliance(
        actor=world.users["member"],
        changes={
            "name": "Mobilité du Val",
            "purpose": "Partager les trajets.",
            "territory": world.perimeter,
            "span": since(2010),
        },
        organisations=[world.public, world.elsewhere],
    )
    for row in alliance.participations.all():
        row.period, row.start_precision = DateRange(date(2010, 1, 1), None), "year"
        row.save()
    return alliance


def shown(client, path: str) -> tuple[bytes, list[str]]:
    """Return what a visitor receives, and every query asked for it."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    content = gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content
    return content, [INSTANT.sub("?", query["sql"]) for query in captured]


@pytest.mark.parametrize("visitor", ["anonymous", "neighbour", "steward"])
@pytest.mark.parametrize("path", SURFACES)
def test_closed_alliance_changes_neither_a_byte_nor_a_query(world, visitor, path):
    client = world.clients[visitor]
    client.get(path)
    with_it = shown(client, path)
    Participation.objects.filter(alliance=world.partners_alliance).delete()
    Alliance.objects.filter(pk=world.partners_alliance.pk).delete()
    assert shown(client, path) == with_it


def test_partner_sees_the_closed_alliance_in_the_network(world):
    assert "Cercle réservé" in world.clients["member"].get("/reseau/").content.decode()
    names = {hit["name"] for hit in read(world.clients["member"], "/api/v1/network")["hits"]}
    assert names == {"Atelier public", "Voisine de Lens", "Cercle réservé"}


def test_api_gives_places_ties_and_names(world):
    answer = read(world.clients["anonymous"], "/api/v1/network")
    assert list(answer)[:2] == ["hits", "total"]
    assert [hit["name"] for hit in answer["hits"]] == ["Atelier public", "Voisine de Lens"]
    assert answer["ties"] == [[0, 1, 1.0, 0, [0], 0]]
    assert answer["alliances"] == [{"name": "École et métiers", "url": "/alliances/ecole-et-metiers/"}]
    assert all(isinstance(hit["x"], float) and isinstance(hit["y"], float) for hit in answer["hits"])


def test_page_and_api_tell_the_state_of_a_day(world, dated):
    client = world.clients["anonymous"]
    assert read(client, "/api/v1/network?as_of=2009-12-31")["total"] == 0
    assert read(client, "/api/v1/network?as_of=2010-01-01")["alliances"][0]["name"] == "Mobilité du Val"
    page = client.get("/reseau/?le=2019-06-26").content.decode()
    assert "Au 26 juin 2019" in page
    assert "École et métiers" not in page


def test_positions_stay_from_a_date_to_the_next(world, dated):
    add_participation(actor=None, alliance=dated, organisation=world.members_only, changes={"span": since(2016)})
    client = world.clients["member"]
    before = {hit["id"]: (hit["x"], hit["y"]) for hit in read(client, "/api/v1/network?as_of=2015-01-01")["hits"]}
    after = {hit["id"]: (hit["x"], hit["y"]) for hit in read(client, "/api/v1/network?as_of=2017-01-01")["hits"]}
    assert len(before) == 2
    assert len(after) == 3
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("le=2099-01-01", "n’est pas encore venu"),
        ("le=2000-01-01", "le premier fait daté est du 1er janvier 2010"),
        ("le=hier", "n’est pas une date"),
        ("le=%00", "Réseau des alliances"),
        ("avant=2099-01-01", "la première date vient avant la seconde"),
        ("territory=absent", "aucun territoire de ce nom"),
        ("theme=absent", "Ce thème n’existe pas"),
        ("world=absent", "Ce monde n’existe pas"),
        ("organisation=absente", "n’est pas dans le réseau visible ici"),
        ("o=absente", "organisation choisie"),
        ("vue=absente&sort=absent&taille=absente&page=absente", "Réseau des alliances"),
    ],
)
def test_address_that_cannot_be_understood_says_so(world, dated, asked, said):
    answer = world.clients["anonymous"].get(f"/reseau/?{asked}")
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("territory=Lens&territory-key=", "territory=62498"),
        ("territory=lens", "territory=62498"),
        ("territory=Lens&territory-key=62498-lens&vue=carte", "vue=carte&territory=62498"),
        ("territory=Loos-en-Gohelle&territory-key=62498-lens", "territory=62528"),
        ("territory=autre&territory-key=&territory-pick-0=62498-lens", "territory=62498"),
        ("territory=&territory-key=&world=public", "world=public"),
    ],
)
def test_territory_is_named_as_people_type_it(world, typed, address):
    answer = world.clients["anonymous"].get(f"/reseau/?{typed}")
    assert (answer.status_code, answer["Location"]) == (302, f"/reseau/?{address}")


def test_several_territories_of_a_name_are_proposed(world):
    Territory.objects.filter(code__in=["62528", "62498"]).update(name="Jumelle", folded_name="jumelle", long_name="")
    page = world.clients["anonymous"].get("/reseau/?territory=jumelle&territory-key=").content.decode()
    assert "plusieurs territoires conviennent" in page
    assert page.count('name="territory-pick-0"') == 2
    assert "Commune, Pas-de-Calais" in page
    assert '<details class="network-filters" open>' in page


def test_territory_without_a_tie_says_what_to_do(world):
    Participation.objects.all().delete()
    page = world.clients["anonymous"].get("/reseau/?territory=62528").content.decode()
    assert "Aucun lien n’est encore connu ici" in page
    assert 'href="/territoires/62528-loos-en-gohelle/"' in page
    assert 'value="Loos-en-Gohelle"' in page


@pytest.mark.parametrize(("asked", "opened"), [("", False), ("?vue=tableau", True), ("?sort=name", True)])
def test_table_is_folded_unless_asked_for(world, asked, opened):
    page = world.clients["anonymous"].get(f"/reseau/{asked}").content.decode()
    assert ('<details class="fold" id="pli-tableau" open>' in page) is opened
    assert '<details class="fold" id="pli-tableau"' in page


def test_first_sentences_are_open_and_the_others_folded(world):
    page = world.clients["anonymous"].get("/reseau/").content.decode()
    before, _fold, after = page.partition('id="pli-suite"')
    assert "Qui est indispensable" in before
    assert "De quoi parle-t-on" in after


def test_hidden_organisation_is_answered_as_an_absent_one(world):
    client = world.clients["anonymous"]
    hidden = client.get(f"/reseau/?organisation={world.members_only.slug}").content.decode()
    absent = client.get("/reseau/?organisation=absente-abcdef").content.decode()
    assert hidden.replace(world.members_only.slug, "") == absent.replace("absente-abcdef", "")


@pytest.mark.parametrize("asked", ["as_of=hier", "as_of=2099-01-01", "territory=absent", "world=absent"])
def test_api_refuses_in_french_what_it_cannot_read(world, asked):
    answer = world.clients["anonymous"].get(f"/api/v1/network?{asked}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Paramètre à corriger"


def test_contested_tie_is_apart_and_counts_nowhere(world, dated):
    Participation.objects.filter(alliance=dated, organisation=world.elsewhere).update(state="contested")
    client = world.clients["anonymous"]
    answer = read(client, "/api/v1/network?as_of=2012-01-01")
    assert (answer["total"], answer["ties"], answer["contested"]) == (0, [], 1)
    page = client.get("/reseau/?le=2012-01-01").content.decode()
    assert "Ce qui est contesté" in page
    assert "Mobilité du Val" in page


def test_two_dates_are_compared_with_reasons(world, dated):
    add_participation(actor=None, alliance=dated, organisation=world.members_only, changes={"span": since(2016)})
    page = world.clients["member"].get("/reseau/?le=2017-01-01&avant=2015-01-01").content.decode()
    assert "Ce qui a changé du 1er janvier 2015 au 1er janvier 2017" in page
    assert "Atelier public et Cercle réservé" in page
    assert "2\u00a0liens gagnés et pourquoi" in page


def test_sentences_name_organisations_and_lead_to_them(world):
    page = world.clients["anonymous"].get("/reseau/?vue=tableau").content.decode()
    assert "Le nombre et sa définition" in page
    assert re.search(r'href="/reseau/\?vue=tableau&amp;organisation=[a-z-]+"', page)


def test_fact_of_unknown_date_is_counted_apart(world):
    relation = add_relation(actor=None, from_organisation=world.public, to_organisation=world.elsewhere, kind="funds")
    relation.period = None
    relation.attested_on = None
    relation.save()
    assert "de date inconnue" in world.clients["anonymous"].get("/reseau/").content.decode()


def test_views_are_links_that_keep_the_rest_of_the_address(world):
    page = world.clients["anonymous"].get("/reseau/?vue=matrice&territory=p-bassin&le=2025-01-01").content.decode()
    assert 'href="/reseau/?territory=p-bassin&amp;le=2025-01-01&amp;vue=carte"' in page
    assert "Les liens entre mondes" in page


def test_matrix_counts_each_tie_once(world):
    page = world.clients["anonymous"].get("/reseau/?vue=matrice").content.decode()
    assert "Sur 1 lien, 0 relie deux mondes différents" in page.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(("population", "beside"), [(17_000, True), (3_000, False)])
def test_territory_stands_beside_those_of_its_kind_and_size(world, population, beside):
    Territory.objects.filter(code="62528").update(population=population)
    page = world.clients["anonymous"].get("/reseau/?territory=62498&semblables=1").content.decode()
    assert ("Loos-en-Gohelle" in page.partition('id="semblables"')[2].partition("</section>")[0]) is beside


def test_picture_names_organisations_and_stands_alone(world):
    answer = world.clients["anonymous"].get("/reseau/exporter/svg")
    picture = answer.content.decode()
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "attachment" in answer["Content-Disposition"]
    assert "Atelier public" in picture
    assert "style=" not in picture


def test_page_is_light_without_the_graph(world):
    assert len(world.clients["anonymous"].get("/reseau/").content) < 60_000


@pytest.mark.parametrize("path", ["/reseau/", "/api/v1/network", "/reseau/exporter/svg"])
def test_queries_do_not_grow_with_the_network(world, path):
    client = world.clients["anonymous"]
    client.get(path)
    _bytes, few = shown(client, path)
    for number in range(3):
        create_alliance(
            actor=world.users["member"],
            changes={"name": f"Suite {number}", "purpose": "Grandir.", "territory": world.perimeter},
            organisations=[world.public, world.elsewhere],
        )
    _bytes, more = shown(client, path)
    assert len(more) == len(few)
