import pytest
from django.http import QueryDict

from maillage.search import parameters
from maillage.search.query import PUBLIC, Sort


@pytest.fixture
def ask(network):
    def read(address):
        return parameters.read(QueryDict(address), engine=network, audiences=PUBLIC)

    return read


def test_empty_address_asks_for_everything(ask):
    asked = ask("")
    assert (asked.query.text, asked.query.filters, asked.query.page, asked.remarks) == ("", {}, 1, {})


def test_address_is_read_in_full(ask):
    asked = ask("q=énergie&kind=organisation&kind=territory&world=public&sort=name&page=3&bbox=2,50,3,51&colour=red")
    assert asked.query.filters == {"kind": ("organisation", "territory"), "world": ("public",)}
    assert (asked.query.text, asked.query.sort, asked.query.page) == ("énergie", Sort.NAME, 3)
    assert asked.query.bbox == (2.0, 50.0, 3.0, 51.0)
    assert asked.remarks == {}


@pytest.mark.parametrize("near", ["50.4575,2.7903", "62528", "loos en gohelle", "LOOS-EN-GOHELLE"])
def test_place_is_given_by_point_code_or_name(ask, near):
    asked = ask(f"near={near}&sort=distance")
    assert asked.query.near == (50.4575, 2.7903)
    assert (asked.query.sort, asked.remarks) == (Sort.DISTANCE, {})


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("near=999,2", "near"),
        ("near=xyzzyxyzzy", "near"),
        ("near=nan,nan", "near"),
        ("sort=colour", "sort"),
        ("sort=distance", "sort"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=²", "page"),
        ("page=1e9", "page"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=3,51,2,50", "bbox"),
        ("bbox=nan,0,1,1", "bbox"),
    ],
)
def test_wrong_parameter_is_told_and_left_out(ask, network, address, name):
    asked = ask(address)
    assert list(asked.remarks) == [name]
    assert network.search(asked.query).total == network.search(parameters.without_filters(asked.query)).total


def test_values_too_many_or_too_long_are_left_out(ask):
    asked = ask("&".join(f"theme=t{n}" for n in range(50)) + "&theme=" + "x" * 500)
    assert len(asked.query.filters["theme"]) == parameters.MOST_VALUES
