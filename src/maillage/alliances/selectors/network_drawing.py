"""The network as it is drawn: the JSON that the graph and the map of ties read, and the picture to take away."""

import hashlib
import json
import marshal
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from maillage.alliances.network.facts import Facts, whole
from maillage.alliances.network.graph import CONFIRMED, Hub, Network
from maillage.alliances.network.measures import VERSION, Measures
from maillage.alliances.network.results import KEPT, drawing_of
from maillage.alliances.selectors.network_kept import weighty
from maillage.alliances.selectors.network_page import State, measured, passages_of
from maillage.core.components.worlds import WORLDS
from maillage.core.dates import write_date

Points = Mapping[int, tuple[float, float]]

DECIMALS = 4
SLUG = "organisation"
DEGREES = 5

WIDTH, HEIGHT, MARGIN, FOOT = 1200, 900, 60, 90
LONGEST_NAME = 38
LETTER, LINE = 7.4, 16
SMALLEST, LARGEST = 5.0, 18.0
PAPER, INK, SOFT, FAINT = "#fffdf9", "#16332b", "#56655e", "#c9c6ba"
COLORS = {
    "public": "#0b62a4",
    "economique": "#b8480b",
    "interet-general": "#12795b",
    "academique": "#7a3e9d",
    "a-confirmer": "#6a6f6c",
}
UNKNOWN_WORLD = "a-confirmer"
FONT = "Atkinson Hyperlegible Next, Verdana, sans-serif"


def positions_of(facts: Facts) -> Points:
    """Return where each organisation stands, the same on every date: one drawing of all dates together.

    Kept by what it is drawn from, so that an answer already drawn does not build the network of all dates again.
    """
    key = f"network:{VERSION}:places:{_fingerprint(facts)}"
    known: Points | None = cache.get(key)
    if known is None:
        known = drawing_of(whole(facts))
        cache.set(key, known, KEPT)
    return known


@weighty
def write_json(state: State) -> bytes:
    """Write what the graph and the map of ties read."""
    answer = as_json(state, measured(state.network), positions_of(state.facts))
    return json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()


def as_json(state: State, measures: Measures, positions: Points) -> dict[str, Any]:
    """Return the organisations that a tie concerns, where each stands, and the ties between them."""
    network = state.network
    rank = {place: index for index, place in enumerate(state.tied)}
    named = {key: index for index, key in enumerate(network.alliance_names)}
    passages = passages_of(state, measures)
    page = reverse("organisations:detail", args=[SLUG])
    return {
        "hits": [
            _hit(network, place, measures, positions)
            | {"url": page.replace(SLUG, network.nodes[place].slug), "between": round(passages[place], DECIMALS)}
            for place in state.tied
        ],
        "total": len(state.tied),
        "on": network.on.isoformat(),
        "ties": [
            [
                rank[tie.a],
                rank[tie.b],
                round(tie.weight, DECIMALS),
                int(tie.state == CONFIRMED),
                [named[key] for key in tie.alliances],
                len(tie.relations),
            ]
            for tie in network.ties
        ],
        "hubs": [
            {
                "alliance": named[hub.alliance],
                "members": [rank[place] for place in hub.members],
                **_knot(network, hub, positions),
            }
            for hub in network.hubs
        ],
        "alliances": [
            {"name": name, "url": reverse("alliances:detail", args=[slug])}
            for name, slug in network.alliance_names.values()
        ],
        "contested": len(network.contested),
        "untied": len(network.nodes) - len(state.tied),
        "unconfirmed": network.unconfirmed,
        "undated": network.undated,
    }


