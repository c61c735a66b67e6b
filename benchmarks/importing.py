"""Bringing a network in: reading, trial, page of the trial, writing, index, undo; then what is refused.

./run bench importing [--rows 10000]     ties of the file, for a fifth as many organisations
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks._machine import describe

TIES = 10_000
SHARE = 5
PRESENT = 3_000
IN_ALLIANCE = 4  # one row out of four says who takes part in an alliance
MEMBERS = 10
KINDS = ("finance", "soutient", "est partenaire de", "accueille", "est membre de")
WORDS = ("Atelier", "Fabrique", "Maison", "Réseau", "Collectif", "Coopérative", "Halle", "Forge", "Relais", "Cercle")
PLACES = ("du Lac", "des Collines", "de la Gare", "du Vieux Pont", "des Tilleuls", "du Canal", "des Monts", "du Parc")
TOO_MANY = 200_000
EXPECTED = (
    "expected for 10,000 ties and 2,000 organisations: written in under 120 s of processor, undone in under 60 s, "
    "pages under 0.3 s"
)


class Watch:
    """Prints, for each step, seconds, those of processor (Python, its PostgreSQL), rows a second, the peak of Python."""

    def __init__(self) -> None:
        print(f"{'step':34} {'s':>8} {'Python s':>9} {'SQL s':>8} {'rows/s':>8} {'peak MB':>8}")

    @contextmanager
    def step(self, name: str, rows: int = 0) -> Iterator[None]:
        Path("/proc/self/clear_refs").write_text("5")
        start, python, database = time.perf_counter(), time.process_time(), database_time()
        yield
        seconds = time.perf_counter() - start
        python, database = time.process_time() - python, database_time() - database
        rate = f"{rows / seconds:8.0f}" if rows else f"{'':8}"
        print(f"{name:34} {seconds:8.2f} {python:9.2f} {database:8.2f} {rate} {peak():8.0f}")


def database_time() -> float:
    """Return the seconds of processor that PostgreSQL took for this connection."""
    from django.db import connection

    connection.ensure_connection()
    spent = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def peak() -> float:
    """Return the megabytes that this process held at most since the last step began."""
    status = Path("/proc/self/status").read_text()
    found = next((line for line in status.splitlines() if line.startswith("VmHWM")), "")
    return int(found.split()[1]) / 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@cache
def name_of(rank: int) -> str:
    chance = random.Random(rank)
    return f"{chance.choice(WORDS)} {chance.choice(PLACES)} {chance.choice(WORDS).lower()} {rank}"


def named(rank: int) -> str:
    """Return the name of an organisation of the file: one out of ten bears that of one that the site knows."""
    return f"Présente {rank % PRESENT}" if rank % 10 == 0 else name_of(rank)


def organisations_csv(count: int) -> bytes:
    worlds = ("public", "économique", "intérêt général")
    rows = (f"{named(rank)};{worlds[rank % 3]};62498;{1990 + rank % 30}" for rank in range(count))
    lines = ["nom;monde;commune;creation", *rows]
    return "\n".join(lines).encode()


def ends(ties: int, organisations: int) -> Iterator[tuple[int, int, int]]:
    """Yield the rank of each tie and of its two ends."""
    chance = random.Random(11)
    for rank in range(ties):
        one, other = chance.sample(range(organisations), 2)
        yield rank, one, other


def ties_csv(ties: int, organisations: int) -> bytes:
    lines = ["de;vers;lien;alliance;territoire;depuis;source;roles"]
    for rank, one, other in ends(ties, organisations):
        if rank % IN_ALLIANCE == 0:
            alliance = f"Pacte {rank // (IN_ALLIANCE * MEMBERS)}"
            lines.append(f"{named(one)};;;{alliance};62498;{2000 + rank % 20};Convention;membre participant")
        else:
            lines.append(f"{named(one)};{named(other)};{KINDS[rank % len(KINDS)]};;;{2000 + rank % 20};Bilan;")
    return "\n".join(lines).encode()


def graphml(ties: int, organisations: int) -> bytes:
    keys = '<key id="n" for="node" attr.name="label"/><key id="c" for="node" attr.name="couleur"/>'
    keys += '<key id="k" for="edge" attr.name="kind"/><key id="s" for="edge" attr.name="since"/>'
    nodes = "\n".join(
        f'<node id="n{rank}"><data key="n">{named(rank)}</data><data key="c">vert</data></node>'
        for rank in range(organisations)
    )
    edges = "\n".join(
        f'<edge source="n{one}" target="n{other}"><data key="k">{KINDS[rank % len(KINDS)]}</data>'
        f'<data key="s">{2000 + rank % 20}</data></edge>'
        for rank, one, other in ends(ties, organisations)
    )
    return f"<graphml>{keys}<graph>\n{nodes}\n{edges}\n</graph></graphml>".encode()


def prepare() -> Any:
    """Write a territory, organisations that the site knows and who brings the file; return that account."""
    from django.core.management import call_command

    from maillage.accounts.domain.creation import create_account, grant_administration
    from maillage.organisations.models import Organisation
    from maillage.search import indexing
    from maillage.territories.models import Territory

    call_command("migrate", verbosity=0)
    place = Territory.objects.create(
        kind="commune", code="62498", official_code="62498", name="Lens", folded_name="lens", slug="lens"
    )
    Organisation.objects.bulk_create(
        (
            Organisation(name=f"Présente {rank}", slug=f"presente-{rank}", seat=place, seat_status="stated")
            for rank in range(PRESENT)
        ),
        1000,
    )
    user = create_account(actor=None, email="banc@example.org", display_name="Banc")
    grant_administration(actor=None, user=user)
    indexing.rebuild()
    return user


def bring(watch: Watch, user: Any, title: str, files: list[tuple[str, bytes]], rows: int) -> None:
    """Take files from their sending to their undoing."""
    from django.test import Client

    from maillage.alliances.domain.import_trial import try_rows
    from maillage.alliances.domain.import_writing import write_rows
    from maillage.alliances.domain.importing import accept_same_names, apply_import, start_import
    from maillage.alliances.domain.undoing import take_back, undo_import

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(user)
    with watch.step(f"{title}: files kept"):
        brought = start_import(actor=user, files=files)
    with watch.step(f"{title}: read, matched, tried", rows):
        try_rows(import_id=brought.pk)
    address = f"/reseau/importer/{brought.public_id}/"
    with watch.step(f"{title}: page of the trial"):
        status = browser.get(f"{address}?page=3").status_code
    if status != 200:
        sys.exit(f"{address} answered {status}")
    with watch.step(f"{title}: choices kept"):
        accept_same_names(actor=user, brought=brought)
    with watch.step(f"{title}: tried again", rows):
        try_rows(import_id=brought.pk)
    apply_import(actor=user, brought=brought)
    with watch.step(f"{title}: written", rows):
        write_rows(import_id=brought.pk)
    with watch.step(f"{title}: found by the search"):
        refresh()
    with watch.step(f"{title}: page of what was done"):
        browser.get(address)
    with watch.step(f"{title}: report"):
        browser.get(f"{address}compte-rendu.csv")
    brought.refresh_from_db()
    made = {kind: len(each) for kind, each in brought.created.items()}
    undo_import(actor=user, brought=brought)
    with watch.step(f"{title}: undone", rows):
        take_back(import_id=brought.pk)
    brought.refresh_from_db()
    print(f"  {made}, {brought.found['refused']} rows refused, {len(brought.kept)} things left by the undo")


def refresh() -> None:
    """Do the jobs of the index that wait."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from maillage.search import indexing

    for job in ProcrastinateJob.objects.filter(task_name=indexing.REFRESH).order_by("id"):
        indexing.refresh(job.args["kind"], job.args["ids"])


