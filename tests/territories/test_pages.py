import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.territories.domain.declare import DeclaredPart, declare_territory
from maillage.territories.models import Territory

MOST_QUERIES = 12


def text_of(response):
    body = response.content.decode().partition("<main")[2]
    words = re.sub(r"<[^>]+>", " ", body.replace("&#x27;", "’"))
    return " ".join(words.replace("\u202f", " ").replace("\u00a0", " ").replace("&nbsp;", " ").split())


@pytest.fixture
def read(client, geography):
    """Give the status and the text of a page."""

    def get(address, **query):
        response = client.get(address, query)
        return response.status_code, text_of(response)

    return get


def test_page_of_a_commune_says_it_all(read):
    status, text = read("/territoires/62528-loos-en-gohelle/")
    assert status == 200
    assert (
        "Loos-en-Gohelle est une commune du Pas-de-Calais, dans la communauté d’agglomération de Lens - Liévin : "
        "6 799 habitants en 2023." in text
    )
    assert "Code postal 62750" in text
    assert "Les autres communes de la communauté d’agglomération de Lens - Liévin" in text
    assert "Composition constatée au 1er janvier 2026" in text


def test_page_of_an_epci_counts_it_in_each_departement(read):
    _status, text = read("/territoires/246200364-lens-lievin/")
    assert "réunit 4 communes du Pas-de-Calais et du Nord" in text
    assert "Pas-de-Calais (3 communes, 69 755 habitants)" in text
    assert "Nord (1 commune, 100 habitants)" in text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/territoires/75056-paris/", "Paris est une commune, dans la métropole du Grand Paris : 2 103 778 habitants"),
        (
            "/territoires/75112-paris-12e-arrondissement/",
            "Paris 12e Arrondissement est un arrondissement municipal de Paris : 138 024 habitants en 2023.",
        ),
        (
            "/territoires/200057941-paris-est-marne-et-bois/",
            "Paris Est Marne et Bois, établissement public territorial, réunit 2 communes du Val-de-Marne",
        ),
        ("/territoires/59001-ouessant-du-nord/", "Ouessant-du-Nord est une commune du Nord : 800 habitants en 2023."),
        ("/territoires/59002-village-detruit/", "aucun habitant en 2023"),
        (
            "/territoires/98411-iles-saint-paul-et-nouvelle-amsterdam/",
            "est une commune des Terres australes et antarctiques françaises : population inconnue.",
        ),
        (
            "/territoires/62-pas-de-calais/",
            "Le département du Pas-de-Calais, dans la région Hauts-de-France, compte 4 ",
        ),
        ("/territoires/reg-32-hauts-de-france/", "La région Hauts-de-France compte 2 départements et 9 communes"),
        ("/territoires/976-mayotte/", "Le département de Mayotte compte 1 commune et 1 intercommunalité : 5 192 "),
        ("/territoires/FR-france/", "habitants en 2023 pour l’essentiel."),
        ("/territoires/FR-france/", "1 commune de population inconnue n’y est pas comptée"),
        ("/territoires/987-polynesie-francaise/", "Polynésie française, collectivité d’outre-mer, compte 1 commune"),
        ("/territoires/62041-deleguee-arras/", "Arras est une commune déléguée d’Arras ; sa population"),
    ],
)
def test_pages_of_every_kind_are_written(read, address, sentence):
    status, text = read(address)
    assert status == 200
    assert sentence in text


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/territoires/62528/", "/territoires/62528-loos-en-gohelle/"),
        ("/territoires/62528-mauvais/", "/territoires/62528-loos-en-gohelle/"),
        ("/territoires/2a004/", "/territoires/2A004-ajaccio/"),
        ("/territoires/reg-32/", "/territoires/reg-32-hauts-de-france/"),
        ("/territoires/62528/?le=2019-06-26", "/territoires/62528-loos-en-gohelle/?le=2019-06-26"),
    ],
)
def test_code_alone_or_wrong_slug_redirects_for_good(client, geography, address, target):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, target)


def test_impossible_code_is_explained_with_the_nearest(read):
    status, text = read("/territoires/20004/")
    assert status == 404
    assert "en Corse, les codes de communes commencent par 2A ou 2B" in text
    assert "2A004 Ajaccio" in text


