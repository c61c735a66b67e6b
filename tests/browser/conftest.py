"""A real browser on the real site: the demonstration as `./run demo` serves it, in a data folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ROOT, site_environment

BROWSER = next(
    (
        path
        for name in (os.environ.get("CHROMIUM"), "chromium", "google-chrome")
        if name and (path := shutil.which(name))
    ),
    None,
)
PATIENCE = 120
REFUSED = re.compile(r"the server responded with a status of (403|404|422)")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TERRITORY = "/territoires/62528-loos-en-gohelle/"
ORGANISATION = "/organisations/le-rameau/"
ALLIANCE = "/alliances/mobilites-partagees-du-val-exemple-fictif/"
SESSION_COOKIE = "maillage_session"

_signed_in: dict[str, list] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if BROWSER is None:
                item.add_marker(pytest.mark.skip(reason="aucun navigateur (chromium) sur cette machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {
        "executable_path": BROWSER,
        "headless": True,
        "args": [
            "--no-sandbox",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
        ],
    }


@pytest.fixture(scope="session")
def site(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demonstration for the session."""
    data = tmp_path_factory.mktemp("site") / "data"
    subprocess.run(["cp", "-a", str(demonstration), str(data)], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (data.parent / "site.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=site_environment(data),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/sante/", server, Path(log.name))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        log.close()


def _wait(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"le site ne s’est pas lancé :\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def password(demonstration: Path) -> str:
    return (demonstration / "demo-password").read_text().strip()


@pytest.fixture(params=["bureau", "téléphone"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page on a desk, then on a phone; console errors and third-party requests fail the test."""
    viewport = DESKTOP if request.param == "bureau" else PHONE
    context = browser.new_context(base_url=site, locale="fr-FR", viewport=viewport, has_touch=viewport is PHONE)
    yield from _watched(context, site)


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="fr-FR", viewport=DESKTOP)
    yield from _watched(context, site)


@pytest.fixture
def without_scripts(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="fr-FR", viewport=PHONE, java_script_enabled=False)
    yield from _watched(context, site)


def sign_in(page: Page, email: str, password: str) -> None:
    """Be signed in, as who signed in earlier on another page of the session: by the form the first time only."""
    if email in _signed_in:
        page.context.add_cookies(_signed_in[email])
        return
    sign_in_by_form(page, email, password)
    _signed_in[email] = [each for each in page.context.cookies() if each["name"] == SESSION_COOKIE]


def sign_in_by_form(page: Page, email: str, password: str) -> None:
    """Sign in as a person does: the address, then the password."""
    page.goto("/connexion/")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("header").get_by_text("Mon espace").first).to_be_attached()


def _watched(context: BrowserContext, site: str) -> Iterator[Page]:
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on(
        "request", lambda asked: None if asked.url.startswith((site, "data:", "blob:")) else errors.append(asked.url)
    )
    yield page
    context.close()
    unexpected = [error for error in errors if not REFUSED.search(error)]
    assert unexpected == []
