"""Serve the site: prepare the data, then keep a web server and a queue worker running."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser, call_command
from django.db import connection, connections

from maillage.portal.preparation import demonstration_accounts, prepare

PATIENCE = 10.0
RESTART_AFTER = 2.0
DEATHS_TO_GIVE_UP = 3


def _die_with_parent() -> None:
    """Ask the kernel to end the child when this process ends, even killed (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Command(BaseCommand):
    help = "Prépare la base, la géographie, la démonstration et l’index, puis sert le site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--workers", default="2")

    def handle(self, *args: Any, port: str, workers: str, **options: Any) -> None:
        stopping: list[int] = []
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, frame: stopping.append(number))
        postgres = settings.POSTGRES
        started = bool(postgres and postgres.ensure())
        try:
            if postgres:
                postgres.create_database(connection.settings_dict["NAME"])
            call_command("check", "--fail-level", "ERROR", verbosity=0)
            prepare(self._step)
            connections.close_all()
            if not stopping:
                self._announce(port)
                self._supervise(self._commands(port, workers), stopping)
        finally:
            if postgres and started:
                postgres.stop()
            self.stdout.write("Arrêté.")

    def _step(self, title: str, work: Callable[[], object]) -> None:
        start = time.monotonic()
        self.stdout.write(f"  {title}… ", ending="")
        self.stdout.flush()
        work()
        self.stdout.write(f"{time.monotonic() - start:.1f} s")

    def _announce(self, port: str) -> None:
        self.stdout.write(f"\nMaillage est prêt : http://localhost:{port}")
        accounts = demonstration_accounts()
        if accounts:
            self.stdout.write(f"Comptes de démonstration ({accounts.password}) : {', '.join(accounts.emails)}")
        self.stdout.write("Ctrl-C pour arrêter.\n")
        self.stdout.flush()

    def _commands(self, port: str, workers: str) -> dict[str, list[str]]:
        granian = str(Path(sys.executable).parent / "granian")
        web = [granian, "--interface", "wsgi", "--workers", workers, "--blocking-threads", "1", "--host", "127.0.0.1"]
        web += ["--port", port, "--log-level", "warning", "--respawn-failed-workers", "config.wsgi:application"]
        worker = [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "1"]
        return {"web": web, "worker": worker}

    def _supervise(self, commands: dict[str, list[str]], stopping: list[int]) -> None:
        """Restart a child that dies, give up after three deaths in ten seconds, end all of them when asked."""
        children = {name: self._start(command) for name, command in commands.items()}
        deaths: list[float] = []
        not_before: dict[str, float] = {}
        try:
            while not stopping:
                now = time.monotonic()
                for name, child in children.items():
                    if child.poll() is None or now < not_before.get(name, 0):
                        continue
                    deaths = [*(death for death in deaths if death > now - PATIENCE), now]
                    if len(deaths) >= DEATHS_TO_GIVE_UP:
                        self.stderr.write(f"« {name} » s’est arrêté trois fois en dix secondes : abandon.")
                        sys.exit(1)
                    not_before[name] = now + RESTART_AFTER
                    children[name] = self._start(commands[name])
                time.sleep(0.2)
        finally:
            for child in children.values():
                child.terminate()
            for child in children.values():
                try:
                    child.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 the supervisor has one thread
            start_new_session=True,
        )
