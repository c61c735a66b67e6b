import pytest

from maillage.search.query import PUBLIC
from tests.search.conftest import document, titles


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lo", "Loos"),
        ("loos-e", "Loos-en-Gohelle"),
        ("loos en go", "Loos-en-Gohelle"),
        ("gohel", "Loos-en-Gohelle"),
        ("la p", "La Poste"),
        ("pos", "La Poste"),
        ("st mau", "Saint-Maurice"),
        ("perig", "PNR Périgord-Limousin"),
        ("pnr p", "PNR Périgord-Limousin"),
        ("62750", "Loos-en-Gohelle"),
        ("6275", "Loos-en-Gohelle"),
        ("200 072 460", "Communauté d’agglomération de Béthune-Bruay"),
        ("ptce", "Pôle territorial de coopération économique Vivre les Mureaux"),
        ("énerg", "Énergies citoyennes"),
        ("energie cito", "Énergies citoyennes"),
        ("gohele", "Loos-en-Gohelle"),
        ("siant", "Saint-Maurice"),
        ("goehll", "Loos-en-Gohelle"),
        ("ase", "Alliance Sens & Économie"),
    ],
)
def test_beginning_of_a_name_suggests_it(network, typed, first):
    assert titles(network.suggest(typed, PUBLIC))[0] == first


@pytest.mark.parametrize("typed", ["", " ", "(((", "xyzzyxyzzy", "-", "😀"])
def test_nothing_to_suggest_is_an_empty_list(network, typed):
    assert network.suggest(typed, PUBLIC) == []


def test_suggestions_mark_the_typed_words_and_are_limited(network):
    hits = network.suggest("l", PUBLIC, limit=2)
    assert len(hits) == 2
    assert network.suggest("gohel", PUBLIC)[0].title_html == "Loos-en-<mark>Gohelle</mark>"


def test_short_beginning_prefers_heavy_documents(make_engine):
    crowd = [document(f"Lieu-dit {n}", kind="territory") for n in range(60)]
    engine = make_engine([*crowd, document("Ligue de l’enseignement", weight=3)])
    assert titles(engine.suggest("li", PUBLIC))[0] == "Ligue de l’enseignement"


def test_beginning_of_a_corsican_code_suggests_its_commune(make_engine):
    engine = make_engine([document("Ajaccio", kind="territory", codes=("2A004", "20000"))])
    assert titles(engine.suggest("2a0", PUBLIC)) == ["Ajaccio"]
    assert titles(engine.suggest("200", PUBLIC)) == ["Ajaccio"]


def test_suggestions_may_be_kept_to_some_kinds(network):
    everything = {hit.kind for hit in network.suggest("l", PUBLIC, limit=50)}
    assert len(everything) > 1
    assert {hit.kind for hit in network.suggest("l", PUBLIC, filters={"kind": ("territory",)})} == {"territory"}
    assert network.suggest("loos-en-g", PUBLIC, filters={"kind": ("territory",)})[0].title == "Loos-en-Gohelle"
    assert network.suggest("loos", PUBLIC, filters={"kind": ("inconnue",)}) == []
