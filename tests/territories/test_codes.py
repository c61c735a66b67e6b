import pytest

from maillage.territories.lookup import COMMUNE, explain_unknown, find_by_words, nearest_codes
from maillage.territories.models import Territory
from maillage.territories.querysets import fold_name, possible_codes
from maillage.territories.wording import count_inhabitants, name_areas, of_place


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("62528", "62528"),
        ("62528-loos-en-gohelle", "62528"),
        ("62528-un-mauvais-nom", "62528"),
        ("2a004", "2A004"),
        ("2A004-ajaccio", "2A004"),
        ("62", "62"),
        ("2a", "2A"),
        ("reg-32", "reg-32"),
        ("REG-32-hauts-de-france", "reg-32"),
        ("fr", "FR"),
        ("62041", "62041"),
        ("62041-deleguee", "62041-deleguee"),
        ("62041-deleguee-arras", "62041-deleguee"),
        ("246200364-lens-lievin", "246200364"),
        ("200057941", "200057941"),
        ("75112", "75112"),
        ("987", "987"),
    ],
)
def test_address_leads_to_the_territory(geography, address, code):
    found = Territory.objects.resolve(address)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "address", ["20004", "99999", "", "-", "nouveau-monde", "62528\x00", "😀", "9" * 3000, "reg-62"]
)
def test_unknown_address_leads_nowhere(geography, address):
    assert Territory.objects.resolve(address) is None


@pytest.mark.parametrize("code", ["01001", "2A004", "2B033", "95500", "97101", "98735"])
def test_possible_commune_code(code):
    assert COMMUNE.match(code)


@pytest.mark.parametrize("code", ["20004", "00001", "96001", "99001", "2C001", "6252", "625288"])
def test_impossible_commune_code(code):
    assert not COMMUNE.match(code)


def test_corsican_code_of_old_suggests_the_right_half(geography):
    assert [each.code for each in nearest_codes("20004")] == ["2A004"]
    assert "2A ou 2B" in explain_unknown("20004")


def test_unknown_rank_suggests_the_nearest_ranks(geography):
    assert [each.code for each in nearest_codes("62527")] == ["62528", "62510", "62498"]


def test_code_of_a_former_commune_suggests_it(geography):
    assert [each.code for each in nearest_codes("62999")] == ["62999-deleguee"]


def test_possible_codes_are_tried_longest_first():
    assert possible_codes("p-val-d-exemple")[:2] == ["p-val-d-exemple", "p-val-d"]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("St-Maurice", "saint maurice"),
        ("L’Haÿ-les-Chênes", "l hay les chenes"),
        ("Ste Foy", "sainte foy"),
        ("x" * 3000, "x" * 200),
        ("😀", ""),
    ],
)
def test_names_fold(name, folded):
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("loos en gohelle", ["62528"]),
        ("LOOS-EN-GOHELLE", ["62528"]),
        ("st maurice", ["59571", "94069"]),
        ("gohelle loos", ["62528"]),
        ("haÿ", ["94077"]),
        ("62300", ["62498"]),
        ("94410", ["94069", "94077"]),
        ("75012", ["75056", "75112"]),
        ("246200364", ["246200364"]),
        ("😀", []),
        ("", []),
        ("\x00", []),
        ("a" * 10_000, []),
    ],
)
def test_words_find_territories(geography, words, codes):
    assert sorted(find_by_words(words).values_list("code", flat=True)) == codes


@pytest.mark.parametrize(
    ("name", "liaison", "written"),
    [
        ("Lens", 0, "de Lens"),
        ("Arras", None, "d’Arras"),
        ("Le Havre", None, "du Havre"),
        ("Les Mureaux", None, "des Mureaux"),
        ("La Rochelle", None, "de la Rochelle"),
        ("L'Île-d'Yeu", 5, "de l’Île-d'Yeu"),
        ("Pas-de-Calais", 2, "du Pas-de-Calais"),
        ("Ain", 5, "de l’Ain"),
        ("Ardennes", 4, "des Ardennes"),
        ("Indre-et-Loire", 1, "d’Indre-et-Loire"),
    ],
)
def test_names_bind_with_their_article(name, liaison, written):
    assert of_place(name, liaison) == written


def test_areas_are_listed_or_counted():
    assert name_areas([("Nord", 2), ("Aisne", 5)]) == "du Nord et de l’Aisne"
    assert name_areas([("Nord", 2)] * 4) == "de 4 départements"


def test_population_zero_is_a_number_and_none_is_unknown():
    assert count_inhabitants(0, 2023) == "aucun habitant en 2023"
    assert count_inhabitants(None, 2023) == "population inconnue"
    assert count_inhabitants(6799, 2023) == "6\u202f799\u00a0habitants en 2023"
    assert count_inhabitants(100, None) == "100\u00a0habitants (année non précisée)"
