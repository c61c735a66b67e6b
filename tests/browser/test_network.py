"""The page of the network in a real browser: the graph, its list by keyboard, time, the map, without scripts."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_accessibility import violations

PAGE = "/reseau/"
READY = ".network[data-ready]"
VIEWS = [
    "/reseau/",
    "/reseau/?vue=carte",
    "/reseau/?vue=matrice",
    "/reseau/?vue=tableau&le=2019-06-26&avant=2016-01-01",
]
BUDGET = 200_000
LONGEST_ON_A_PHONE = 4_500


def opened(page: Page, address: str = PAGE) -> Page:
    page.goto(address)
    page.wait_for_selector(READY)
    return page


@pytest.mark.parametrize("address", VIEWS)
def test_views_pass_axe(page: Page, address: str):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "scrolls sideways"


@pytest.mark.parametrize("address", VIEWS)
def test_views_pass_axe_in_dark(desk: Page, address: str):
    desk.emulate_media(color_scheme="dark")
    desk.goto(address)
    desk.wait_for_load_state("networkidle")
    assert violations(desk) == []


def test_graph_is_drawn_and_said(page: Page):
    opened(page)
    expect(page.locator(".network-status")).to_contain_text("organisations")
    assert page.locator(".network-host canvas").count() > 3
    assert page.evaluate(
        "(() => { const card = document.querySelector('.network-host canvas.sigma-nodes');"
        " return card.width > 0 && card.height > 0; })()"
    )


def test_keyboard_puts_an_organisation_in_focus_and_leaves_it(desk: Page):
    opened(desk)
    field = desk.get_by_label("Trouver une organisation")
    field.fill("rameau")
    field.press("ArrowDown")
    desk.keyboard.press("Enter")
    card = desk.locator(".network-card")
    expect(card.get_by_role("heading", name="Le RAMEAU")).to_be_visible()
    expect(desk.locator(".network-status")).to_contain_text("Le RAMEAU est en vue")
    assert desk.evaluate("document.activeElement.className") == "network-card"
    desk.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_focus_leads_to_the_network_of_an_organisation(page: Page):
    opened(page)
    page.get_by_label("Trouver une organisation").fill("rameau")
    page.locator(".network-list button").first.click()
    page.get_by_role("link", name="Ne garder que ses liens").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Autour du RAMEAU")


def test_slider_moves_the_graph_then_the_page_without_leaving_it(desk: Page):
    opened(desk)
    before = desk.locator(".network-status").inner_text()
    slider = desk.get_by_label("Remonter le temps")
    assert slider.get_attribute("aria-valuetext") == "Aujourd’hui"
    desk.evaluate("window.stayed = true")
    slider.focus()
    slider.press("Home")
    expect(desk.locator("#bandeau-date")).to_contain_text("Vous regardez le réseau")
    expect(desk.locator(".network-status")).not_to_have_text(before)
    assert "le=" in desk.url
    assert desk.evaluate("window.stayed") is True
    expect(desk.locator("#resume")).not_to_contain_text("Aujourd’hui")
    slider.press("End")
    expect(desk.locator("#bandeau-date")).not_to_contain_text("Vous regardez le réseau")
    assert "le=" not in desk.url


def test_size_is_kept_in_the_address(desk: Page):
    opened(desk)
    desk.get_by_label("La taille montre").select_option("between")
    assert "taille=between" in desk.url
    opened(desk, desk.url)
    expect(desk.get_by_label("La taille montre")).to_have_value("between")


def test_picture_is_saved(desk: Page):
    opened(desk)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Enregistrer l’image (PNG)").click()
    assert download.value.suggested_filename.endswith(".png")
    assert download.value.path().read_bytes()[:4] == b"\x89PNG"


def test_map_of_ties_is_drawn_and_said(page: Page):
    page.goto("/reseau/?vue=carte")
    page.wait_for_selector(".map[data-ready]")
    expect(page.locator(".map-status")).to_contain_text("sur la carte")


def test_network_is_read_without_scripts(without_scripts: Page):
    without_scripts.goto("/reseau/?le=2019-06-26")
    expect(without_scripts.get_by_text("Le graphe demande JavaScript")).to_be_visible()
    expect(without_scripts.get_by_role("heading", name="Ce que dit ce réseau")).to_be_visible()
    expect(without_scripts.get_by_role("table")).to_be_hidden()
    without_scripts.get_by_role("heading", name="Les organisations reliées").click()
    expect(without_scripts.get_by_role("table")).to_be_visible()
    without_scripts.get_by_role("link", name="Changement d’avant").click()
    expect(without_scripts.get_by_text("Vous regardez le réseau")).to_be_visible()
    without_scripts.get_by_label("Date du réseau").fill("2020-01-01")
    without_scripts.get_by_role("button", name="Voir", exact=True).click()
    expect(without_scripts.get_by_text("1er janvier 2020").first).to_be_visible()


def test_territory_is_found_by_typing(page: Page):
    opened(page)
    page.get_by_text("Choisir une partie du réseau").click()
    page.get_by_label("Territoire", exact=True).press_sequentially("loos-en-g")
    page.get_by_role("option", name=re.compile("Loos-en-Gohelle")).first.click()
    page.get_by_role("button", name="Voir cette partie").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Loos-en-Gohelle")
    assert page.url.endswith("/reseau/?territory=62528")


def test_territory_is_named_without_scripts(without_scripts: Page):
    without_scripts.goto(PAGE)
    without_scripts.get_by_text("Choisir une partie du réseau").click()
    without_scripts.get_by_label("Territoire", exact=True).fill("saint-denis")
    without_scripts.get_by_role("button", name="Voir cette partie").click()
    without_scripts.get_by_role("radio", name=re.compile("Seine-Saint-Denis")).first.check()
    without_scripts.get_by_role("button", name="Voir cette partie").click()
    expect(without_scripts.get_by_role("heading", level=1)).to_contain_text("Saint-Denis")


def test_phone_page_is_short_and_its_folds_open(page: Page):
    opened(page)
    assert page.evaluate("document.documentElement.scrollHeight") < LONGEST_ON_A_PHONE
    page.get_by_role("heading", name="Les organisations reliées").click()
    expect(page.get_by_role("table")).to_be_visible()
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    assert violations(page) == []


def test_open_fold_stays_open_on_another_date(desk: Page):
    opened(desk)
    desk.get_by_role("heading", name="Les organisations reliées").click()
    desk.get_by_label("Remonter le temps").press("Home")
    expect(desk.locator("#bandeau-date")).to_contain_text("Vous regardez le réseau")
    expect(desk.get_by_role("table")).to_be_visible()


def test_folds_are_printed_open(desk: Page):
    opened(desk)
    desk.emulate_media(media="print")
    assert desk.locator("#pli-tableau table").bounding_box()["height"] > 0
    expect(desk.get_by_role("heading", name="Ce que l’on ne sait pas")).to_be_visible()


@pytest.mark.parametrize(("view", "ready"), [("", READY), ("?vue=carte", ".map[data-ready]")])
def test_date_on_its_way_is_written_over_the_last_picture(desk: Page, view: str, ready: str):
    desk.goto(f"{PAGE}{view}")
    desk.wait_for_selector(ready)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.route("**/api/v1/network?*", hold)
    desk.get_by_label("Remonter le temps").press("ArrowLeft")
    awaited = desk.locator(".network-awaited")
    expect(awaited).to_be_visible()
    expect(awaited).to_contain_text("en cours…")
    assert desk.locator(".network-host canvas, .map-host canvas").first.is_visible()
    desk.get_by_label("Remonter le temps").press("ArrowLeft")
    desk.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    expect(awaited).to_contain_text("en cours…")
    for _attempt in range(100):
        if len(held) > 1:
            break
        desk.wait_for_timeout(100)
    held[1].continue_()
    expect(awaited).to_be_hidden()


def test_page_is_light_without_the_graph(desk: Page):
    sizes: list[int] = []
    desk.on("response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"]))
    desk.goto("/reseau/?vue=tableau", wait_until="networkidle")
    assert sum(sizes) < BUDGET
