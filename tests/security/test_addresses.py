"""Every address of the site, visited by every kind of visitor. An address that is not listed here fails."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.security.conftest import VISITORS, World

LOGIN = 302
EVERYONE = (200, 200, 200, 200, 200)
SIGNED_IN = (LOGIN, 200, 200, 200, 200)


@dataclass(frozen=True, slots=True)
class Row:
    """An address and what each visitor gets there, in the order of VISITORS."""

    path: str | Callable[[World], str]
    answers: tuple[int, int, int, int, int]


ADDRESSES: dict[str, list[Row]] = {
    "portal:home": [Row("/", EVERYONE)],
    "portal:search": [Row("/recherche/?q=atelier", EVERYONE)],
    "territories:index": [Row("/territoires/", EVERYONE)],
    "territories:create": [Row("/territoires/nouveau/", (LOGIN, 403, 403, 200, 200))],
    "territories:postal_code": [Row("/territoires/code-postal/62750/", EVERYONE)],
    "territories:detail": [
        Row("/territoires/62528-loos-en-gohelle/", EVERYONE),
        Row("/territoires/20004/", (404, 404, 404, 404, 404)),
    ],
    "territories:parts": [Row("/territoires/62-pas-de-calais/composition/commune/", EVERYONE)],
    "territories:rename": [Row("/territoires/p-bassin/modifier/", (LOGIN, 403, 403, 200, 200))],
    "territories:recompose": [Row("/territoires/p-bassin/recomposer/", (LOGIN, 403, 403, 200, 200))],
    "territories:history": [Row("/territoires/p-bassin/historique/", EVERYONE)],
    "themes:frameworks": [Row("/referentiels/", EVERYONE)],
    "themes:framework": [Row("/referentiels/odd/", EVERYONE)],
    "themes:framework_download": [Row("/referentiels/odd.json", EVERYONE)],
    "organisations:detail": [
        Row("/organisations/atelier-public/", EVERYONE),
        Row(lambda world: f"/organisations/{world.members_only.slug}/", (404, 200, 200, 200, 200)),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/", (404, 404, 404, 200, 200)),
    ],
    "core:components": [Row("/composants/", EVERYONE)],
    "api:search": [Row("/api/v1/search?q=atelier", EVERYONE)],
    "api:openapi-json": [Row("/api/v1/openapi.json", EVERYONE)],
    "api:api-root": [Row("/api/v1/", (404, 404, 404, 404, 404))],
}


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_is_listed():
    assert sorted(set(addresses(get_resolver().url_patterns))) == sorted(ADDRESSES)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_each_visitor_gets_what_they_may(world: World, name: str):
    for row in ADDRESSES[name]:
        path = row.path(world) if callable(row.path) else row.path
        got = tuple(world.clients[visitor].get(path).status_code for visitor in VISITORS)
        assert got == row.answers, path