def as_svg(state: State, measures: Measures, positions: Points, *, title: str) -> str:
    """Return the graph as a picture that stands alone: title, shapes, names, key and source."""
    to_picture = _placer([positions[state.network.nodes[each].key] for each in state.tied])
    at = {each: to_picture(positions[state.network.nodes[each].key]) for each in state.tied}
    knots = {hub.alliance: to_picture((point["x"], point["y"])) for hub, point in _knots(state.network, positions)}
    said = _("%(organisations)d organisations et %(ties)d liens au %(day)s.") % {
        "organisations": len(state.tied),
        "ties": len(state.network.ties),
        "day": write_date(state.network.on),
    }
    size = f'viewBox="0 0 {WIDTH} {HEIGHT + FOOT}" width="{WIDTH}" height="{HEIGHT + FOOT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}" font-size="14">',
        f"<title>{escape(title)}</title><desc>{escape(said)}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT + FOOT}" fill="{PAPER}"/>',
        *_drawn_ties(state.network, at, knots),
        *_drawn_shapes(state, measures, at, knots),
        *_drawn_foot(title, said),
        "</svg>",
    ]
    return "\n".join(parts)


def _fingerprint(facts: Facts) -> str:
    """Return a digest of who is tied to whom at any time: all that a drawing of all dates depends on."""
    content = (
        [(row.node.key, row.core) for row in facts.organisations],
        [(row.key, row.draws) for row in facts.alliances],
        [(row.alliance, row.organisation, str(row.state)) for row in facts.participations],
        [(row.source, row.target, str(row.state)) for row in facts.relations],
        facts.focus,
    )
    return hashlib.blake2b(marshal.dumps(content), digest_size=16).hexdigest()


def _hit(network: Network, place: int, measures: Measures, positions: Points) -> dict[str, Any]:
    node = network.nodes[place]
    x, y = positions[node.key]
    return {
        "id": node.public_id,
        "name": node.name,
        "world": node.world,
        "seat": node.seat,
        "lat": None if node.latitude is None else round(node.latitude, DEGREES),
        "lon": None if node.longitude is None else round(node.longitude, DEGREES),
        "x": round(x, DECIMALS),
        "y": round(y, DECIMALS),
        "ties": int(measures.degree[place]),
        "strength": round(float(measures.strength[place]), DECIMALS),
    }


def _knots(network: Network, positions: Points) -> list[tuple[Hub, dict[str, float]]]:
    return [(hub, _knot(network, hub, positions)) for hub in network.hubs]


def _knot(network: Network, hub: Hub, positions: Points) -> dict[str, float]:
    """Return where a large alliance stands: its own place, else in the middle of its members."""
    own = positions.get(-hub.alliance)
    return _middle([own] if own else [positions[network.nodes[place].key] for place in hub.members])


def _middle(points: list[tuple[float, float]]) -> dict[str, float]:
    return {
        "x": round(sum(x for x, _y in points) / len(points), DECIMALS),
        "y": round(sum(y for _x, y in points) / len(points), DECIMALS),
    }


def _placer(points: list[tuple[float, float]]) -> Any:
    """Return how a position becomes a point of the picture: the same scale both ways, the whole in the frame."""
    xs = [x for x, _y in points] or [0.0]
    ys = [y for _x, y in points] or [0.0]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((WIDTH - 2 * MARGIN) / (wide or 1), (HEIGHT - 2 * MARGIN) / (high or 1))
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (
            round(WIDTH / 2 + (point[0] - middle_x) * scale, 1),
            round(HEIGHT / 2 - (point[1] - middle_y) * scale, 1),
        )

    return place


def _drawn_ties(network: Network, at: Points, knots: Points) -> Iterator[str]:
    yield f'<g stroke-linecap="round" stroke="{SOFT}" stroke-opacity="0.55">'
    for tie in network.ties:
        (x1, y1), (x2, y2) = at[tie.a], at[tie.b]
        width = round(0.7 + 1.8 * min(1.0, tie.weight), 2)
        dashes = "" if tie.state == CONFIRMED else ' stroke-dasharray="1 5"'
        yield f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke-width="{width}"{dashes}/>'
    for hub in network.hubs:
        x2, y2 = knots[hub.alliance]
        for member in hub.members:
            x, y = at[member]
            yield f'<line x1="{x}" y1="{y}" x2="{x2}" y2="{y2}" stroke-width="0.7"/>'
    yield "</g>"


