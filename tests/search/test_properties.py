"""Whatever is typed: an answer, never an exception, and never anything outside the audiences."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from maillage.search.query import SearchQuery, Sort
from tests.search.conftest import FACETS

WORDS = st.sampled_from(
    [
        "zanzibar",
        "secret",
        "mécènes",
        "loos",
        "st",
        "PTCE",
        "62",
        "AND",
        "NOT",
        '"',
        "(",
        "*",
        "~2",
        "-",
        "élus",
        "ess",
        ":",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map(" ".join), st.text("\"'()[]{}*?~^:\\/+-&|!"))
NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
FILTERS = st.dictionaries(
    st.one_of(st.sampled_from(FACETS), st.text(max_size=5)),
    st.lists(st.one_of(st.sampled_from(["organisation", "mecenat", "62"]), st.text(max_size=9)), max_size=3).map(tuple),
    max_size=3,
)
QUERIES = st.builds(
    SearchQuery,
    text=TEXTS,
    filters=FILTERS,
    near=st.none() | st.tuples(NUMBERS, NUMBERS),
    bbox=st.none() | st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    sort=st.sampled_from(list(Sort)),
    page=st.integers(-5, 10**9),
    per_page=st.integers(-5, 10**6),
    audiences=st.sampled_from([frozenset({"public"}), frozenset(), frozenset({"public", "alliance:1"})]),
)
CLOSED = "organisation:Club secret des mécènes"
calm = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@calm
@given(query=QUERIES, zoom=st.integers(-10, 50))
@example(query=SearchQuery(text="\ud800", filters={"theme": ("\ud800",), "\ud800": ("x",)}), zoom=5)
@example(query=SearchQuery(text="a" * 10_000), zoom=5)
@example(query=SearchQuery(text="e" * 70 + " " + "é" * 250), zoom=5)
def test_any_question_is_answered_within_the_audience(network, query, zoom):
    answer = network.search(query)
    assert all(hit.key != CLOSED for hit in answer.hits)
    assert "mecenat" not in {each.value for each in answer.facets["theme"] if each.count}
    assert not {"zanzibar", "mécènes"} & set(" ".join(answer.suggestions).split()) - set(query.text.lower().split())
    assert answer.widest is None or answer.widest.value != "mecenat"
    assert 1 <= answer.page <= answer.pages
    assert all(hit.key != CLOSED for hit in network.suggest(query.text, query.audiences))
    cells = network.cells(query, zoom, "theme")
    assert all(point.key != CLOSED for point in cells.points)
    assert all("mecenat" not in cell.shares for cell in cells.cells)
    if not query.audiences:
        assert (answer.total, answer.hits, cells.total, cells.unplaced) == (0, (), 0, 0)


@calm
@given(text=TEXTS)
def test_members_see_at_least_what_visitors_see(network, text):
    members = frozenset({"public", "members"})
    public = network.search(SearchQuery(text=text))
    if not public.approximate:
        assert network.search(SearchQuery(text=text, audiences=members)).total >= public.total
