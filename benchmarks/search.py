"""Search on generated documents, beside PostgreSQL full text and SQLite FTS5 on the same ones, in the same run.

./run bench search [--rows 1000000] [--queries 200] [--alone]    (--alone leaves the two others out)
"""

import argparse
import itertools
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from benchmarks._corpus import THEMES, communes, documents, questions
from benchmarks._machine import describe, percentile
from benchmarks._rivals import FACETS, Postgres, Sqlite, folder
from benchmarks._search_page import ask_page, served
from maillage.search.documents import SearchDocument
from maillage.search.engine import Engine
from maillage.search.folder import IndexFolder
from maillage.search.indexing import REBUILD_HEAP, REBUILD_THREADS
from maillage.search.opening import create_index
from maillage.search.query import PUBLIC, SearchQuery
from maillage.search.schema import to_document

BATCH = 5000
NESTED = ("territory",)
EXPECTED = "expected: selective p95 < 15 ms and 25 times PostgreSQL or more; every query < 120 ms; as you type p95 < 15 ms; whole page p95 < 80 ms"


def batches(rows: int) -> Iterator[list[SearchDocument]]:
    made = documents(rows)
    while batch := list(itertools.islice(made, BATCH)):
        yield batch


def build(place: Path, rows: int) -> float:
    """Index the documents as the product does; returns the seconds, without those spent making the documents."""
    index = create_index(place, FACETS)
    writer = index.writer(REBUILD_HEAP, REBUILD_THREADS)
    spent = 0.0
    for batch in batches(rows):
        start = time.perf_counter()
        for document in batch:
            writer.add_document(to_document(document, FACETS, index.schema))
        spent += time.perf_counter() - start
    start = time.perf_counter()
    writer.commit()
    writer.wait_merging_threads()
    return spent + time.perf_counter() - start


def measure(ask: Callable[[str], int], texts: list[str], forget: Callable[[], None]) -> tuple[list[float], list[int]]:
    """Return the milliseconds and the totals of each question, with nothing remembered of the same one."""
    times, totals = [], []
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            forget()
            seen.clear()
        seen.add(text)
        start = time.perf_counter()
        totals.append(ask(text))
        times.append(1000 * (time.perf_counter() - start))
    return times, totals


def line(name: str, times: list[float], totals: list[int]) -> str:
    return (
        f"  {name:<10} p50 {percentile(times, 0.5):8.2f} ms   p95 {percentile(times, 0.95):8.2f} ms   "
        f"max {max(times):8.2f} ms   median of {sorted(totals)[len(totals) // 2]} answers"
    )


def typed(count: int) -> list[str]:
    """Return beginnings of names, from two letters on, as they come while typing."""
    chance = random.Random(3)
    known = communes()
    texts = []
    for rank in range(count):
        place = chance.choice(known).name
        whole = place if rank % 2 else f"{chance.choice(THEMES)} {place}"
        texts.append(whole[: chance.randint(2, min(12, len(whole)))])
    return texts


def run(rows: int, queries: int, *, alone: bool) -> None:
    print(describe())
    print(
        f"{rows} documents, {queries} queries: 70 % selective, 20 % one frequent word, 10 % empty; six facets, audience"
    )
    asked = questions(queries)
    p95: dict[str, dict[str, float]] = {}
    with folder() as name:
        place = Path(name)
        made = IndexFolder(place / "index").create()
        spent = build(made, rows)
        size = sum(file.stat().st_size for file in made.iterdir())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"maillage: {rows / spent:.0f} documents/s, {size / 1e6:.0f} MB, peak memory {peak:.0f} MB")
        engine = Engine.open(made, FACETS, NESTED)
        engine.search(SearchQuery(text="maison"))

        def ask(text: str) -> int:
            return engine.search(SearchQuery(text=text)).total

        p95["maillage"] = report(ask, asked, engine.reload)
        times, totals = measure(lambda text: len(engine.suggest(text, PUBLIC)), typed(queries), lambda: None)
        print(line("as typed", times, totals))
        IndexFolder(place / "index").switch(made)
        with served(place, rows) as client:
            ask_page(client, "maison")
            times, sizes = measure(lambda text: ask_page(client, text), asked["selective"], lambda: None)
        print(
            f"  whole page, selective: p50 {percentile(times, 0.5):.1f} ms   p95 {percentile(times, 0.95):.1f} ms   "
            f"{sorted(sizes)[len(sizes) // 2] / 1000:.0f} kB"
        )
        if alone:
            return
        for rival, factory in (("postgresql", Postgres), ("sqlite", Sqlite)):
            database = factory(place)
            try:
                start = time.perf_counter()
                database.fill(documents(rows))
                spent = time.perf_counter() - start
                print(f"{rival}: {rows / spent:.0f} documents/s (making them included), {database.size() / 1e6:.0f} MB")
                p95[rival] = report(database.ask, asked, lambda: None)
            finally:
                database.close()
    for rival in ("postgresql", "sqlite"):
        ratios = ", ".join(f"{name} {p95[rival][name] / p95['maillage'][name]:.1f}" for name in asked)
        print(f"p95 of {rival} over that of maillage: {ratios}")
    print(EXPECTED)


def report(ask: Callable[[str], int], asked: dict[str, list[str]], forget: Callable[[], None]) -> dict[str, float]:
    found = {}
    for name, texts in asked.items():
        times, totals = measure(ask, texts, forget)
        print(line(name, times, totals), flush=True)
        found[name] = percentile(times, 0.95)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run(options.rows, options.queries, alone=options.alone)
    return 0


if __name__ == "__main__":
    sys.exit(main())