@pytest.mark.parametrize(
    "address", ["/territoires/%F0%9F%98%80/", "/territoires/62528%00/", "/territoires/" + "x" * 3000 + "/"]
)
def test_nonsense_address_is_a_plain_404(read, address):
    status, text = read(address)
    assert status == 404
    assert "introuvable" in text


def test_postal_code_lists_its_communes(read):
    status, text = read("/territoires/code-postal/94410/")
    assert status == 200
    assert "Il dessert 2 territoires" in text
    assert read("/territoires/code-postal/00000/")[0] == 404


def test_search_by_name_works_without_script(read):
    assert "2 territoires trouvés" in read("/territoires/", q="st maurice")[1]
    status, text = read("/territoires/", q="20004")
    assert status == 200
    assert "commencent par 2A ou 2B" in text


def test_lists_have_pages_and_say_when_one_is_beyond_the_end(read):
    address = "/territoires/62-pas-de-calais/composition/commune/"
    assert "4 territoires" in read(address)[1]
    for page in ("2", "0", "-1", "abc", "9" * 400):
        status, text = read(address, page=page)
        assert status == 404
        assert "La liste tient en une page." in text
    assert read("/territoires/62-pas-de-calais/composition/nuage/")[0] == 404


def test_date_that_is_none_is_told_and_the_page_still_shown(read):
    status, text = read("/territoires/62528-loos-en-gohelle/", le="26/06/2019")
    assert status == 200
    assert "n’est pas une date" in text


def test_date_before_the_vintage_has_a_caution(read):
    _status, text = read("/territoires/246200364-lens-lievin/", le="2019-06-26")
    assert "celle du 1er janvier 2026 : au 26 juin 2019, elle pouvait être différente" in text


def test_index_browses_by_region(read):
    status, text = read("/territoires/")
    assert status == 200
    assert "Hauts-de-France" in text
    assert "Polynésie française" in text


def test_empty_database_teaches(client, db):
    response = client.get("/territoires/")
    assert response.status_code == 200
    assert "n’est pas encore chargée" in text_of(response)


@pytest.mark.parametrize(
    "address", ["62528", "246200364", "62", "reg-32", "FR", "75056", "200057941", "p-bassin-minier"]
)
def test_page_asks_few_queries(client, territory, address):
    declare_territory(
        actor=None, code="p-bassin-minier", kind="perimeter", name="Bassin minier", parts=[DeclaredPart(code="62")]
    )
    url = territory(address).get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= MOST_QUERIES


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_perimeter_asks_the_same_queries_for_one_and_three_parts(client, territory, number):
    parts = [DeclaredPart(code=code) for code in ("62528", "62498", "62041")[:number]]
    perimeter = declare_territory(actor=None, code="p-essai", kind="perimeter", name="Essai", parts=parts)
    client.get(perimeter.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(perimeter.get_absolute_url())
    assert len([query for query in queries if "territories_" in query["sql"]]) <= 9
    assert len(queries) <= MOST_QUERIES


def test_name_of_emoji_or_of_any_length_is_shown(client, geography):
    declare_territory(actor=None, code="p-sans-nom", kind="perimeter", name="😀" * 200)
    assert client.get("/territoires/p-sans-nom/").status_code == 200


def test_country_and_foreign_area_have_their_own_codes(client, geography):
    declare_territory(actor=None, code="pays-ma", kind="country", name="Maroc", point=(31.8, -7.1))
    declare_territory(
        actor=None, code="etr-rhamna", kind="foreign", name="Rhamna", part_of=["pays-ma"], point=(32.3, -7.9)
    )
    assert client.get("/territoires/pays-ma/")["Location"] == "/territoires/pays-ma-maroc/"
    assert "Rhamna est un territoire étranger (Maroc)." in text_of(client.get("/territoires/etr-rhamna/"))
    assert Territory.objects.get(code="pays-ma").communes_count == 0


def test_json_describes_a_territory(client, geography):
    data = client.get("/api/v1/territories/62528").json()
    assert data["code"] == "62528"
    assert data["population"] == {"value": 6799, "year": 2023, "communes": 0, "communes_unknown": 0}
    assert {each["code"] for each in data["ancestors"]} == {"246200364", "62", "reg-32", "FR"}
    assert data["point"]["precision"] == "exact"


def test_json_of_an_unknown_code_is_a_problem_in_french(client, geography):
    response = client.get("/api/v1/territories/20004")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/problem+json")
    assert "2A ou 2B" in response.json()["detail"]
