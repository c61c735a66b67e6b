"""Networks of made-up facts with the shape of real ones: small and large alliances, neighbours first, a few hubs."""

import random
from datetime import date
from itertools import pairwise

from maillage.alliances.network.facts import (
    Alliance,
    Dates,
    Facts,
    Organisation,
    Participation,
    Relation,
)
from maillage.alliances.network.graph import Node

ON = date(2026, 1, 1)
ALWAYS = Dates(date(2015, 1, 1))
WORLDS = ("public", "economique", "interet-general", "academique", "a-confirmer")
SHARES = (30, 25, 30, 5, 10)
BASIN = 40
NEAR = 0.8


def make_facts(
    organisations: int, participations: int, *, middle: float, spread: float, largest: int, seed: int = 7
) -> Facts:
    """Return facts of which the sizes of alliances are log-normal; most participants come from one neighbourhood."""
    chance = random.Random(seed)
    renown = [chance.paretovariate(2.0) for _ in range(organisations)]
    reach = [0.0]
    for weight in renown:
        reach.append(reach[-1] + weight)
    everyone = range(organisations)
    alliances, stays = [], []
    while len(stays) < participations:
        size = min(largest, max(2, round(chance.lognormvariate(middle, spread))))
        start = chance.randrange(organisations)
        members: set[int] = set()
        while len(members) < size:
            wide = max(BASIN, 2 * size)
            near = (start + chance.randrange(wide)) % organisations
            members.add(near if chance.random() < NEAR else chance.choices(everyone, cum_weights=reach[1:])[0])
        key = len(alliances) + 1
        alliances.append(Alliance(key, f"Alliance {key}", f"alliance-{key}", ALWAYS))
        stays += [(key, member + 1) for member in sorted(members)]
    links = {(a, b) for a, b in pairwise(chance.choices(range(1, organisations + 1), k=organisations // 2)) if a != b}
    return Facts(
        organisations=tuple(
            Organisation(
                Node(
                    key=key,
                    public_id=str(key),
                    name=f"Organisation {key}",
                    slug=f"organisation-{key}",
                    world=chance.choices(WORLDS, SHARES)[0],
                )
            )
            for key in range(1, organisations + 1)
        ),
        alliances=tuple(alliances),
        participations=tuple(
            Participation(key, alliance, member, chance.choice(["confirmed", "declared"]), ALWAYS)
            for key, (alliance, member) in enumerate(stays, start=1)
        ),
        relations=tuple(
            Relation(key, source, target, "supports", "declared", ALWAYS)
            for key, (source, target) in enumerate(sorted(links), start=1)
        ),
    )


def territory(organisations: int = 2_000) -> Facts:
    """About five ties an organisation: 10,000 for 2,000."""
    return make_facts(organisations, int(organisations * 1.63), middle=1.5, spread=0.55, largest=30)


def country(organisations: int = 30_000) -> Facts:
    """About 100,000 participations for 30,000 organisations; unfolding every alliance would give 880,000 ties."""
    return make_facts(organisations, organisations * 10 // 3, middle=1.15, spread=1.12, largest=300)
