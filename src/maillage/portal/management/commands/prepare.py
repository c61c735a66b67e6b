"""Prepare the data folder: database, geography, frameworks, index, and the demonstration when asked for."""

import io
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection, connections

from maillage.portal.preparation import prepare


class Command(BaseCommand):
    help = "Prépare la base, les référentiels, la géographie et l’index ; rapide si c’est déjà fait."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        postgres = settings.POSTGRES
        started = bool(postgres and postgres.ensure())
        try:
            self.prepare()
        finally:
            connections.close_all()
            if postgres and started:
                postgres.stop()

    def prepare(self) -> None:
        """Do every step, saying how long each took; the database server is up."""
        if settings.POSTGRES:
            settings.POSTGRES.create_database(connection.settings_dict["NAME"])
        call_command("check", "--fail-level", "ERROR", stdout=io.StringIO())
        prepare(self._step)

    def _step(self, title: str, work: Callable[[], object]) -> None:
        start = time.monotonic()
        self.stdout.write(f"  {title}… ", ending="")
        self.stdout.flush()
        work()
        self.stdout.write(f"{time.monotonic() - start:.1f} s")
