"""A declares, B confirms from a letter: invited, read on a phone, answered with one button, seen by everyone."""

import re
import secrets

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, sign_in

MEMBER = "membre@example.org"
ALLIANCE = re.compile("^Les cantines du Val")
PARTNER = "Commune d’Exemple-sur-Val (exemple fictif)"


def letter_to(page: Page, email: str) -> str:
    """Wait for the letter of the demonstration and return the address it holds."""
    for _ in range(30):
        page.goto("/demonstration/courriels/")
        if page.locator("main").get_by_text(email).count():
            break
        page.wait_for_timeout(300)
    page.locator("main").get_by_role("link", name=re.compile("est-ce exact")).first.click()
    expect(page.locator("main")).to_contain_text(email)
    found = re.search(r"http://\S+/reponses/\S+", page.locator("main").inner_text())
    assert found, page.locator("main").inner_text()
    return found.group(0)


def test_invited_partner_confirms_from_a_letter(desk: Page, browser: Browser, site: str, password: str):
    email = f"mairie-{secrets.token_hex(3)}@example.org"
    sign_in(desk, MEMBER, password)
    desk.goto("/alliances/")
    desk.locator("main").get_by_role("link", name=ALLIANCE).first.click()
    desk.wait_for_url(re.compile("/alliances/les-cantines"))
    alliance = desk.url
    desk.get_by_role("link", name="Inviter un partenaire").click()
    desk.locator("input[name=organisation]").fill(PARTNER)
    desk.get_by_label("Adresse e-mail").fill(email)
    desk.get_by_role("button", name="Inviter").click()
    expect(desk.locator("main")).to_contain_text("La question part à m…@example.org")
    seat = desk.locator("li").filter(has=desk.get_by_role("link", name=PARTNER, exact=True)).filter(has_text="seule")
    expect(seat).to_contain_text("déclaré par une seule partie")
    address = letter_to(desk, email)

    holder = browser.new_context(base_url=site, locale="fr-FR", viewport=PHONE, java_script_enabled=False).new_page()
    holder.goto(address)
    expect(holder.locator("main")).to_contain_text("m…@example.org")
    holder.get_by_role("button", name="Je confirme").click()
    expect(holder.get_by_role("heading", level=1)).to_have_text("Merci")
    assert holder.goto(address).status == 410
    holder.context.close()

    desk.goto(alliance)
    expect(desk.locator("main li").filter(has_text=PARTNER).filter(has_text="par lien").first).to_contain_text(
        "confirmé"
    )
