"""The search page as a visitor gets it: the whole of Django, the index of the measure, a database of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.postgres import EmbeddedPostgres

ENOUGH = 100_000
DATABASE = "maillage"


@contextmanager
def served(place: Path, rows: int) -> Iterator[object]:
    """Give a client of the site whose index is `place/index/current`; with the real territories in a full measure."""
    server = EmbeddedPostgres(place / "page-pg", durable=False)
    server.ensure()
    try:
        server.create_database(DATABASE)
        os.environ["DATABASE_URL"] = server.url(DATABASE)
        yield _client(place, rows)
    finally:
        from django.db import connections

        connections.close_all()
        server.stop()


def _client(place: Path, rows: int) -> object:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    django.setup()
    settings.DATA_DIR = place
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)
    call_command("load_frameworks", verbosity=0)
    if rows >= ENOUGH:
        call_command("load_geography", verbosity=0)
    return Client()


def ask_page(client: object, text: str) -> int:
    """Return the bytes of the page of answers; raises unless it is one."""
    answer = client.get("/recherche/", {"q": text})
    if answer.status_code != 200:
        raise RuntimeError(f"{text}: {answer.status_code}")
    return len(answer.content)
