"""The page of the network in a real browser: first drawn frame, kilobytes, main-thread time a frame; p95 of pages.

./run bench network_page [--rows 2000]    (organisations; about five ties each)

A headless browser draws in software: its frame rate says nothing of a phone. What is measured of a frame is what the
page itself does on the main thread, calls to the graphic card taken off.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks._machine import describe, percentile

ROOT = Path(__file__).resolve().parent.parent
VISITS = 7
REQUESTS = 60
SMALL = 500
WORLDS = ("public", "economique", "interet-general", "academique", "a-confirmer")
LARGE_PLACE, SMALL_PLACE = "p-banc-grand", "p-banc-petit"
WATCH = """
(() => {
  const times = { frames: [], now: 0, card: 0 };
  window.__times = times;
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (act) => frame((at) => {
    const card = times.card;
    const start = performance.now();
    act(at);
    times.frames.push(performance.now() - start - (times.card - card));
  });
  for (const name of ["drawArrays", "drawArraysInstanced", "bufferData", "clear", "readPixels", "finish"]) {
    const real = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...given) {
      const start = performance.now();
      const answer = real.apply(this, given);
      times.card += performance.now() - start;
      return answer;
    };
  }
})();
"""
DATA_RECEIVED = """
performance.getEntriesByType("resource").filter((each) => each.name.includes("/api/"))[0].responseEnd
"""


def fill(organisations: int, ties: int, code: str) -> int:
    """Write a perimeter with organisations and alliances of three to six until there are that many ties."""
    from maillage.alliances.models import Alliance, Participation
    from maillage.core.text import fold
    from maillage.organisations.models import Organisation
    from maillage.territories.models import Territory

    chance = random.Random(code)
    place = Territory.objects.create(
        kind="perimeter", code=code, official_code="", name=code, folded_name=fold(code), slug=code, subtype="libre"
    )
    made = Organisation.objects.bulk_create(
        Organisation(
            name=f"Organisation {code} numéro {rank}",
            slug=f"{code}-{rank}",
            world=chance.choice(WORLDS),
            seat=place,
            seat_status="stated",
            latitude=chance.uniform(43, 50),
            longitude=chance.uniform(-1, 6),
        )
        for rank in range(organisations)
    )
    pairs: set[tuple[int, int]] = set()
    alliances: list[tuple[int, ...]] = []
    while len(pairs) < ties:
        middle = chance.randrange(organisations)
        near = {min(organisations - 1, max(0, middle + round(chance.gauss(0, organisations / 40)))) for _ in range(5)}
        members = tuple(sorted({middle, chance.randrange(organisations), *near}))
        if 3 <= len(members) <= 6:
            alliances.append(members)
            pairs |= set(combinations(members, 2))
    written = Alliance.objects.bulk_create(
        Alliance(name=f"Alliance {code} {rank}", purpose="Mesurer.", slug=f"alliance-{code}-{rank}", territory=place)
        for rank in range(len(alliances))
    )
    attested = {"attested_on": date(2019, 6, 26), "state": "declared"}
    Alliance.objects.filter(pk__in=[each.pk for each in written]).update(attested_on=date(2019, 6, 26))
    Participation.objects.bulk_create(
        Participation(alliance=alliance, organisation=made[each], **attested)
        for alliance, members in zip(written, alliances, strict=True)
        for each in members
    )
    return len(pairs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_served(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def ask(address: str) -> tuple[float, int]:
    """Return the milliseconds and the kilobytes of one answer."""
    start = time.perf_counter()
    with urllib.request.urlopen(address, timeout=120) as answer:
        size = len(answer.read())
    return 1000 * (time.perf_counter() - start), size


def measure_pages(site: str) -> None:
    print(f"{'page':34} {'first ms':>9} {'p50 ms':>8} {'p95 ms':>8} {'kB':>7}")
    for name, path in {
        f"page, {SMALL} ties": f"/reseau/?territory={SMALL_PLACE}",
        f"data, {SMALL} ties": f"/api/v1/network?territory={SMALL_PLACE}",
        "page, large": f"/reseau/?territory={LARGE_PLACE}",
        "data, large": f"/api/v1/network?territory={LARGE_PLACE}",
    }.items():
        first, size = ask(site + path)
        times = [ask(site + path)[0] for _ in range(REQUESTS if "large" not in name else 8)]
        middle, worst = percentile(times, 0.5), percentile(times, 0.95)
        print(f"{name:34} {first:9.0f} {middle:8.1f} {worst:8.1f} {size / 1000:7.1f}")


def measure_browser(site: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-quic", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        )
        drawn, received_at, busy, frames, sizes = [], [], [], [], {}
        for _ in range(VISITS):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.add_init_script(WATCH)
            received: dict[str, int] = {}
            page.on("response", lambda each, kept=received: kept.update({each.url: _weight(each)}))
            processor = context.new_cdp_session(page)
            processor.send("Performance.enable")
            page.goto(f"{site}/reseau/?territory={LARGE_PLACE}")
            page.wait_for_selector(".network[data-ready]", timeout=60_000)
            drawn.append(page.evaluate("performance.getEntriesByName('network-drawn')[0].startTime"))
            busy.append(1000 * _metric(processor, "ProcessTime"))
            received_at.append(page.evaluate(DATA_RECEIVED))
            page.wait_for_timeout(500)
            page.evaluate("window.__times.frames.length = 0")
            _move(page)
            frames += page.evaluate("window.__times.frames")
            sizes = received
            context.close()
        browser.close()
    whole = sum(sizes.values())
    data = sum(size for url, size in sizes.items() if "/api/" in url)
    print(f"first drawn frame    median {percentile(drawn, 0.5):.0f} ms   worst {max(drawn):.0f} ms   {VISITS} visits")
    print(f"processor of the page  median {percentile(busy, 0.5):.0f} ms until then")
    print(f"of which data came   median {percentile(received_at, 0.5):.0f} ms")
    print(f"received             {whole / 1000:.0f} kB, of which data {data / 1000:.0f} kB")
    print(f"main thread a frame  median {percentile(frames, 0.5):.2f} ms   p95 {percentile(frames, 0.95):.2f} ms")


def _metric(session: Any, name: str) -> float:
    """Return one of the figures that the browser keeps of a page."""
    given = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in given if each["name"] == name)


def _weight(answer: Any) -> int:
    sizes = answer.request.sizes()
    return int(sizes["responseBodySize"])


def _move(page: Any) -> None:
    """Drag the picture from side to side."""
    host = page.locator(".network-host")
    host.scroll_into_view_if_needed()
    box = host.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(middle[0] + 4 * step, middle[1] + 2 * step)
    page.mouse.up()
    page.wait_for_timeout(400)


def measure_large() -> None:
    """Have the large network measured as the job does, before its page is asked for."""
    from dataclasses import asdict

    from maillage.alliances.domain.measuring import measure_network
    from maillage.alliances.network.scope import Scope
    from maillage.core import clock

    start = time.perf_counter()
    measure_network(user_id=None, scope=asdict(Scope(territory=LARGE_PLACE)), on=clock.today().isoformat())
    print(f"measured and drawn by the job in {time.perf_counter() - start:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    organisations = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="maillage-network-") as folder:
        os.environ |= {
            "MAILLAGE_DATA_DIR": folder,
            "MAILLAGE_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
        }
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections

        started = bool(settings.POSTGRES and settings.POSTGRES.ensure())
        try:
            if settings.POSTGRES:
                settings.POSTGRES.create_database(settings.DATABASES["default"]["NAME"])
            call_command("migrate", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            large = fill(organisations, 5 * organisations, LARGE_PLACE)
            small = fill(SMALL // 5, SMALL, SMALL_PLACE)
            with connections["default"].cursor() as cursor:
                cursor.execute("analyze")
            print(describe())
            measure_large()
            connections.close_all()
            print(f"{organisations} organisations and {large} ties; {SMALL // 5} organisations and {small} ties")
            serve()
        finally:
            connections.close_all()
            if started:
                settings.POSTGRES.stop()


def serve() -> None:
    port = free_port()
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", "2"]
    granian += ["--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen([*granian, "config.wsgi:application"], cwd=ROOT)
    try:
        wait_until_served(port)
        measure_pages(f"http://127.0.0.1:{port}")
        measure_browser(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
