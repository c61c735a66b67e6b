"""From clone to first page, cold and warm, and the memory of the running demonstration.

./run bench setup           clones the repository, empties the package caches, installs everything
./run bench setup --rows N  starts from this checkout, already installed: proves that it works
"""

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks._machine import describe

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600
EXPECTED = "expected: under 90 s cold and 8 s warm, sum of PSS under 700 MB"


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def start(folder: Path, environment: dict[str, str]) -> tuple[subprocess.Popen, float]:
    """Run `./run demo` there; returns the process and the seconds until the home page answered 200."""
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "run", "demo"], cwd=folder, env=environment, start_new_session=True)
    address = f"http://127.0.0.1:{environment['PORT']}/"
    while time.monotonic() - begun < PATIENCE:
        if process.poll() is not None:
            sys.exit(f"./run demo ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return process, time.monotonic() - begun
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit("the home page never answered")


def stop(process: subprocess.Popen) -> float:
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(60)
    return time.monotonic() - begun


def memory_of(data: Path, process: subprocess.Popen) -> dict[str, float]:
    """Return megabytes of PSS (proportional set size) by program, for the supervisor, its children and PostgreSQL."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    site = _family({process.pid}, parents)
    database = _family({pid for pid in parents if str(data / "pg").encode() in _command(pid)}, parents)
    sums: dict[str, float] = {}
    for pid in site | database:
        try:
            report = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        name = "postgres" if pid in database else _program(_command(pid))
        sums[name] = sums.get(name, 0) + int(re.search(r"^Pss:\s+(\d+)", report, re.MULTILINE)[1]) / 1024
    return sums


def _program(command: bytes) -> str:
    return next((name for name in ("granian", "procrastinate") if name.encode() in command), "serve")


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _family(roots: set[int], parents: dict[int, int]) -> set[int]:
    """Return the processes and all their descendants."""
    found = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maillage-setup-") as name:
        place = Path(name)
        data = place / "data"
        environment = {**os.environ, "PORT": free_port(), "MAILLAGE_DATA_DIR": str(data)}
        folder = ROOT
        if not options.rows:
            folder = place / "clone"
            subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
            environment |= {"UV_CACHE_DIR": str(place / "uv"), "npm_config_cache": str(place / "npm")}
            environment |= {"PIP_NO_CACHE_DIR": "1"}
        first, cold = start(folder, environment)
        time.sleep(2)
        memory = memory_of(data, first)
        stopped = stop(first)
        second, warm = start(folder, environment)
        stop(second)
        print(describe())
        title = "installed checkout, empty data" if options.rows else "clone with empty caches"
        print(f"{title}: first page after {cold:.1f} s; again: {warm:.1f} s; Ctrl-C to end: {stopped:.1f} s")
        parts = ", ".join(f"{program} {megabytes:.0f}" for program, megabytes in sorted(memory.items()))
        print(f"memory (PSS, MB): {sum(memory.values()):.0f} in all ({parts})")
        print(EXPECTED)


if __name__ == "__main__":
    main()
