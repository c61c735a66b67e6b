"""Conventions that a reviewer would otherwise have to remember."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from procrastinate.contrib.django import app as queue

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = [*(ROOT / "src").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
TEMPLATES = list((ROOT / "src").rglob("templates/**/*.html"))
LONGEST_FILE = 400
REGISTRIES = re.compile(r"(python" r"hosted|py" r"pi|npm" r"js)\.(org|com)")
HTTP_IN_DOMAIN = re.compile(r"^\s*(from|import) (django\.http|django\.shortcuts|django\.forms|ninja)", re.MULTILINE)
LIVE_CODE = re.compile(r"^\s*(from|import) maillage\.\w+\.(domain|selectors|policies|views)", re.MULTILINE)
INLINE = re.compile(
    r"<script(?![^>]*(\bsrc=|application/ld\+json))|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def migration(path: Path) -> bool:
    return "migrations" in path.parts


@pytest.mark.parametrize("folder", ["src", "config", "frontend/src"])
def test_no_source_file_is_long(folder):
    files = [file for ending in ("py", "ts", "scss") for file in (ROOT / folder).rglob(f"*.{ending}")]
    long = {
        str(file.relative_to(ROOT)): lines
        for file in files
        if not migration(file) and (lines := len(file.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}, "split these files by what they do"


def test_no_host_of_a_package_registry_is_named():
    named = [
        str(file.relative_to(ROOT))
        for file in tracked_files()
        if file.suffix not in {".woff2", ".png", ".ico", ".jpg"} and REGISTRIES.search(file.read_text(errors="ignore"))
    ]
    assert named == []


def test_locks_hold_no_download_address():
    locks = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock", ROOT / "frontend" / "package-lock.json"]
    addresses = [
        lock.name for lock in locks if re.search(r'"resolved"|https?://[^"]+\.(whl|tgz|tar\.gz)', lock.read_text())
    ]
    assert addresses == []


def test_the_domain_knows_no_request():
    guilty = [
        str(file.relative_to(ROOT))
        for file in PYTHON
        if ("domain" in file.parts or "models" in file.parts or file.stem in {"models", "querysets", "enums"})
        and HTTP_IN_DOMAIN.search(file.read_text())
    ]
    assert guilty == []


def test_templates_have_nothing_inline():
    guilty = {
        str(file.relative_to(ROOT)): found.group(0)
        for file in TEMPLATES
        if (found := INLINE.search(re.sub(r"{#.*?#}", "", file.read_text())))
    }
    assert guilty == {}, "scripts, styles and handlers live in frontend/"


def test_every_deferred_job_is_registered():
    named = set()
    for file in PYTHON:
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "defer"
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    named.add(first.value)
    assert named <= set(queue.tasks)


def test_migrations_import_no_live_code():
    guilty = [str(file.relative_to(ROOT)) for file in PYTHON if migration(file) and LIVE_CODE.search(file.read_text())]
    assert guilty == []


def test_no_module_is_a_drawer():
    drawers = [
        str(file.relative_to(ROOT))
        for file in PYTHON
        if file.stem in {"utils", "services", "helpers", "common", "misc"}
    ]
    assert drawers == []


def test_every_use_case_takes_keywords_and_says_its_contract():
    guilty = [
        f"{file.relative_to(ROOT)}:{node.name}"
        for file in PYTHON
        if "domain" in file.parts
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "actor" in {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
        and (node.args.args or not ast.get_docstring(node))
    ]
    assert guilty == []
