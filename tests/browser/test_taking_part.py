"""Signing up, writing, and seeing it everywhere: the seventh path."""

import re
import secrets

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, sign_in

MEMBER = "membre@example.org"
STEWARD = "animation@example.org"
ADMINISTRATOR = "administration@example.org"


def section_address(page: Page, section: str) -> str:
    """Open the section of the first organisation of one's space; returns its address."""
    page.goto("/mon-espace/")
    own = page.locator("section[aria-labelledby=mes-organisations]")
    own.get_by_role("link", name=re.compile("exemple fictif")).first.click()
    page.wait_for_url(re.compile("/organisations/"))
    return re.sub(r"(/organisations/[^/]+/).*", rf"\1modifier/{section}/", page.url)


def test_newcomer_signs_up_with_a_mailed_code(page: Page):
    email = f"nouvelle-{secrets.token_hex(4)}@example.org"
    page.goto("/inscription/")
    page.get_by_label("Adresse e-mail").fill(email)
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("code", re.IGNORECASE))
    confirmation = page.url
    page.goto("/demonstration/courriels/")
    page.locator("main").get_by_role("link").filter(has_text=re.compile("code|confirm", re.IGNORECASE)).first.click()
    code = re.search(r"\b(\d{4}-\d{4})\b", page.locator("main").inner_text())
    assert code, page.locator("main").inner_text()
    page.goto(confirmation)
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code.group(1))
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator("header").get_by_text("Mon espace").first).to_be_attached()


def test_what_a_member_writes_is_found_by_everyone(desk: Page, password: str):
    word = f"tissanderie{secrets.token_hex(3)}"
    sign_in(desk, MEMBER, password)
    desk.goto(section_address(desk, "identite"))
    desk.get_by_label(re.compile("En une phrase")).fill(f"Exemple fictif : {word}.")
    desk.get_by_role("button", name=re.compile("Enregistrer")).click()
    expect(desk.locator("main")).to_contain_text("C’est enregistré")
    for _ in range(30):
        desk.goto(f"/recherche/?q={word}")
        if desk.locator(".results .rows li").count():
            break
        desk.wait_for_timeout(300)
    expect(desk.locator(".results .rows li")).to_have_count(1)


def test_second_writer_sees_both_versions(desk: Page, browser: Browser, site: str, password: str):
    sign_in(desk, MEMBER, password)
    address = section_address(desk, "identite")
    desk.goto(address)
    other = browser.new_context(base_url=site, locale="fr-FR", viewport=DESKTOP).new_page()
    sign_in(other, STEWARD, password)
    other.goto(address)
    mark = secrets.token_hex(3)
    desk.get_by_label(re.compile("En une phrase")).fill(f"Exemple fictif : première version {mark}.")
    desk.get_by_role("button", name=re.compile("Enregistrer")).click()
    expect(desk.locator("main")).to_contain_text("C’est enregistré")
    other.get_by_label(re.compile("En une phrase")).fill(f"Exemple fictif : seconde version {mark}.")
    other.get_by_role("button", name=re.compile("Enregistrer")).click()
    expect(other.locator("main")).to_contain_text(f"première version {mark}")
    expect(other.get_by_label(re.compile("En une phrase")).first).to_have_value(
        f"Exemple fictif : seconde version {mark}."
    )
    other.context.close()


def test_administrator_composes_a_perimeter(desk: Page, password: str):
    name = f"Pays essayé {secrets.token_hex(3)}"
    sign_in(desk, ADMINISTRATOR, password)
    desk.goto("/territoires/nouveau/")
    desk.get_by_label("Nom du périmètre").fill(name)
    desk.get_by_label("Communes et intercommunalités").fill("62528\nLens\n20004")
    desk.get_by_role("button", name="Créer le périmètre").click()
    expect(desk.locator("main")).to_contain_text("20004")
    expect(desk.get_by_label("Nom du périmètre")).to_have_value(name)
    desk.get_by_label("Communes et intercommunalités").fill("62528\nLens")
    desk.get_by_role("button", name="Créer le périmètre").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(name)
    expect(desk.locator("main")).to_contain_text(re.compile(r"2\scommunes"))
