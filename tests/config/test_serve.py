"""The supervisor: what it starts it ends, and what dies around it starts again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from config.postgres import EmbeddedPostgres
from tests.conftest import ROOT, site_environment


class Site:
    """A demonstration, already prepared, on a port of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = self.start()

    def start(self) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        return subprocess.Popen(command, cwd=ROOT, env=site_environment(self.data), stdout=subprocess.DEVNULL)

    def answers(self) -> bool:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5)
            return True
        return False


def eventually(condition: Callable[[], bool], patience: float = 60.0) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def children(pid: int, word: bytes) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid and word in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


@pytest.fixture
def site(demonstration, tmp_path):
    subprocess.run(["cp", "-a", str(demonstration), str(tmp_path / "data")], check=True)
    served = Site(tmp_path / "data")
    yield served
    if served.process.poll() is None:
        served.process.kill()
    EmbeddedPostgres(served.data / "pg").stop()


def test_site_survives_its_children_and_ends_cleanly(site):
    assert eventually(site.answers)
    worker = children(site.process.pid, b"procrastinate")
    os.kill(worker[0], signal.SIGKILL)
    assert eventually(lambda: children(site.process.pid, b"procrastinate") not in ([], worker))

    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(30) == 0
    assert not EmbeddedPostgres(site.data / "pg").alive()
    assert not site.answers()


def test_killed_site_leaves_nothing_behind_and_starts_again(site):
    assert eventually(site.answers)
    web = children(site.process.pid, b"granian")
    site.process.kill()
    site.process.wait(10)
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in web), 10)

    site.process = site.start()
    assert eventually(site.answers)
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(30) == 0
    assert not EmbeddedPostgres(site.data / "pg").alive(), "the database of the killed run is stopped too"
