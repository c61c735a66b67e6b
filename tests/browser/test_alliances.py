"""Describing an alliance in a real browser: by suggestions, and without any script."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import ALLIANCE, sign_in
from tests.browser.test_accessibility import violations

MEMBER = "membre@example.org"


def test_alliance_is_described_by_suggestions(desk: Page, password: str):
    sign_in(desk, MEMBER, password)
    desk.goto("/alliances/nouvelle/")
    desk.get_by_label("Nom", exact=True).fill("Potager des écoles")
    desk.get_by_label("Pour quoi").fill("Cultiver ensemble.")
    territory = desk.get_by_label("Territoire", exact=True)
    expect(territory).to_have_attribute("role", "combobox")
    territory.press_sequentially("loos-en-g")
    expect(desk.get_by_role("option").first).to_be_visible()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(territory).to_have_value("Loos-en-Gohelle")
    line = desk.locator("input[name=organisations]").nth(1)
    line.press_sequentially("rameau")
    desk.get_by_role("option", name=re.compile("RAMEAU")).first.click()
    assert desk.locator("input[name=organisations-key]").nth(1).input_value() == "le-rameau"
    desk.get_by_role("button", name="Décrire l’alliance").click()
    expect(desk).to_have_url(re.compile("/alliances/potager-des-ecoles/$"))
    expect(desk.get_by_role("heading", name="Autour de la table")).to_be_visible()


def test_alliance_is_described_and_corrected_without_scripts(without_scripts: Page, password: str):
    page = without_scripts
    sign_in(page, MEMBER, password)
    page.goto("/alliances/nouvelle/")
    page.get_by_label("Nom", exact=True).fill("Atelier vélo sans script")
    page.get_by_label("Pour quoi").fill("Réparer ensemble.")
    page.get_by_label("Territoire", exact=True).fill("62528")
    page.get_by_label("Organisations, ligne 1").fill("Le RAMEAU")
    page.get_by_label("Organisations, ligne 2").fill("navette")
    page.get_by_label("Organisations, ligne 3").fill("Vélo-club qui n’a pas de fiche")
    page.get_by_role("button", name="Décrire l’alliance").click()
    expect(page.get_by_role("alert")).to_contain_text("aucune organisation ne porte exactement ce nom")
    assert violations_without_scripts(page)
    page.get_by_label(re.compile("^La Navette")).check()
    page.get_by_label(re.compile("^Ajouter « Vélo-club")).check()
    page.get_by_role("button", name="Décrire l’alliance").click()
    expect(page).to_have_url(re.compile("/alliances/atelier-velo-sans-script/$"))
    for name in ("Le RAMEAU", "La Navette", "Vélo-club"):
        expect(page.locator(".around")).to_contain_text(name)
    page.goto("/alliances/atelier-velo-sans-script/?le=2019-06-26")
    expect(page.locator(".as-of")).to_contain_text("26 juin 2019")


def test_page_of_a_rich_alliance_folds_what_is_not_needed_first(page: Page):
    page.goto(ALLIANCE)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < (3_000 if page.viewport_size["width"] > 1_000 else 4_800)
    expect(page.get_by_text("en retard de").first).to_be_visible()
    expect(page.get_by_text("contesté", exact=True).first).to_be_visible()
    folded = page.locator("details.seat-more").first
    expect(folded.get_by_text("Pour faire quoi")).to_be_hidden()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded.get_by_text("Pour faire quoi")).to_be_visible()
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_printed_page_of_an_alliance_opens_what_is_folded(desk: Page):
    desk.goto(ALLIANCE)
    desk.emulate_media(media="print")
    folded = desk.locator("details.seat-more").first
    expect(folded.locator("summary")).to_be_visible()
    expect(folded.get_by_text("Pour faire quoi")).to_be_visible()
    expect(desk.get_by_text("Gouvernance", exact=True)).to_be_visible()


def test_folded_parts_open_without_scripts(without_scripts: Page):
    without_scripts.goto(ALLIANCE)
    without_scripts.get_by_text("engagements soldés").click()
    expect(without_scripts.get_by_text("Preuve :").first).to_be_visible()


def violations_without_scripts(page: Page) -> bool:
    """Every field that was refused is tied to its message, and says that it is wrong."""
    wrong = page.locator("[aria-invalid=true]")
    return wrong.count() > 0 and all(
        page.locator(f"#{each.get_attribute('aria-describedby')}").count() for each in wrong.all()
    )


def test_refused_form_and_participation_pass_axe(page: Page, password: str):
    sign_in(page, "administration@example.org", password)
    page.goto("/alliances/nouvelle/")
    page.get_by_label("Organisations, ligne 2").fill("le")
    page.get_by_role("button", name="Décrire l’alliance").click()
    assert violations(page) == []
    page.goto(f"{ALLIANCE}modifier/")
    page.locator("ol.rows a").first.click()
    assert violations(page) == []
    hub = page.url
    for section in ("faits", "roles", "intensite", "apports", "depart"):
        assert page.goto(f"{hub}modifier/{section}/").status == 200
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), section
