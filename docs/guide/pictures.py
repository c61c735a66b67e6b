"""Take the pictures of the guide on the demonstration as it is served: `./run pictures`."""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from walking import walk

HERE = Path(__file__).resolve().parent
PATIENCE = 120_000
ROOT = HERE.parent.parent
IMAGES = HERE / "images"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
ARGUMENTS = [
    "--lang=fr-FR",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
PUBLIC = {
    "accueil": "/",
    "territoire": "/territoires/62528-loos-en-gohelle/",
    "organisation": "/organisations/le-rameau/",
    "recherche": "/recherche/?q=evaluation&kind=organisation",
    "carte": "/carte/",
    "referentiels": "/referentiels/",
    "connexion": "/connexion/",
}
SIGNED = {
    "mon-espace": ("animation@example.org", "/mon-espace/"),
    "compte": ("membre@example.org", "/compte/"),
    "nouveau-territoire": ("animation@example.org", "/territoires/nouveau/"),
    "nouvelle-organisation": ("animation@example.org", "/organisations/nouvelle/"),
}


def save(page: Page, name: str) -> None:
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.save(IMAGES / f"{name}.png", optimize=True)


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)


def serve(folder: Path) -> tuple[subprocess.Popen, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "MAILLAGE_DATA_DIR": str(folder),
        "MAILLAGE_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
    }
    server = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT, env=environment)
    address = f"http://localhost:{port}"
    for _attempt in range(3000):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/sante/", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return server, address
    sys.exit("le site ne s’est pas lancé")


def open_page(browser: Browser, address: str, viewport: ViewportSize) -> Page:
    page = browser.new_context(base_url=address, locale="fr-FR", viewport=viewport).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/connexion/")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_load_state("networkidle")


def settle_and_save(page: Page, name: str) -> None:
    settle(page)
    save(page, name)


def main() -> None:
    chromium = next(path for name in ("chromium", "google-chrome") if (path := shutil.which(name)))
    IMAGES.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory(prefix="maillage-guide-") as name, sync_playwright() as playwright:
        server, address = serve(Path(name))
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for suffix, viewport in (("", DESKTOP), ("-telephone", PHONE)):
                page = open_page(browser, address, viewport)
                for title, path in PUBLIC.items():
                    page.goto(path)
                    settle_and_save(page, title + suffix)
            password = (Path(name) / "demo-password").read_text().strip()
            for title, (email, path) in SIGNED.items():
                page = open_page(browser, address, DESKTOP)
                sign_in(page, email, password)
                page.goto(path)
                settle_and_save(page, title)
            page = open_page(browser, address, DESKTOP)
            sign_in(page, "animation@example.org", password)
            walk(page, open_page(browser, address, DESKTOP), Path(name), settle_and_save)
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
