import datetime as dt
import random

import pytest

from maillage.search.distance import around, kilometres
from maillage.search.query import SearchQuery, Sort
from maillage.search.schema import cells_of
from tests.search.conftest import document, titles

LENS = (50.43, 2.83)


def scattered(count, seed=7):
    chance = random.Random(seed)
    return [
        document(
            f"Lieu {n}",
            latitude=chance.uniform(42, 51),
            longitude=chance.uniform(-5, 8),
            facets={"world": (f"w{n % 3}",)},
        )
        for n in range(count)
    ]


def test_kilometres_is_the_great_circle_distance():
    assert kilometres((48.8566, 2.3522), (45.764, 4.8357)) == pytest.approx(391.5, abs=1)
    assert kilometres((0, 179.9), (0, -179.9)) == pytest.approx(22.24, abs=0.1)


def test_around_holds_the_circle():
    west, south, east, north = around(LENS, 10)
    for latitude, longitude in ((south, LENS[1]), (north, LENS[1]), (LENS[0], west), (LENS[0], east)):
        assert kilometres(LENS, (latitude, longitude)) >= 10
    assert around((89.99, 0), 500) is None


def test_distance_sort_is_exact_on_every_page(make_engine):
    places = scattered(400)
    engine = make_engine([*places, document("Sans lieu"), document("Autre sans lieu")])
    expected = sorted(places, key=lambda each: kilometres(LENS, (each.latitude, each.longitude)))
    query = SearchQuery(near=LENS, sort=Sort.DISTANCE, per_page=100)
    pages = [engine.search(SearchQuery(near=LENS, sort=Sort.DISTANCE, per_page=100, page=page)) for page in range(1, 6)]
    given = [hit.title for page in pages for hit in page.hits]
    assert given[:400] == [each.title for each in expected]
    assert given[400:] == ["Autre sans lieu", "Sans lieu"]
    first = engine.search(query).hits[0]
    assert first.distance_km == pytest.approx(kilometres(LENS, (first.latitude, first.longitude)))


def test_distance_sort_crosses_the_antimeridian(make_engine):
    engine = make_engine(
        [
            document("Wallis", latitude=-13.3, longitude=-176.2),
            document("Fidji", latitude=-17.7, longitude=178.0),
            document("Nouméa", latitude=-22.3, longitude=166.4),
        ]
    )
    query = SearchQuery(near=(-17.0, 179.9), sort=Sort.DISTANCE)
    assert titles(engine.search(query).hits) == ["Fidji", "Wallis", "Nouméa"]


def test_distance_sort_without_a_place_falls_back_to_relevance(network):
    assert titles(network.search(SearchQuery(text="poste", sort=Sort.DISTANCE)).hits)[0] == "La Poste"


def test_date_sort_puts_recent_first_and_undated_last(make_engine):
    dates = {"Ancien": dt.date(1901, 7, 1), "Récent": dt.date(2025, 3, 1), "Moyen": dt.date(2010, 1, 1), "Sans": None}
    engine = make_engine([document(name, date=date) for name, date in dates.items()])
    answer = engine.search(SearchQuery(sort=Sort.DATE))
    assert titles(answer.hits) == ["Récent", "Moyen", "Ancien", "Sans"]
    assert answer.hits[2].date == dt.date(1901, 7, 1)


def test_impossible_places_are_no_places(make_engine):
    wrong = [(91.0, 0.0), (float("nan"), 2.0), (48.0, 181.0), (48.0, None), (float("inf"), 0.0)]
    engine = make_engine([document(f"Nom {n}", latitude=lat, longitude=lon) for n, (lat, lon) in enumerate(wrong)])
    assert engine.cells(SearchQuery(), 5).unplaced == len(wrong)


@pytest.mark.parametrize("zoom", [-4, 3, 5, 8, 11, 13, 40])
def test_cells_count_every_place_once(make_engine, zoom):
    engine = make_engine([*scattered(700), document("Sans lieu")])
    answer = engine.cells(SearchQuery(), zoom, "world")
    assert (answer.total, answer.unplaced, answer.points) == (700, 1, ())
    assert sum(cell.count for cell in answer.cells) == 700
    assert all(sum(cell.shares.values()) == cell.count for cell in answer.cells)
    assert all(42 <= cell.latitude <= 51 and -5 <= cell.longitude <= 8 for cell in answer.cells)


def test_few_answers_are_single_points(network):
    answer = network.cells(SearchQuery(bbox=(2.0, 50.0, 3.2, 51.0)), 8)
    assert answer.cells == ()
    assert {point.title for point in answer.points} == {"Énergies citoyennes", "Loos", "Loos-en-Gohelle"}
    assert answer.total == 3
    assert answer.unplaced == network.cells(SearchQuery(), 8).unplaced


def test_cells_follow_the_same_filters_as_the_search(network):
    query = SearchQuery(text="énergie", filters={"world": ("interet-general",)})
    answer = network.cells(query, 8)
    assert [point.title for point in answer.points] == titles(network.search(query).hits)


def test_a_box_does_not_make_words_doubtful(make_engine):
    far = [document(f"Jardin {n}", latitude=43.0 + n / 100, longitude=1.0) for n in range(4)]
    engine = make_engine([*far, document("Jardon", latitude=50.0, longitude=3.0)])
    query = SearchQuery(text="jardin", bbox=(2.0, 49.0, 4.0, 51.0))
    assert (engine.search(query).total, engine.cells(query, 8).total) == (0, 0)
    assert engine.cells(SearchQuery(text="jardim", bbox=query.bbox), 8).total == 0


@pytest.mark.parametrize("box", [(170.0, -30.0, -170.0, 0.0), (float("nan"), 0.0, 1.0, 1.0), (3.0, 51.0, 2.0, 50.0)])
def test_any_box_is_accepted(network, box):
    assert network.cells(SearchQuery(bbox=box), 6).total >= 0
    assert network.search(SearchQuery(bbox=box)).total >= 0


def test_cells_of_neighbours_differ_and_bounds_are_kept():
    assert cells_of(48.0, 2.0)[0] == cells_of(48.1, 2.0)[0]
    assert cells_of(48.0, 2.0)[-1] != cells_of(48.1, 2.0)[-1]
    assert cells_of(90, 180) == cells_of(89, 179.9999)
    assert min(cells_of(-90, -180)) >= 0
