"""Every setting read from the environment is told to who installs the site."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "installation.md"
READ = re.compile(r"""env\.(?:text|flag|items|path|origins)\(\s*["']([A-Z_]+)["']""")
OF_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def variables_read() -> set[str]:
    return {name for file in (ROOT / "config").rglob("*.py") for name in READ.findall(file.read_text())}


def variables_told() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text(), re.MULTILINE))


def test_every_variable_is_documented_and_none_is_invented():
    assert variables_told() == variables_read() | OF_DJANGO


def test_installation_is_linked_from_both_front_pages():
    assert all("docs/installation.md" in (ROOT / name).read_text() for name in ("README.md", "README.en.md"))
