"""The map of 50,000 organisations: cold answer of a viewport and bytes of JSON, at zooms 5, 8 and 11.

./run bench map [--rows 50000]
"""

import argparse
import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
from django.http import HttpRequest

from benchmarks._corpus import documents
from benchmarks._machine import describe, percentile
from benchmarks._rivals import FACETS, folder
from maillage.search.engine import Engine
from maillage.search.opening import create_index
from maillage.search.query import SearchQuery
from maillage.search.schema import to_document

MEMORY = 128_000_000
SCREEN = (1280, 800)
TILE = 256
VIEWS = 25
EXPECTED = "expected: under 30 ms and 60 kB at every zoom"


def viewport(latitude: float, longitude: float, zoom: int) -> tuple[float, float, float, float]:
    """Return the box that a screen shows around a point."""
    wide = SCREEN[0] / TILE * 360 / 2**zoom / 2
    high = SCREEN[1] / TILE * 360 / 2**zoom / 2 * 0.69
    return longitude - wide, latitude - high, longitude + wide, latitude + high


def run(rows: int) -> None:
    django.setup()
    from maillage.organisations.selectors.mapping import write_cells
    from maillage.portal.api import CompactRenderer

    renderer, request = CompactRenderer(), HttpRequest()
    print(describe())
    print(f"{rows} organisations with a place, {VIEWS} viewports of {SCREEN[0]} x {SCREEN[1]} at each zoom")
    chance = random.Random(4)
    with folder() as name:
        place = Path(name)
        index = create_index(place, FACETS)
        writer = index.writer(MEMORY, 1)
        made = list(documents(rows, places=1.0))
        for document in made:
            writer.add_document(to_document(document, FACETS, index.schema))
        writer.commit()
        writer.wait_merging_threads()
        engine = Engine.open(place, FACETS)
        for zoom in (5, 8, 11):
            times, sizes, shown = [], [], []
            for rank in range(VIEWS):
                middle = (46.6, 2.4) if zoom == 5 else None
                if middle is None:
                    chosen = chance.choice(made)
                    middle = (chosen.latitude or 0.0, chosen.longitude or 0.0)
                query = SearchQuery(
                    bbox=viewport(*middle, zoom), filters={"world": ("public",)} if rank % 5 == 4 else {}
                )
                engine.reload()
                start = time.perf_counter()
                answer = engine.cells(query, zoom, "world")
                sent = renderer.render(request, write_cells(answer), response_status=200).encode()
                times.append(1000 * (time.perf_counter() - start))
                sizes.append(len(sent))
                shown.append(len(answer.cells) + len(answer.points))
            print(
                f"  zoom {zoom:>2}   p50 {percentile(times, 0.5):6.2f} ms   p95 {percentile(times, 0.95):6.2f} ms   "
                f"max {max(times):6.2f} ms   {max(sizes) / 1000:6.1f} kB at most   {max(shown)} marks at most"
            )
    print(EXPECTED)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    run(parser.parse_args().rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
