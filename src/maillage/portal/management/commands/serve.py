"""Serve the site: prepare the data, then keep a web server and a queue worker running."""

import ctypes
import multiprocessing
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _

from maillage.accounts.selectors import read_demonstration
from maillage.portal.management.commands.prepare import Command as PrepareCommand

PATIENCE = 10.0
RESTART_AFTER = 2.0
DEATHS_TO_GIVE_UP = 3


def _die_with_parent() -> None:
    """Ask the kernel to end the child when this process ends, even killed (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _answers(port: str) -> bool:
    """Tell whether something listens on the port of the site."""
    try:
        with socket.create_connection(("127.0.0.1", int(port)), timeout=1):
            return True
    except OSError:
        return False


class Command(PrepareCommand):
    help = "Prépare la base, la géographie, la démonstration et l’index, puis sert le site."

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
            self._prepare_apart()
            if not stopping:
                self._supervise(self._commands(port, workers), stopping, port)
        finally:
            connections.close_all()
            # A server left by a killed run is ours to stop too, unless another command is using it.
            if postgres and (started or not postgres.has_clients()):
                postgres.stop()
            self.stdout.write(_("Arrêté."))

    def _prepare_apart(self) -> None:
        """Prepare in a child of this process, whose memory goes back to the machine when it ends: some 90 MB.

        Exits as the child does when it fails; what it says is said by then.
        """
        connections.close_all()
        child = multiprocessing.get_context("fork").Process(target=self._prepare_or_say_why)
        child.start()
        child.join()
        if child.exitcode:
            sys.exit(abs(child.exitcode))

    def _prepare_or_say_why(self) -> None:
        try:
            self.prepare()
        except CommandError as error:
            self.stderr.write(str(error))
            sys.exit(error.returncode)
        finally:
            connections.close_all()

    def _announce(self, port: str) -> None:
        self.stdout.write("\n" + _("Maillage est prêt : %(address)s") % {"address": f"http://localhost:{port}"})
        demonstration = read_demonstration()
        if demonstration:
            emails = ", ".join(email for email, _label in demonstration.accounts)
            self.stdout.write(
                _("Comptes de démonstration (%(password)s) : %(emails)s")
                % {"password": demonstration.password, "emails": emails}
            )
        self.stdout.write(_("Ctrl-C pour arrêter.") + "\n")
        self.stdout.flush()

    def _commands(self, port: str, workers: str) -> dict[str, list[str]]:
        granian = str(Path(sys.executable).parent / "granian")
        web = [granian, "--interface", "wsgi", "--workers", workers, "--blocking-threads", "1", "--host", "127.0.0.1"]
        web += ["--port", port, "--log-level", "warning", "--respawn-failed-workers", "config.wsgi:application"]
        worker = [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "1"]
        return {"web": web, "worker": worker}

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        """Start a child; the worker writes to its own log, the web server here."""
        with (settings.DATA_DIR / "log" / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 the supervisor has one thread
                start_new_session=True,
                stdout=log if name == "worker" else None,
                stderr=log if name == "worker" else None,
            )

    def _supervise(self, commands: dict[str, list[str]], stopping: list[int], port: str) -> None:
        """Say when the site answers; restart a child that dies, give up after three deaths in ten seconds, end all of
        them when asked.
        """
        announced = False
        children = {name: self._start(name, command) for name, command in commands.items()}
        deaths: list[float] = []
        not_before: dict[str, float] = {}
        try:
            while not stopping:
                if not announced and _answers(port):
                    announced = True
                    self._announce(port)
                    connections.close_all()
                now = time.monotonic()
                for name, child in children.items():
                    if child.poll() is None or now < not_before.get(name, 0):
                        continue
                    deaths = [*(death for death in deaths if death > now - PATIENCE), now]
                    if len(deaths) >= DEATHS_TO_GIVE_UP:
                        self.stderr.write(
                            _("« %(name)s » s’est arrêté trois fois en dix secondes : abandon.") % {"name": name}
                        )
                        sys.exit(1)
                    not_before[name] = now + RESTART_AFTER
                    children[name] = self._start(name, commands[name])
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
