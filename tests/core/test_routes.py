"""An address put together from a known route is the one that Django writes."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from maillage.core.routes import page_address


@pytest.fixture
def under():
    yield set_script_prefix
    set_script_prefix("/")


@pytest.mark.parametrize(
    ("view", "part"),
    [
        ("territories:detail", "2A004-ajaccio"),
        ("territories:detail", "p-place-du-bassin"),
        ("organisations:detail", "la-place"),
        ("organisations:detail", "place"),
        ("alliances:detail", "ecole-et-metiers"),
    ],
)
def test_address_is_the_one_of_django_wherever_the_site_stands(view, part, under):
    for root in ("/", "/reseau-local/", "/"):
        under(root)
        assert page_address(view, part) == reverse(view, args=[part])


def test_unknown_route_is_refused():
    with pytest.raises(NoReverseMatch):
        page_address("organisations:absente", "x")
