"""Where indexes live: `index/<build>/`, and a link `index/current` switched by one rename.

Two locks, both freed by the system when a process dies: `write` around every change of an index, `build` around a
whole rebuild. What is refreshed during a rebuild is noted in `pending` and done again on the new index.
"""

import contextlib
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

CURRENT = "current"
PENDING = "pending"
KEPT = 2


class IndexMissing(LookupError):
    """No index was built yet: the site answers 503 and says so."""


class RebuildRunning(RuntimeError):
    """Another process is rebuilding the index."""


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The folder of all builds."""

    path: Path

    def current(self) -> Path:
        """Return the folder of the build in use. Raises IndexMissing."""
        try:
            build = self.path / (self.path / CURRENT).readlink()
        except OSError as error:
            raise IndexMissing(_("L’index de recherche n’a pas encore été construit.")) from error
        if not (build / "meta.json").exists():
            raise IndexMissing(_("L’index de recherche est absent."))
        return build

    def create(self) -> Path:
        """Return a new empty folder for a build."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        build = self.path / f"{time.time_ns():020d}-{os.getpid()}"
        build.mkdir(mode=0o700)
        return build

    def switch(self, build: Path) -> None:
        """Make a build the one in use, by one rename."""
        link = self.path / f".{build.name}.link"
        link.unlink(missing_ok=True)
        link.symlink_to(build.name)
        link.replace(self.path / CURRENT)

    def sweep(self) -> None:
        """Remove older builds and abandoned ones; the build in use and the one before stay for those who read them."""
        with contextlib.suppress(IndexMissing):
            used = self.current().name
            builds = sorted(each.name for each in self.path.iterdir() if each.is_dir() and not each.is_symlink())
            kept = {used, *[name for name in builds if name <= used][-KEPT:]}
            for name in set(builds) - kept:
                shutil.rmtree(self.path / name, ignore_errors=True)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Wait for the right to change an index, and hold it."""
        with self._locked("write", wait=True):
            yield

    @contextlib.contextmanager
    def building(self) -> Iterator[None]:
        """Hold the right to rebuild. Raises RebuildRunning."""
        with self._locked("build", wait=False):
            yield

    @contextlib.contextmanager
    def _locked(self, name: str, *, wait: bool) -> Iterator[None]:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.path / f"{name}.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise RebuildRunning(_("Une reconstruction de l’index est déjà en cours.")) from error
            yield

    def start_notes(self) -> None:
        """Open, under the write lock, empty notes of what changes during a rebuild."""
        (self.path / PENDING).write_text("", encoding="utf-8")

    def note(self, kind: str, ids: list[int]) -> None:
        """Note, under the write lock, rows to do again on the index being built; nothing when none is."""
        notes = self.path / PENDING
        if notes.exists():
            with notes.open("a", encoding="utf-8") as file:
                file.write(json.dumps([kind, ids]) + "\n")

    def end_notes(self) -> dict[str, set[int]]:
        """Close the notes, under the write lock, and return the rows noted since the start of the rebuild."""
        rows: dict[str, set[int]] = {}
        notes = self.path / PENDING
        for line in notes.read_text(encoding="utf-8").splitlines():
            kind, ids = json.loads(line)
            rows.setdefault(kind, set()).update(ids)
        notes.unlink()
        return rows
