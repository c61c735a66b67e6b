"""Networks built by hand or read from published ones, for the tests of what is computed on them."""

import csv
import json
from datetime import date

from maillage.alliances.network.graph import CONFIRMED, Hub, Network, Node, Tie

ON = date(2026, 1, 1)


def network_of(count, pairs, worlds=(), arcs=(), hubs=(), weights=None, on=ON, names=()):
    """Return a network of `count` organisations named "0", "1"… of which these pairs are tied."""
    ends = {tuple(sorted(pair)): 1.0 if weights is None else weights[tuple(pair)] for pair in pairs}
    return Network(
        on=on,
        nodes=tuple(
            Node(
                key=place + 1,
                public_id=str(place),
                name=names[place] if names else str(place),
                slug=f"o-{place}",
                world=worlds[place] if worlds else "public",
            )
            for place in range(count)
        ),
        ties=tuple(
            Tie(a=a, b=b, weight=weight, state=CONFIRMED, relations=(rank,))
            for rank, ((a, b), weight) in enumerate(sorted(ends.items()), start=1)
        ),
        arcs=tuple(sorted(arcs)),
        hubs=tuple(Hub(alliance=rank, members=tuple(members)) for rank, members in enumerate(hubs, start=1)),
        kinds=dict.fromkeys(range(1, len(ends) + 1), "partner_of"),
        facts=len(ends),
        digest=str(hash((count, tuple(ends)))),
    )


def read_published(folder):
    """Return (names, pairs without direction, arcs, reference) of a published network."""
    with (folder / "nodes.csv").open() as file:
        names = [row["name"] for row in csv.DictReader(file)]
    places = {name: place for place, name in enumerate(names)}
    with (folder / "edges.csv").open() as file:
        arcs = [(places[row["from"]], places[row["to"]]) for row in csv.DictReader(file)]
    reference = json.loads((folder / "reference.json").read_text())
    pairs = {tuple(sorted(arc)) for arc in arcs if arc[0] != arc[1]}
    return names, pairs, arcs, reference
