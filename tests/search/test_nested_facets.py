"""Values of a nested facet stand inside each other: choosing one counts what is inside it."""

from maillage.search.engine import Engine
from maillage.search.query import SearchQuery
from tests.search.conftest import FACETS, document, write


def test_counts_of_a_nested_facet_follow_its_own_choice(tmp_path):
    folder = tmp_path / "build"
    folder.mkdir()
    write(
        folder,
        [
            document("Atelier du bassin", facets={"territory": ("62528", "62", "reg-32")}),
            document("Jardin du bassin", facets={"territory": ("62498", "62", "reg-32")}),
            document("Chaire des Alpes", facets={"territory": ("38185", "38", "reg-84")}),
        ],
    )
    engine = Engine.open(folder, FACETS, nested=("territory",))

    answer = engine.search(SearchQuery(filters={"territory": ("reg-32",)}))

    counts = {each.value: each.count for each in answer.facets["territory"]}
    assert counts == {"reg-32": 2, "62": 2, "62528": 1, "62498": 1}
