"""Bringing a network in, as an animator does: try, choose, import, look, take back; on a desk and on a phone."""

import re
import secrets
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import violations

MEMBER = "membre@example.org"
HEADING = "heading"


def settled(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "scrolls sideways"


def test_network_is_tried_chosen_imported_then_taken_back(page: Page, password: str, tmp_path: Path):
    mark = secrets.token_hex(3)
    file = tmp_path / "réseau.csv"
    file.write_text(
        "de;vers;lien;alliance;territoire;depuis\n"
        f"Fabrique {mark};Loos-en-Gohelle;soutient;;;vers 2018\n"
        f"Fabrique {mark};;;Alliance {mark};62528;2019\n"
        f"Halle {mark};;;Alliance {mark};62528;06/2020\n"
        f"Halle {mark};Fabrique {mark};adore;;;\n"
    )
    sign_in(page, MEMBER, password)
    page.goto("/reseau/importer/")
    settled(page)
    page.get_by_role("button", name="Essayer à blanc").click()
    expect(page.locator("main")).to_contain_text("Choisissez un fichier")
    settled(page)
    page.get_by_label("Fichier", exact=True).set_input_files(file)
    page.get_by_role("button", name="Essayer à blanc").click()
    expect(page.get_by_role(HEADING, level=1)).to_have_text("Essai à blanc")
    expect(page.locator("main")).to_contain_text("« adore » n’est pas un lien connu")
    settled(page)
    waiting = page.locator("#choisir")
    if waiting.count():
        page.get_by_label("La laisser de côté").first.check()
        page.get_by_role("button", name="Garder ces choix").click()
        expect(page.locator("main")).to_contain_text("laissé de côté")
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role(HEADING, level=1)).to_have_text("Import fait")
    settled(page)
    page.goto("/alliances/")
    expect(page.locator("main")).to_contain_text(f"Alliance {mark}")
    page.goto("/reseau/importer/")
    page.get_by_role("link", name="réseau.csv").first.click()
    page.get_by_role("button", name="Annuler l’import").click()
    expect(page.locator("main")).to_contain_text("Tout ce que l’import avait écrit a été retiré")
    settled(page)
    page.goto("/alliances/")
    expect(page.locator("main")).not_to_contain_text(f"Alliance {mark}")


def test_network_leaves_from_its_page(page: Page):
    page.goto("/reseau/")
    page.locator("#pli-emporter > summary").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("GraphML")).first.click()
    assert re.fullmatch(r"reseau-\d{4}-\d{2}-\d{2}\.graphml", taken.value.suggested_filename)
    page.get_by_role("link", name=re.compile("Tous les fichiers")).click()
    expect(page.get_by_role(HEADING, level=1)).to_have_text("Emporter le réseau")
    settled(page)
