"""The seven paths of a newcomer, on a desk and on a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import ORGANISATION, TERRITORY, sign_in_by_form


def test_home_says_what_this_is_and_leads_to_a_territory(page: Page):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Qui agit ici")
    box = page.locator("main").get_by_role("searchbox").or_(page.locator("main").get_by_role("combobox")).first
    box.fill("loos en gohelle")
    option = page.get_by_role("option").filter(has_text="Loos-en-Gohelle").first
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/(territoires|organisations|recherche)/"))


def test_territory_page_shows_what_it_is_part_of_and_who_acts(page: Page):
    page.goto(TERRITORY)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Loos-en-Gohelle")
    expect(page.locator("main")).to_contain_text("Pas-de-Calais")
    expect(page.locator("main")).to_contain_text("Hauts-de-France")
    expect(page.locator("main")).to_contain_text(re.compile("habitants"))
    expect(page.locator("main")).to_contain_text("Ville de Loos-en-Gohelle")


def test_postal_code_leads_to_its_communes(page: Page):
    page.goto("/recherche/?q=51300&kind=territory")
    expect(page.locator("main")).to_contain_text("Vitry-le-François")


def test_organisation_page_says_who_it_is(page: Page):
    page.goto(ORGANISATION)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Le RAMEAU")
    expect(page.locator("main")).to_contain_text("Actes de la 5e Rencontre")


def test_search_tolerates_errors_and_filters(page: Page):
    page.goto("/recherche/?q=catalyzeur")
    expect(page.locator(".results .rows li").first).to_be_visible()
    page.goto("/recherche/?q=evaluation&kind=organisation")
    expect(page.locator(".results h2")).to_contain_text("résultat")
    expect(page.locator(".chips")).to_contain_text("Organisations")


def test_map_draws_and_has_its_list(page: Page):
    page.goto("/carte/")
    expect(page.locator(".maplibregl-canvas")).to_be_visible(timeout=20_000)
    expect(page.locator("main")).to_contain_text(re.compile("sans lieu connu"))
    expect(
        page.locator("main").get_by_role("link", name=re.compile("Le RAMEAU|Admical|Avise|CNFPT|AET")).first
    ).to_be_visible()


def test_member_signs_in_and_finds_their_space(page: Page, password: str):
    sign_in_by_form(page, "membre@example.org", password)
    page.goto("/mon-espace/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("exemple")


def test_shared_address_follows_the_map(desk: Page):
    desk.goto("/carte/?world=public")
    expect(desk.locator(".maplibregl-canvas")).to_be_visible(timeout=20_000)
    desk.get_by_text("Partager ou intégrer cette carte").click()
    desk.locator(".maplibregl-ctrl-zoom-in").click()
    expect(desk.locator("#partage")).to_have_value(re.compile(r"/carte/\?.*world=public.*carte="))
    expect(desk.locator("#integration")).to_have_value(re.compile(r"<iframe src=\"[^\"]+/carte/integrer/"))
