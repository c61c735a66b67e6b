"""The whole official geography with its closure; reading pages of it; the price of history on hand-made perimeters.

./run bench geography [--rows 34969]     rows: communes kept of the official files
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks._machine import describe, percentile

EXPECTED = "expected: whole geography with closure under 12 s; a territory page reads its data in under 60 ms"
TODAY = date(2026, 6, 1)
PERIMETER_PARTS = 10_000


def timed(function: Callable[[], Any]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def reduced(source: Path, target: Path, rows: int) -> Path:
    """Write the official files with every n-th commune only, and what remains of the rest."""
    communes = json.loads((source / "communes.json").read_bytes())
    current = [row for row in communes if row["type"] == "commune-actuelle"]
    step = max(1, len(current) // rows)
    kept = {row["code"] for row in current[::step]}
    kept_rows = [
        row
        for row in communes
        if (row["type"] == "commune-actuelle" and row["code"] in kept)
        or row.get("chefLieu") in kept
        or row.get("commune") in kept
    ]
    (target / "communes.json").write_text(json.dumps(kept_rows))
    for name in ("regions", "departements"):
        (target / f"{name}.json").write_bytes((source / f"{name}.json").read_bytes())
    for name in ("epci", "ept"):
        groups = json.loads((source / f"{name}.json").read_bytes())
        for group in groups:
            group["membres"] = [member for member in group["membres"] if member["code"] in kept]
        (target / f"{name}.json").write_text(json.dumps([group for group in groups if group["membres"]]))
    return target


def run(rows: int, folder: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    from maillage.territories.domain.geography import load_geography
    from maillage.territories.management.commands.load_geography import PACKAGE, POINTS
    from maillage.territories.models import Closure, Composition, Territory

    call_command("migrate", verbosity=0)
    files = PACKAGE if rows >= 34_969 else reduced(PACKAGE, folder, rows)

    def load() -> None:
        load_geography(folder=files, points=POINTS, today=TODAY, report=lambda line: None)

    first, again = timed(load), timed(load)
    print(
        f"{Territory.objects.count()} territories, {Composition.objects.count()} compositions under the exclusion "
        f"constraint, closure of {Closure.objects.count()} rows: {first:.1f} s; again, unchanged: {again:.1f} s"
    )
    read_pages()
    price_of_history()
    connection.close()


def read_pages() -> None:
    """Measure what a page reads, by kind."""
    from maillage.territories.models import Territory
    from maillage.territories.selectors.page import read_page

    for kind in ("commune", "epci", "departement", "region", "country"):
        some = list(Territory.objects.filter(kind=kind).order_by("public_id")[:50])
        times = [timed(lambda each=each: read_page(each, day=TODAY, is_past=False)) for each in some]
        print(
            f"  page of a {kind:<12} median {percentile(times, 0.5) * 1000:6.1f} ms, p95 {percentile(times, 0.95) * 1000:6.1f} ms"
        )


def price_of_history() -> None:
    """Compare as many parts written by bulk with their events, and without."""
    from django.db import transaction
    from django.db.backends.postgresql.psycopg_any import DateRange

    from maillage.territories.models import Composition, Territory

    perimeter = Territory.objects.create(
        kind="perimeter", code="p-mesure", name="Mesure", folded_name="mesure", slug="mesure"
    )
    parts = list(Territory.objects.exclude(pk=perimeter.pk).values_list("pk", flat=True)[:PERIMETER_PARTS])

    def write(*, official: bool) -> float:
        with transaction.atomic():
            spent = timed(
                lambda: Composition.objects.bulk_create(
                    [
                        Composition(
                            container=perimeter, part_id=part, period=DateRange(TODAY, None), is_official=official
                        )
                        for part in parts
                    ],
                    batch_size=2000,
                )
            )
            transaction.set_rollback(True)
        return spent

    without, with_events = write(official=True), write(official=False)
    print(f"  {len(parts)} parts by bulk: {without:.2f} s without history, {with_events:.2f} s with an event each")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=34_969)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="maillage-geography-") as name:
        os.environ |= {"MAILLAGE_DATA_DIR": f"{name}/data", "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.conf import settings

        print(describe())
        files = Path(name) / "files"
        files.mkdir()
        settings.POSTGRES.ensure()
        try:
            settings.POSTGRES.create_database("maillage")
            run(rows, files)
        finally:
            settings.POSTGRES.stop()
    print(EXPECTED)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
