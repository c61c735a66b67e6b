"""The path, the commitments and the charter in a real browser: written, told, accessible."""

import re

from playwright.sync_api import Page, expect

from tests.alliances.test_path_images import photo
from tests.browser.conftest import ALLIANCE, sign_in
from tests.browser.test_accessibility import violations

ADMINISTRATOR = "administration@example.org"
MEMBER = "membre@example.org"
READ = ("chemin/", "chemin/?le=2021-01-01", "engagements/", "charte/")
WRITTEN = ("jalons/nouveau/", "engagements/nouveau/", "charte/nouvelle/")


def check(page: Page, address: str) -> None:
    assert violations(page) == [], address
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"{address} scrolls sideways"


def test_pages_pass_axe_for_everyone(page: Page):
    for rest in READ:
        assert page.goto(f"{ALLIANCE}{rest}").status == 200
        check(page, rest)


def test_forms_pass_axe_empty_and_refused(page: Page, password: str):
    sign_in(page, ADMINISTRATOR, password)
    for rest in WRITTEN:
        assert page.goto(f"{ALLIANCE}{rest}").status == 200
        check(page, rest)
    page.goto(f"{ALLIANCE}jalons/nouveau/")
    page.get_by_text("Raconter, illustrer").click()
    page.get_by_label("En une phrase").fill("Une fête")
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"rien d'une image"}]
    )
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("n’est pas une image lisible")
    expect(page.get_by_label("En une phrase")).to_have_value("Une fête")
    check(page, "jalons/nouveau/ refusé")
    page.goto(f"{ALLIANCE}engagements/")
    page.get_by_role("link", name=re.compile("Dire ce qu’il en est")).first.click()
    for closed in page.locator("details.more > summary").all():
        closed.click()
    check(page, "engagement")


def test_milestone_is_written_told_and_taken_back_without_scripts(without_scripts: Page, password: str):
    page = without_scripts
    sign_in(page, MEMBER, password)
    page.goto("/alliances/nouvelle/")
    page.get_by_label("Nom", exact=True).fill("Verger de la cité")
    page.get_by_label("Pour quoi").fill("Planter et récolter ensemble.")
    page.get_by_label("Territoire", exact=True).fill("62528")
    page.get_by_label("Organisations, ligne 1").fill("Le RAMEAU")
    page.get_by_label("Organisations, ligne 2").fill("Le Labo des partenariats")
    page.get_by_role("button", name="Décrire l’alliance").click()
    if page.get_by_role("alert").count():
        page.get_by_label(re.compile("^Ajouter «")).check()
        page.get_by_role("button", name="Décrire l’alliance").click()
    page.get_by_role("link", name="Ajouter un jalon").click()
    page.get_by_label("En une phrase").fill("Le premier pommier")
    page.get_by_label("Quand").fill("03/2024")
    page.get_by_label("réussite").check()
    page.get_by_text("Raconter, illustrer").click()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "pommier.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(800, 600)).read()}]
    )
    page.get_by_label("Ce que montre l’image").fill("Un pommier devant la mairie")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".path")).to_contain_text("mars 2024")
    expect(page.get_by_role("img", name="Un pommier devant la mairie")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Modifier")).first.click()
    page.get_by_role("button", name="Retirer ce jalon").click()
    expect(page.get_by_text("Le premier pommier")).to_have_count(0)
    page.get_by_role("button", name="Le remettre").click()
    expect(page.locator(".path")).to_contain_text("Le premier pommier")


def test_charter_is_issued_and_taken_away(desk: Page, password: str):
    sign_in(desk, ADMINISTRATOR, password)
    desk.goto(f"{ALLIANCE}charte/nouvelle/")
    desk.get_by_label("Nos règles partagées").fill("On décide ensemble.\nOn se dit ce que l’on ne peut pas tenir.")
    desk.get_by_role("button", name="Établir cette version").click()
    expect(desk.locator("h1")).to_contain_text("La charte de")
    check(desk, "charte/")
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Télécharger en PDF").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    with desk.expect_download() as taken:
        desk.get_by_role("link", name=re.compile("DOCX")).click()
    assert taken.value.suggested_filename.endswith(".docx")
    desk.get_by_role("link", name=re.compile("Demander par e-mail")).first.click()
    check(desk, "charte/demander/")


def test_path_prints_without_furniture(desk: Page):
    desk.goto(f"{ALLIANCE}chemin/")
    desk.emulate_media(media="print")
    expect(desk.locator(".path")).to_be_visible()
    expect(desk.locator(".site-nav")).to_be_hidden()
    expect(desk.get_by_text("Pour garder cette page sur papier")).to_be_hidden()
