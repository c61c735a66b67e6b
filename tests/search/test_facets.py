import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest

from maillage.search import facets as sampling
from maillage.search.query import SearchQuery, Sort
from tests.search.conftest import document, titles


def counts(answer, facet):
    return {count.value: count.count for count in answer.facets[facet]}


def test_facets_count_the_answers(network):
    answer = network.search(SearchQuery(text="énergie"))
    assert counts(answer, "odd") == {"7": 1, "13": 1}
    assert counts(answer, "territory") == {"62": 1, "reg-32": 1}


def test_values_of_a_facet_are_alternatives_and_facets_add_up(network):
    both = network.search(SearchQuery(filters={"theme": ("ess", "climat")}))
    assert both.total == 4
    ess = network.search(SearchQuery(filters={"theme": ("ess", "climat"), "world": ("economique",)}))
    assert titles(ess.hits) == ["Alliance Sens & Économie"]


def test_chosen_facet_keeps_the_counts_of_its_other_values(network):
    answer = network.search(SearchQuery(filters={"world": ("economique",)}))
    assert answer.total == 2
    assert counts(answer, "world") == {"economique": 2, "interet-general": 2}
    assert [count.selected for count in answer.facets["world"]] == [True, False]
    assert counts(answer, "theme") == {"climat": 1, "ess": 1}


def test_chosen_value_without_answers_is_still_listed(network):
    answer = network.search(SearchQuery(text="poste", filters={"theme": ("inconnu",)}))
    assert answer.total == 0
    assert [(count.value, count.count, count.selected) for count in answer.facets["theme"]] == [("inconnu", 0, True)]


def test_chosen_value_is_listed_among_many(make_engine):
    crowd = [document(f"Nom {n}", facets={"theme": (f"t{n % 60:02}", "commun")}) for n in range(120)]
    engine = make_engine([*crowd, document("Rare", facets={"theme": ("zz",)})])
    listed = counts(engine.search(SearchQuery(filters={"theme": ("zz",)})), "theme")
    assert listed["zz"] == 1
    assert listed["commun"] == 120


def test_unknown_facet_is_ignored(network):
    assert network.search(SearchQuery(filters={"colour": ("red",)})).total == network.search(SearchQuery()).total


def test_kind_is_a_facet_of_every_document(network):
    assert counts(network.search(SearchQuery()), "kind") == {"territory": 13, "organisation": 6}


def test_box_filters_the_answers(network):
    north = SearchQuery(bbox=(2.0, 50.0, 3.2, 51.0), sort=Sort.NAME)
    assert titles(network.search(north).hits) == ["Énergies citoyennes", "Loos", "Loos-en-Gohelle"]


def test_page_beyond_the_end_gives_the_last_one(network):
    answer = network.search(SearchQuery(page=999, per_page=5))
    assert (answer.page, answer.pages, answer.total, len(answer.hits)) == (4, 4, 19, 4)
    assert network.search(SearchQuery(page=-3, per_page=0)).page == 1
    assert network.search(SearchQuery(text="xyzzyxyzzy", page=7)).page == 1


def test_pages_follow_each_other_without_gap(network):
    for sort in Sort:
        seen = []
        for page in range(1, 8):
            query = SearchQuery(page=page, per_page=3, sort=sort, near=(50.0, 2.5))
            seen += [hit.key for hit in network.search(query).hits]
        assert len(set(seen)) == 19


def test_names_are_sorted_as_in_a_french_list(make_engine):
    engine = make_engine([document(name) for name in ["zoo", "Éric", "école", "L’abri", "eau", "Œuvre", "oeillet"]])
    query = SearchQuery(sort=Sort.NAME)
    expected = ["L’abri", "eau", "école", "Éric", "oeillet", "Œuvre", "zoo"]
    assert titles(engine.search(query).hits) == expected


def test_counts_of_very_many_answers_are_estimated_and_told(make_engine, monkeypatch):
    crowd = [document(f"Nom {n}", facets={"theme": ("commun", f"t{n % 2}")}) for n in range(3000)]
    engine = make_engine(crowd)
    monkeypatch.setattr(sampling, "EXACT_UP_TO", 1000)
    monkeypatch.setattr(sampling, "SAMPLED", 800)
    answer = engine.search(SearchQuery(text="nom"))
    assert (answer.total, answer.estimated) == (3000, True)
    assert counts(answer, "theme")["commun"] == pytest.approx(3000, rel=0.15)
    assert counts(answer, "theme")["t1"] == pytest.approx(1500, rel=0.2)
    exact = engine.search(SearchQuery(text="nom 17"))
    assert (exact.total, exact.estimated, counts(exact, "theme")["t1"]) == (1, False, 1)


def test_search_answers_in_a_process_forked_after_a_first_search(network):
    question = SearchQuery(text="énergie", filters={"world": ("economique",)})
    network.search(question)
    network.reload()
    child = multiprocessing.get_context("fork").Process(target=network.search, args=(question,), daemon=True)
    child.start()
    child.join(timeout=20)
    assert child.exitcode == 0


def test_counts_of_one_question_asked_by_many_threads_at_once_are_the_same(network):
    with ThreadPoolExecutor(max_workers=8) as many:
        answers = list(many.map(lambda _: network.search(SearchQuery(text="poste")), range(64)))
    assert all(answer == answers[0] for answer in answers)
