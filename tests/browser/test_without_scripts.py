"""Everything works without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ORGANISATION, TERRITORY


def test_search_is_a_plain_form(without_scripts: Page):
    without_scripts.goto("/")
    box = without_scripts.locator("main input[name=q]").first
    box.fill("energies renouvelables")
    box.press("Enter")
    expect(without_scripts).to_have_url(re.compile(r"/recherche/\?.*q=energies"))
    expect(without_scripts.locator(".results h2")).to_be_visible()


def test_filters_are_applied_by_a_button(without_scripts: Page):
    without_scripts.goto("/recherche/?q=")
    without_scripts.locator("details.filters-panel > summary").click()
    without_scripts.locator("input[name=kind][value=organisation]").check()
    without_scripts.get_by_role("button", name="Appliquer").click()
    expect(without_scripts).to_have_url(re.compile("kind=organisation"))


@pytest.mark.parametrize("address", [TERRITORY, ORGANISATION, "/carte/", "/referentiels/", "/territoires/"])
def test_page_says_everything_without_scripts(without_scripts: Page, address: str):
    without_scripts.goto(address)
    expect(without_scripts.get_by_role("heading", level=1)).to_be_visible()
    assert without_scripts.locator("main a").count() > 0
