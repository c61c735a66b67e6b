"""Being advised whom to meet and following it, without any script; saying a need; both on a desk and a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import violations
from tests.browser.test_taking_part import section_address

STEWARD = "animation@example.org"
MEMBER = "membre@example.org"
PAGE = "/reseau/conseils/"


def test_advice_is_read_proposed_and_followed_without_scripts(without_scripts: Page, password: str):
    page = without_scripts
    sign_in(page, STEWARD, password)
    page.goto(PAGE)
    advices = page.locator(".advices > li")
    expect(advices.first).to_contain_text("Pourquoi")
    aside = advices.nth(1).locator("h3").inner_text()
    advices.nth(1).get_by_role("button", name=re.compile("^Pas pertinent")).click()
    expect(page.locator("main")).to_contain_text("ne vous sera plus donné")
    assert aside not in page.locator(".advices h3").all_inner_texts()
    proposed = advices.first.locator("h3").inner_text()
    advices.first.get_by_role("button", name=re.compile("^Proposer la rencontre")).click()
    expect(page).to_have_url(re.compile(r"/reseau/conseils/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(" et "))
    page.get_by_label("Elles se sont rencontrées").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Dites quel jour")
    page.get_by_label(re.compile("Jour de la rencontre")).fill("2026-01-15")
    page.get_by_label(re.compile("Ce qui en est sorti")).fill("Une visite du lieu (exemple fictif).")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("rencontre tenue")
    page.goto("/mon-espace/")
    expect(page.locator("main")).to_contain_text("Rencontres que vous suivez")
    page.goto(PAGE)
    assert proposed not in page.locator(".advices h3").all_inner_texts()


def test_advice_pages_pass_axe(page: Page, password: str):
    sign_in(page, STEWARD, password)
    page.goto("/mon-espace/")
    page.get_by_role("link", name=re.compile("^(Qui rencontrer|Tout voir, et)")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("gagnerait à se rencontrer")
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^Proposer la rencontre")).first.click()
    expect(page.get_by_role("heading", name="Pourquoi se rencontrer")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "scrolls sideways"


def test_need_is_said_and_read(desk: Page, password: str):
    sign_in(desk, MEMBER, password)
    address = section_address(desk, "besoins")
    desk.goto(address.removesuffix("modifier/besoins/"))
    desk.get_by_role("link", name="Dire un besoin ou une offre").click()
    assert violations(desk) == []
    desk.get_by_label(re.compile("Un besoin")).check()
    desk.get_by_label("Quoi").select_option("equipment")
    desk.get_by_label(re.compile("En quelques mots")).fill("Un broyeur de végétaux (exemple fictif)")
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.locator("main")).to_contain_text("C’est enregistré")
    desk.goto(address.removesuffix("modifier/besoins/"))
    expect(desk.locator("main")).to_contain_text("Un broyeur de végétaux")
    expect(desk.get_by_role("link", name="Voir les conseils")).to_be_visible()
