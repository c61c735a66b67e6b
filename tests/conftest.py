"""The test session: a real PostgreSQL of its own, one template database a set of migrations, no network."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
ADMINISTRATION_DATABASE = settings.DATABASES["default"]["NAME"]
REAL_DATA = Path(os.environ.get("MAILLAGE_REAL_DATA") or ROOT.parent / "shared" / "data")

# A property is tested on what it says, never on how long an example took on a busy machine.
hypothesis.settings.register_profile("maillage", deadline=None)
hypothesis.settings.load_profile("maillage")


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if settings.POSTGRES is not None:
        settings.POSTGRES.ensure()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was not tested for want of a browser or of the real data sets."""
    skipped = terminalreporter.stats.get("skipped", [])
    for keyword, reason in (
        ("browser", "tests de navigateur sautés : aucun navigateur (chromium) trouvé"),
        ("real_data", f"tests sur données réelles sautés : {REAL_DATA} absent (MAILLAGE_REAL_DATA)"),
    ):
        number = sum(keyword in report.keywords for report in skipped)
        if number:
            terminalreporter.write_line(f"{number} {reason}")


def migrations_digest() -> str:
    """Name the state of the schema: every migration file of ours, and the locked versions of the libraries."""
    return _digest((ROOT / "src").glob("maillage/*/migrations/*.py"))


def site_digest() -> str:
    """Name the state of a prepared demonstration: the schema, what is loaded, and what reads it for the index."""
    sources = ROOT / "src" / "maillage"
    patterns = ("*/migrations/*.py", "portal/demonstration/*", "themes/frameworks/*", "*/search.py", "search/*.py")
    return _digest(file for pattern in patterns for file in sources.glob(pattern) if file.is_file())


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in [*sorted(files), ROOT / "requirements-dev.lock"]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with (settings.DATA_DIR / f"{name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _server() -> psycopg.Connection:
    database = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=ADMINISTRATION_DATABASE,
        user=database["USER"],
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        autocommit=True,
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Migrate a template once a set of migrations (locked across processes), then copy it for this process."""
    default = connections["default"]
    template = f"maillage_tpl_{migrations_digest()}"
    mine = f"maillage_test_{os.getpid()}"
    with django_db_blocker.unblock(), _alone("template"):
        with _server() as server:
            known = {row[0] for row in server.execute("select datname from pg_database")}
            for name in known:
                if name.startswith("maillage_tpl_") and name != template:
                    server.execute(f'drop database if exists "{name}"')
                if name.startswith("maillage_test_") and not Path(f"/proc/{name.rpartition('_')[2]}").exists():
                    server.execute(f'drop database if exists "{name}" with (force)')
        if template not in known:
            with _server() as server:
                server.execute(f'create database "{template}_new"')
            _use(default, f"{template}_new")
            call_command("migrate", verbosity=0)
            default.close()
            with _server() as server:
                server.execute(f'alter database "{template}_new" rename to "{template}"')
        with _server() as server:
            server.execute(f'create database "{mine}" template "{template}"')
    _use(default, mine)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        with _server() as server:
            server.execute(f'drop database if exists "{mine}" with (force)')


def _use(connection, name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """A data folder as `./run demo` makes it, kept while schema, data and code of loading last; serve a copy of it.

    Of the processes that share a run, the first prepares it: nothing writes there once another one copies it.
    """
    folder = settings.DATA_DIR / f"site-{site_digest()}"
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    ready = settings.DATA_DIR / "site.run"
    with _alone("site"):
        if run and ready.exists() and ready.read_text() == run:
            return folder
        for old in settings.DATA_DIR.glob("site-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=site_environment(folder), check=True)
        ready.write_text(run)
    return folder


def site_environment(folder: Path) -> dict[str, str]:
    """The environment of a demonstration on its own embedded database."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "EMAIL_URL"}}
    local = {"MAILLAGE_DATA_DIR": str(folder), "MAILLAGE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    return {**kept, **local}


@pytest.fixture
def real_data() -> Path:
    """The folder of real data sets; tests that want it are skipped where it is absent."""
    if not REAL_DATA.exists():
        pytest.skip(f"données réelles absentes : {REAL_DATA} (MAILLAGE_REAL_DATA)")
    return REAL_DATA
