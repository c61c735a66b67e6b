"""Short answers for a block of a page: counts, and the first names by tag."""

import pytest

from maillage.search.engine import Engine
from maillage.search.query import SearchQuery
from tests.search.conftest import document, titles

PUBLIC = frozenset({"public"})


@pytest.fixture
def engine(make_engine) -> Engine:
    made = [
        document(name, tags=(tag,), facets={"world": (world,), "territory": ("62",)}, audiences=audiences)
        for name, tag, world, audiences in (
            ("Écluse", "seated:62", "public", ("public",)),
            ("Atelier", "seated:62", "public", ("public",)),
            ("Drague", "seated:62", "economique", ("public",)),
            ("Club réservé", "seated:62", "academique", ("members",)),
            ("Passage", "acting:62", "public", ("public",)),
        )
    ]
    return make_engine([*made, document("Ailleurs", tags=("seated:59",), facets={"territory": ("59",)})])


def look(engine: Engine, audiences: frozenset[str] = PUBLIC):
    tags = ("seated:62", "acting:62", "acting:59")
    return engine.overview({"territory": ("62",)}, audiences, facets=("world",), tags=tags, shown=2)


def test_parts_have_their_total_and_the_first_names(engine):
    parts = look(engine).parts
    assert {tag: part.total for tag, part in parts.items()} == {"seated:62": 3, "acting:62": 1, "acting:59": 0}
    assert titles(parts["seated:62"].hits) == ["Atelier", "Drague"]


def test_facets_are_counted_over_all_the_parts(engine):
    assert {each.value: each.count for each in look(engine).facets["world"]} == {"public": 3, "economique": 1}


def test_closed_documents_are_counted_for_their_readers_only(engine):
    opened = look(engine, PUBLIC | {"members"})
    assert opened.parts["seated:62"].total == 4
    assert "academique" in {each.value for each in opened.facets["world"]}
    assert look(engine, frozenset()).parts["seated:62"].total == 0


def test_a_tag_is_no_filter_of_a_search(engine):
    assert engine.search(SearchQuery(filters={"tag": ("seated:59",)})).total == 5
