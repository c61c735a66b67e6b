"""The job of a country, from rows in PostgreSQL to what the page needs; then visits of its page and of its data."""

import os
import tempfile
import time
from typing import Any

from benchmarks._networks import country
from maillage.alliances.network.facts import Dates, Facts

BATCH = 5_000
VISITS = 5


def fill(facts: Facts) -> None:
    """Write made-up facts as rows, history left out."""
    from django.db import connection
    from django.db.backends.postgresql.psycopg_any import DateRange

    from maillage.alliances.models import Alliance, Participation, Relation
    from maillage.organisations.models import Organisation
    from maillage.territories.models import Territory

    def dated(dates: Dates) -> dict[str, Any]:
        return {"period": DateRange(dates.start, dates.end), "attested_on": dates.attested}

    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
    place = Territory.objects.create(
        kind="perimeter", code="p-banc", official_code="", name="Banc", folded_name="banc", slug="banc", subtype="libre"
    )
    nodes = (each.node for each in facts.organisations)
    Organisation.objects.bulk_create(
        (Organisation(pk=node.key, name=node.name, slug=node.slug, world=node.world) for node in nodes), BATCH
    )
    Alliance.objects.bulk_create(
        (
            Alliance(pk=row.key, name=row.name, slug=row.slug, purpose="Banc.", territory=place, **dated(row.dates))
            for row in facts.alliances
        ),
        BATCH,
    )
    Participation.objects.bulk_create(
        (
            Participation(
                pk=row.key,
                alliance_id=row.alliance,
                organisation_id=row.organisation,
                state=row.state,
                **dated(row.dates),
            )
            for row in facts.participations
        ),
        BATCH,
    )
    Relation.objects.bulk_create(
        (
            Relation(
                pk=row.key,
                from_organisation_id=row.source,
                to_organisation_id=row.target,
                kind=row.kind,
                state=row.state,
                **dated(row.dates),
            )
            for row in facts.relations
        ),
        BATCH,
    )
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = default")
        cursor.execute("analyze")


def visit() -> dict[str, float]:
    """Return the seconds of the clock and of this process that a visit takes once the network is measured, the least."""
    from django.test import Client

    found = {}
    for name, path in {"page": "/reseau/", "data": "/api/v1/network"}.items():
        clocks, processors = [], []
        for _ in range(VISITS):
            clock, processor = time.perf_counter(), time.process_time()
            answer = Client(SERVER_NAME="localhost").get(path)
            clocks.append(time.perf_counter() - clock)
            processors.append(time.process_time() - processor)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
        found |= {name: min(clocks), f"{name}_processor": min(processors), f"{name}_size": len(answer.content)}
    return found


def run_job(organisations: int) -> dict[str, float]:
    """Return the seconds of the reading and of the whole job, on a database of its own."""
    facts = country(organisations)
    with tempfile.TemporaryDirectory(prefix="maillage-network-") as name:
        os.environ |= {"MAILLAGE_DATA_DIR": name, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.conf import settings
        from django.contrib.auth.models import AnonymousUser
        from django.core.management import call_command
        from django.db import connections

        from maillage.alliances.domain.measuring import measure_network
        from maillage.alliances.network.scope import Scope
        from maillage.alliances.selectors.network import read_facts, stamp_of
        from maillage.core import clock

        settings.POSTGRES.ensure()
        try:
            settings.POSTGRES.create_database("maillage")
            call_command("migrate", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            fill(facts)
            start = time.perf_counter()
            read_facts(AnonymousUser(), Scope())
            read = time.perf_counter() - start
            start = time.perf_counter()
            measure_network(user_id=None, scope={}, on=clock.today().isoformat())
            job = time.perf_counter() - start
            start = time.perf_counter()
            stamp_of(AnonymousUser(), Scope())
            mark = time.perf_counter() - start
            return {"read": read, "job": job, "mark": mark, **visit()}
        finally:
            connections.close_all()
            settings.POSTGRES.stop()