def refuse(watch: Watch, user: Any, title: str, file: tuple[str, bytes]) -> None:
    """Send a file that is too long; print what is said."""
    from maillage.alliances.domain.import_trial import try_rows
    from maillage.alliances.domain.importing import start_import

    brought = start_import(actor=user, files=[file])
    with watch.step(f"{title}: refused"):
        try_rows(import_id=brought.pk)
    brought.refresh_from_db()
    print("  " + " ".join(each["message"] for each in brought.problems))


def run(ties: int) -> None:
    organisations = ties // SHARE
    user = prepare()
    print(describe())
    print(f"{ties} ties, {organisations} organisations, on a site that knows {PRESENT}")
    watch = Watch()
    tables = [("organisations.csv", organisations_csv(organisations)), ("liens.csv", ties_csv(ties, organisations))]
    bring(watch, user, "CSV", tables, ties + organisations)
    bring(watch, user, "GraphML", [("reseau.graphml", graphml(ties, organisations))], ties + organisations)
    refuse(watch, user, f"CSV of {TOO_MANY} ties", ("liens.csv", ties_csv(TOO_MANY, 2_000)))
    refuse(watch, user, f"GraphML of {TOO_MANY} ties", ("reseau.graphml", graphml(TOO_MANY, 2_000)[:19_900_000]))
    print(EXPECTED)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=TIES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maillage-importing-") as name:
        os.environ |= {"MAILLAGE_DATA_DIR": name, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections
        from django.test import override_settings

        settings.POSTGRES.ensure()
        plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        try:
            settings.POSTGRES.create_database("maillage")
            with override_settings(STORAGES=settings.STORAGES | plain):
                run(options.rows)
        finally:
            connections.close_all()
            settings.POSTGRES.stop()


if __name__ == "__main__":
    main()
