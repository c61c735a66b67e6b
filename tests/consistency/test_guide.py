"""What the documentation points at exists: files, titles, pictures, and the words quoted from the screen."""

import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TITLE = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the addresses of the titles of a page as code forges write them."""
    return {
        "".join(each for each in title.lower() if each in " -_" or unicodedata.category(each)[0] in "LN").replace(
            " ", "-"
        )
        for title in TITLE.findall(page.read_text())
    }


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_somewhere(document: Path):
    lost = []
    for link in LINK.findall(document.read_text()):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_picture_of_the_guide_is_shown_or_shows_a_phone():
    folder = ROOT / "docs" / "guide"
    shown = {Path(link).name for page in folder.glob("*.md") for link in LINK.findall(page.read_text())}
    pictures = {picture.name for picture in (folder / "images").iterdir()}
    assert {name for name in pictures - shown if not name.endswith("-telephone.png")} <= {"referentiels.png"}


def test_words_quoted_by_the_guide_are_on_the_screen():
    sources = "\n".join(
        file.read_text()
        for folder, kind in (("src", "*.html"), ("src", "*.py"), ("frontend/src", "*.ts"))
        for file in (ROOT / folder).rglob(kind)
    )
    screen = " ".join(sources.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ").split())
    told = "\n".join((ROOT / "docs" / "guide" / name).read_text() for name in ("alliances.md", "reseau.md"))
    quoted = {each.strip() for each in re.findall(r"« ([A-ZÉÀ][^»]+?) »", told)}
    invented = {"Mobilités partagées du Val"}
    assert {words for words in quoted - invented if words.rstrip("…").strip() not in screen} == set()
