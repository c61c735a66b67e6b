"""Walk the alliances of the demonstration as an animator would, and take the pictures of the guide on the way."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

Save = Callable[[Page, str], None]
EXAMPLE = "/alliances/mobilites-partagees-du-val-exemple-fictif/"
VAL = "/reseau/?territory=p-val-d-exemple"
TALL = 1180
NAME = "Les jardins du Val"
PURPOSE = "Cultiver ensemble les terrains vides du Val et en partager les récoltes."
RULES = "On décide ensemble ; sinon, on reporte.\nChacun dit ce qu’il ne peut pas tenir."
BROUGHT = """nom;monde;creation
La Navette du Val-d’Exemple (exemple fictif);interet-general;2016
Verger partagé de la Gare (exemple fictif);interet-general;2024
Serres d’Exemple (exemple fictif);economique;vers 2010
"""
TIES = """de;vers;lien;depuis
Verger partagé de la Gare (exemple fictif);Serres d’Exemple (exemple fictif);est partenaire de;03/2024
La Navette du Val-d’Exemple (exemple fictif);Verger partagé de la Gare (exemple fictif);soutient;2024
Serres d’Exemple (exemple fictif);Serres d’Exemple (exemple fictif);soutient;2024
"""


def choose(line: Locator, typed: str, name: str) -> None:
    """Type into a field that proposes, and take the proposal of that name."""
    line.press_sequentially(typed)
    proposal = line.page.get_by_role("option", name=re.compile(name)).first
    expect(proposal).to_be_visible()
    proposal.click()


def describe(page: Page, save: Save) -> str:
    """Describe an alliance of two organisations and return the address of its page."""
    page.goto("/alliances/nouvelle/")
    page.get_by_label("Nom", exact=True).fill(NAME)
    page.get_by_label("Pour quoi").fill(PURPOSE)
    choose(page.get_by_label("Territoire", exact=True), "val-d-ex", "Val-d’Exemple")
    lines = page.locator("input[name=organisations]")
    choose(lines.nth(0), "exemple-sur-val", "Commune d’Exemple-sur-Val")
    choose(lines.nth(1), "bancs publics", "Collectif Bancs publics")
    page.locator("main form").evaluate("element => element.scrollIntoView()")
    save(page, "alliance-creation")
    page.get_by_role("button", name="Décrire l’alliance").click()
    page.wait_for_url(re.compile("/alliances/les-jardins-du-val"))
    return page.url


def ask(page: Page, alliance: str, typed: str, name: str, email: str, save: Save | None = None) -> str:
    """Invite an organisation and return the address that its letter holds."""
    page.goto(f"{alliance}inviter/")
    choose(page.locator("input[name=organisation]"), typed, name)
    page.get_by_label("Adresse e-mail").fill(email)
    if save:
        save(page, "alliance-inviter")
    page.get_by_role("button", name="Inviter").click()
    return _letter(page, email)


def _letter(page: Page, email: str) -> str:
    for _attempt in range(60):
        page.goto("/demonstration/courriels/")
        line = page.locator("main li, main tr").filter(has_text=email).first
        if line.count():
            line.get_by_role("link").first.click()
            found = re.search(r"http://\S+/reponses/\S+", page.locator("main").inner_text())
            if found:
                return found.group(0)
        page.wait_for_timeout(500)
    raise AssertionError(f"aucun message pour {email}")


def answer(page: Page, links: dict[str, str], save: Save) -> None:
    """Answer without an account: one organisation confirms, one contests, the third one says nothing."""
    page.goto(links["oui"])
    save(page, "alliance-reponse")
    page.get_by_role("button", name="Je confirme").click()
    page.goto(links["non"])
    page.get_by_text("Ce n’est pas exact").click()
    page.get_by_label(re.compile("Qu’est-ce qui n’est pas exact")).fill(
        "Nous avons prêté deux étudiantes pendant une semaine, sans faire partie de l’alliance."
    )
    page.get_by_role("button", name="Envoyer ma version").click()


def tell(page: Page, alliance: str, save: Save) -> None:
    """Add a milestone and a commitment, and establish the charter."""
    page.goto(f"{alliance}jalons/nouveau/")
    page.get_by_label("En une phrase").fill("La première récolte est partagée")
    page.get_by_label("Quand").fill("09/2026")
    page.get_by_label("réussite").check()
    save(page, "alliance-jalon")
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{alliance}engagements/nouveau/")
    page.get_by_label("L’engagement").fill("Ouvrir le terrain de la Gare deux matinées par semaine")
    page.get_by_label("Qui en répond").select_option(label="Commune d’Exemple-sur-Val (exemple fictif)")
    page.get_by_label("Échéance").fill("2027-03-31")
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{alliance}charte/nouvelle/")
    page.get_by_label("Nos règles partagées").fill(RULES)
    page.get_by_role("button", name="Établir cette version").click()
    page.goto(f"{alliance}charte/")
    save(page, "alliance-charte")


def look(page: Page, save: Save) -> None:
    """Look at the network of the Val today, at a past date, compared, and read it."""
    usual = page.viewport_size or {"width": 1280, "height": 900}
    for address, name, anchor in (
        (VAL, "reseau", None),
        (f"{VAL}&le=2020-06-26", "reseau-2020", None),
        (f"{VAL}&le=2020-06-26&vue=tableau", "reseau-lecture", "#phrases"),
        (f"{VAL}&vue=tableau&avant=2020-06-26", "reseau-compare", "#changements"),
        (f"{VAL}&vue=matrice", "reseau-mondes", "#matrice"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if anchor:
            page.locator(anchor).evaluate("element => element.scrollIntoView()")
        else:
            page.set_viewport_size({"width": usual["width"], "height": TALL})
            page.wait_for_selector(".network[data-ready]")
            page.locator(".moments").evaluate("element => element.scrollIntoView()")
            page.wait_for_timeout(1500)
        save(page, name)
        page.set_viewport_size(usual)


def meet(page: Page, save: Save) -> None:
    """Get an advice whom to meet, propose the meeting, tell what came of it."""
    page.goto("/reseau/conseils/?territory=p-val-d-exemple")
    save(page, "conseils")
    page.get_by_role("button", name=re.compile("^Proposer la rencontre")).first.click()
    page.get_by_label("Elles se sont rencontrées").check()
    save(page, "rencontre")


def bring(page: Page, folder: Path, save: Save) -> None:
    """Try two small tables: what would be written, row by row."""
    files = [folder / "organisations.csv", folder / "liens.csv"]
    for file, text in zip(files, (BROUGHT, TIES), strict=True):
        file.write_text(text, encoding="utf-8")
    page.goto("/reseau/importer/")
    for field, file in zip(page.locator("input[type=file]").all(), files, strict=True):
        field.set_input_files(file)
    page.get_by_role("button", name="Essayer à blanc").click()
    page.get_by_role("heading", level=1, name="Essai à blanc").wait_for()
    save(page, "import-essai")


def walk(page: Page, visitor: Page, folder: Path, save: Save) -> None:
    """Take every picture of the alliances and of the network: `page` is that of an animator, signed in."""
    for rest, name in (("", "alliance"), ("?le=2020-06-26", "alliance-2020"), ("chemin/", "alliance-chemin")):
        page.goto(f"{EXAMPLE}{rest}")
        save(page, name)
    look(page, save)
    alliance = describe(page, save)
    links = {
        "oui": ask(page, alliance, "ateliers réunis", "Ateliers réunis", "ateliers@example.org", save),
        "non": ask(page, alliance, "chaire des territoires", "Chaire des territoires", "chaire@example.org"),
        "muet": ask(page, alliance, "fondation du val", "Fondation du Val", "fondation@example.org"),
    }
    answer(visitor, links, save)
    page.goto(alliance)
    page.locator("#table").evaluate("element => element.scrollIntoView()")
    save(page, "alliance-etats")
    tell(page, alliance, save)
    meet(page, save)
    bring(page, folder, save)
