"""What a person may not see must not be guessed either: every way to ask is tried against closed documents."""

import datetime as dt

import pytest

from maillage.search.engine import Engine
from maillage.search.query import PUBLIC, SearchQuery, Sort
from tests.search.conftest import FACETS, MakeEngine, document, write

MEMBERS = frozenset({"public", "members"})
NEIGHBOUR = frozenset({"public", "alliance:2"})

CLOSED = [
    document(
        f"Quetzalcoatl numéro {number}",
        aliases=("Xochimilco",),
        codes=("99999", "W999999999"),
        body="Un vocabulaire unique : rhododendron, bathyscaphe.",
        subtitle="Sous-titre kaléidoscopique",
        audiences=audiences,
        facets={"theme": ("theme-cache",), "territory": ("territoire-cache",)},
        latitude=48.85,
        longitude=2.35,
        date=dt.date(2020, 1, 1),
        weight=50.0,
    )
    for number, audiences in enumerate([("members",), ("alliance:1",), ("steward:9",), ("space:3", "alliance:1")])
]
OPEN = [document("Maison ouverte", body="Un vocabulaire ordinaire.", facets={"theme": ("theme-visible",)})]

PROBES = [
    "quetzalcoatl",
    "quetzalcoatk",
    "xochimilco",
    "99999",
    "W999999999",
    "rhododendron",
    "rhododendrons",
    "rododendron",
    "bathyscafe",
    "kaléidoscopique",
    '"vocabulaire unique"',
    "quetz",
    "que",
    "q",
    "quetzalcoatl OR maison",
    "audience:members",
    "",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Open and closed documents, read by all these tests and written by none."""
    folder = tmp_path_factory.mktemp("leaks")
    write(folder, [*CLOSED, *OPEN])
    return Engine.open(folder, FACETS)


@pytest.mark.parametrize("text", PROBES)
@pytest.mark.parametrize("sort", list(Sort))
def test_search_gives_nothing_of_closed_documents(engine, text, sort):
    for filters in ({}, {"theme": ("theme-cache",)}, {"territory": ("territoire-cache",)}, {"kind": ("organisation",)}):
        for audiences in (PUBLIC, NEIGHBOUR, frozenset()):
            query = SearchQuery(text=text, filters=filters, sort=sort, near=(48.85, 2.35), audiences=audiences)
            answer = engine.search(query)
            assert {hit.title for hit in answer.hits} <= {"Maison ouverte"}
            assert answer.total <= 1
            values = {count.value for counts in answer.facets.values() for count in counts if count.count}
            assert values <= {"organisation", "theme-visible"}
            assert not any("uetz" in word or "rhodo" in word or "bathy" in word for word in answer.suggestions)
            assert answer.widest is None or (answer.widest.value, answer.widest.count) in {
                ("organisation", 1),
                ("theme-visible", 1),
            }


@pytest.mark.parametrize("text", PROBES)
def test_suggest_gives_nothing_of_closed_documents(engine, text):
    for audiences in (PUBLIC, NEIGHBOUR, frozenset()):
        assert {hit.title for hit in engine.suggest(text, audiences)} <= {"Maison ouverte"}


@pytest.mark.parametrize("text", PROBES)
@pytest.mark.parametrize("zoom", [0, 5, 13, 20])
def test_cells_give_nothing_of_closed_documents(engine, text, zoom):
    for box in (None, (2.0, 48.0, 3.0, 49.0)):
        answer = engine.cells(SearchQuery(text=text, bbox=box), zoom, "theme")
        assert (answer.total, answer.cells, answer.points) == (0, (), ())
        assert answer.unplaced <= 1


def test_closed_documents_are_found_by_those_who_may(engine):
    assert engine.search(SearchQuery(text="quetzalcoatl", audiences=MEMBERS)).total == 1
    assert engine.search(SearchQuery(text="rhododendron", audiences=frozenset({"alliance:1"}))).total == 2
    assert engine.search(SearchQuery(text="rododendron", audiences=MEMBERS)).suggestions[0] == "rhododendron"
    assert engine.suggest("quetz", frozenset({"steward:9"}))[0].title == "Quetzalcoatl numéro 2"


def test_counts_remembered_for_one_person_are_not_given_to_another(make_engine: MakeEngine):
    engine = make_engine([*CLOSED, *OPEN])
    closed = engine.search(SearchQuery(audiences=MEMBERS))
    public = engine.search(SearchQuery())
    assert (closed.total, public.total) == (2, 1)
    assert "theme-cache" not in {count.value for count in public.facets["theme"]}


def test_document_without_audience_is_refused(make_engine: MakeEngine):
    with pytest.raises(ValueError, match="audience"):
        make_engine([document("Sans public", audiences=())])
