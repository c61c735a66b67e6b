"""Pages as the demonstration serves them: 8 clients, p95, requests a second beside an empty view, queries, kilobytes.

./run bench pages [--seconds 5] [--rows N]    (--rows lowers the number of requests a page)
"""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks._machine import describe, percentile

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 8
PAGES = {
    "vide": "/vide/",
    "accueil": "/",
    "territoire": "/territoires/62528-loos-en-gohelle/",
    "organisation": "/organisations/le-rameau/",
    "recherche": "/recherche/?q=%C3%A9valuation",
    "recherche filtrée": "/recherche/?kind=organisation&world=public&territory=reg-84",
    "en tapant": "/api/v1/search?q=loos&suggest=1",
}
EXPECTED = "expected: at most 12 queries, p95 under 60 ms, at least 120 requests a second for the organisation page"


@dataclass
class Measure:
    times: list[float] = field(default_factory=list)
    failures: int = 0
    size: int = 0


def client(port: int, path: str, until: float, most: int, measure: Measure, lock: threading.Lock) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times, failures, size = [], 0, 0
    while time.monotonic() < until and len(times) < most:
        start = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        size = len(answer.read())
        times.append(1000 * (time.perf_counter() - start))
        failures += answer.status != 200
    connection.close()
    with lock:
        measure.times += times
        measure.failures += failures
        measure.size = size


def load(port: int, path: str, seconds: float, requests: int) -> tuple[Measure, float]:
    """Ask for a page from 8 clients at once; returns the measure and the requests a second."""
    measure, lock = Measure(), threading.Lock()
    start = time.monotonic()
    each = max(1, requests // CLIENTS)
    threads = [
        threading.Thread(target=client, args=(port, path, start + seconds, each, measure, lock)) for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return measure, len(measure.times) / (time.monotonic() - start)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_served(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("the server did not start")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)


def count_queries() -> dict[str, tuple[int, int]]:
    """Return, for each page, its queries and in how many exchanges with the database they are sent."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from maillage.core.prepared import TOGETHER

    counts = {}
    for name, path in PAGES.items():
        reader = Client(HTTP_HOST="localhost")
        reader.get(path)
        with CaptureQueriesContext(connection) as captured:
            reader.get(path)
        queries = sum(each["sql"].count(TOGETHER) + 1 for each in captured.captured_queries)
        counts[name] = (queries, len(captured))
    return counts


def profile(path: str, lines: int = 14) -> None:
    """Print where the time of one page goes (own time, 40 requests in this process)."""
    import cProfile
    import pstats

    from django.test import Client

    reader = Client(HTTP_HOST="localhost")
    reader.get(path)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(40):
        reader.get(path)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(
        "maillage|django/template/base|execute_sql|tantivy", lines
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    requests = min(options.rows, 80) if options.rows else 1_000_000
    with tempfile.TemporaryDirectory(prefix="maillage-pages-") as folder:
        os.environ |= {
            "MAILLAGE_DATA_DIR": folder,
            "MAILLAGE_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "benchmarks._pages_settings",
        }
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        from maillage.portal.preparation import prepare

        started = bool(settings.POSTGRES and settings.POSTGRES.ensure())
        try:
            if settings.POSTGRES:
                settings.POSTGRES.create_database(settings.DATABASES["default"]["NAME"])
            prepare(lambda title, work: work())
            queries = count_queries()
            if options.profile:
                profile(PAGES["organisation"])
            connections.close_all()
            measure_served(requests, options.seconds, queries)
        finally:
            connections.close_all()
            if started:
                settings.POSTGRES.stop()


def measure_served(requests: int, seconds: float, queries: dict[str, tuple[int, int]]) -> None:
    port = free_port()
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", "2"]
    granian += ["--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen([*granian, "config.wsgi:application"], cwd=ROOT)
    try:
        wait_until_served(port, server)
        print(describe())
        print(
            f"{'page':18} {'p50 ms':>8} {'p95 ms':>8} {'req/s':>8} {'queries':>8} {'exchanges':>10} {'kB':>6} {'failed':>7}"
        )
        for name, path in PAGES.items():
            load(port, path, 1.0, 40)
            measure, rate = load(port, path, seconds, requests)
            print(
                f"{name:18} {percentile(measure.times, 0.5):8.1f} {percentile(measure.times, 0.95):8.1f} {rate:8.0f}"
                f" {queries[name][0]:8} {queries[name][1]:10} {measure.size / 1000:6.1f} {measure.failures:7}"
            )
            if measure.failures:
                sys.exit(f"{path} did not answer 200")
        print(EXPECTED)
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
