"""axe on each page template, and what every page owes its readers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import ALLIANCE, ORGANISATION, TERRITORY, sign_in_by_form

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PUBLIC = [
    "/",
    "/recherche/?q=loos",
    "/recherche/?q=zzzzqqqq",
    "/carte/",
    "/territoires/",
    TERRITORY,
    "/territoires/p-val-d-exemple/",
    ORGANISATION,
    "/organisations/qualite/",
    "/alliances/",
    "/alliances/?territory=nulle-part&le=2019-06-26",
    ALLIANCE,
    f"{ALLIANCE}?le=2020-06-26",
    f"{ALLIANCE}historique/",
    "/referentiels/",
    "/referentiels/odd/",
    "/composants/",
    "/connexion/",
    "/inscription/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/plan-du-site/",
    "/aide/",
    "/contact/",
    "/demonstration/courriels/",
    "/page-qui-n-existe-pas/",
]
BUDGET = 200_000
WITH_A_MAP = {"/", "/carte/", TERRITORY, "/territoires/p-val-d-exemple/", ORGANISATION, "/composants/"}


def violations(page: Page) -> list[str]:
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in Axe().run(page, options=RULES).response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("address", PUBLIC)
def test_page_passes_axe_in_light(page: Page, address: str):
    page.goto(address)
    assert violations(page) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "scrolls sideways"


@pytest.mark.parametrize(
    "address", ["/", "/recherche/?q=loos", TERRITORY, ORGANISATION, ALLIANCE, "/composants/", "/connexion/"]
)
def test_page_passes_axe_in_dark(desk: Page, address: str):
    desk.emulate_media(color_scheme="dark")
    desk.goto(address)
    assert violations(desk) == []


@pytest.mark.parametrize("address", [each for each in PUBLIC if each not in WITH_A_MAP])
def test_page_stays_in_its_budget(desk: Page, address: str):
    sizes: list[int] = []
    desk.on("response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"]))
    desk.goto(address, wait_until="networkidle")
    assert sum(sizes) < BUDGET


def test_keyboard_reaches_the_content_first(desk: Page):
    desk.goto("/")
    desk.keyboard.press("Tab")
    assert "contenu" in desk.evaluate("document.activeElement.textContent").lower()
    desk.keyboard.press("Enter")
    assert desk.evaluate("location.hash") != ""


SIGNED = [
    "/mon-espace/",
    "/compte/",
    "/compte/second-facteur/activer/",
    "/compte/adresse/",
    "/compte/mot-de-passe/",
    "/animation/",
    "/organisations/nouvelle/",
    "/organisations/le-rameau/modifier/",
    "/organisations/le-rameau/modifier/identite/",
    "/organisations/le-rameau/modifier/lieux/",
    "/organisations/le-rameau/modifier/catalyse/",
    "/organisations/le-rameau/personnes/",
    "/organisations/le-rameau/historique/",
    "/alliances/nouvelle/",
    f"{ALLIANCE}modifier/",
    f"{ALLIANCE}modifier/cadre/",
    f"{ALLIANCE}modifier/themes/",
    f"{ALLIANCE}modifier/partenariats/",
    f"{ALLIANCE}participations/nouvelle/",
    "/territoires/nouveau/",
    "/territoires/p-val-d-exemple/recomposer/",
    "/territoires/p-val-d-exemple/modifier/",
    "/territoires/p-val-d-exemple/historique/",
    "/territoires/62-pas-de-calais/composition/commune/",
    "/territoires/code-postal/51300/",
]


def test_signed_in_pages_pass_axe(page: Page, password: str):
    sign_in_by_form(page, "administration@example.org", password)
    found = {}
    for address in SIGNED:
        answer = page.goto(address)
        assert answer.status == 200, address
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), (
            f"{address} scrolls sideways"
        )
    assert {address: names for address, names in found.items() if names} == {}