def _drawn_shapes(state: State, measures: Measures, at: Points, knots: Points) -> Iterator[str]:
    values = {place: float(_size_of(measures, state.asked.size)[place]) for place in state.tied}
    most = max(values.values(), default=0) or 1
    radius = {place: SMALLEST + (LARGEST - SMALLEST) * (value / most) ** 0.5 for place, value in values.items()}
    for place in state.tied:
        node = state.network.nodes[place]
        code = node.world if node.world in WORLDS else UNKNOWN_WORLD
        x, y = at[place]
        scale = round(radius[place] / 8, 3)
        paint = (
            f'fill="{PAPER}" stroke="{COLORS[code]}" stroke-width="2.4"'
            if code == UNKNOWN_WORLD
            else f'fill="{COLORS[code]}" stroke="{PAPER}" stroke-width="1"'
        )
        yield (
            f'<g transform="translate({x} {y}) scale({scale}) translate(-8 -8)" {paint}>'
            f"<title>{escape(node.name)}</title>{WORLDS[code].drawing}</g>"
        )
    named = [(state.network.alliance_names[hub.alliance][0], *knots[hub.alliance], 0.0) for hub in state.network.hubs]
    largest = sorted(state.tied, key=lambda index: -values[index])
    named += [(state.network.nodes[index].name, *at[index], radius[index]) for index in largest]
    yield from _drawn_names(named)


def _drawn_names(named: list[tuple[str, float, float, float]]) -> Iterator[str]:
    """Write the names that fit, in their order, none over another."""
    taken: list[tuple[float, float, float]] = []
    for text, x, y, away in named:
        short = text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1].rstrip()}…"
        wide = LETTER * len(short)
        start = x + away + 5 if x < WIDTH * 0.8 else x - away - 5
        left = start if x < WIDTH * 0.8 else start - wide
        if any(abs(y - line) < LINE and left < right and begin < left + wide for begin, right, line in taken):
            continue
        taken.append((left, left + wide, y))
        anchor = "start" if x < WIDTH * 0.8 else "end"
        yield (
            f'<text x="{start:.1f}" y="{y + 4.5:.1f}" text-anchor="{anchor}" fill="{INK}" stroke="{PAPER}" '
            f'stroke-width="3" stroke-linejoin="round" paint-order="stroke">{escape(short)}</text>'
        )


def _drawn_foot(title: str, said: str) -> Iterator[str]:
    yield f'<line x1="{MARGIN}" y1="{HEIGHT}" x2="{WIDTH - MARGIN}" y2="{HEIGHT}" stroke="{FAINT}"/>'
    yield f'<text x="{MARGIN}" y="{HEIGHT + 28}" fill="{INK}" font-weight="650">{escape(title)}</text>'
    source = _("Maillage ; en pointillé, un lien qu’une seule partie déclare.")
    yield f'<text x="{MARGIN}" y="{HEIGHT + 50}" fill="{SOFT}">{escape(said)} {escape(source)}</text>'
    left = MARGIN
    for code, world in WORLDS.items():
        hollow = f'fill="none" stroke="{COLORS[code]}" stroke-width="2.4"'
        paint = hollow if code == UNKNOWN_WORLD else f'fill="{COLORS[code]}"'
        yield f'<g transform="translate({left} {HEIGHT + 62})" {paint}>{world.drawing}</g>'
        label = str(world.label)
        yield f'<text x="{left + 22}" y="{HEIGHT + 75}" fill="{INK}">{escape(label)}</text>'
        left += 40 + round(LETTER * len(label))


def _size_of(measures: Measures, name: str) -> Any:
    return {"ties": measures.degree, "strength": measures.strength, "between": measures.betweenness}[name]
