"""What protects a reader's browser, on every kind of page."""

import re

import pytest

from tests.security.conftest import World

PAGES = [
    "/",
    "/recherche/?q=atelier",
    "/carte/",
    "/territoires/62528-loos-en-gohelle/",
    "/organisations/atelier-public/",
    "/connexion/",
    "/contact/",
    "/composants/",
    "/absente/",
    "/mon-espace/",
    "/organisations/atelier-public/modifier/identite/",
]


def read(world: World, address: str):
    return world.clients["administrator"].get(address, follow=True)


@pytest.mark.parametrize("address", PAGES)
def test_page_has_a_strict_policy_and_nothing_inline(world: World, address: str):
    answer = read(world, address)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    html = answer.content.decode()
    assert not re.search(r"<script(?![^>]*(src=|application/ld\+json))|<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"(src|href)=\"(https?:)?//(?!testserver)[^\"]+\.(js|css|woff2|png|svg)", html), "third party"


def test_only_the_embedded_map_may_be_framed(world: World):
    answer = read(world, "/carte/integrer/")
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
