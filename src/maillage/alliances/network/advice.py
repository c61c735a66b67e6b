"""Who would gain by meeting: pairs of organisations that are not tied, ranked by the sum of their reasons.

The rank of a pair is the sum of what its reasons weigh (`affinities`): no other number enters it, so that what is
said to the reader is what ranks. See docs/performance.md for how well that sum finds ties that were hidden.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from maillage.alliances.network.affinities import REASONS, Affinities, Ground, Reason
from maillage.alliances.network.graph import Network

FEW = 5
OFTEN = 2
DEEP = 40


class Ranked(NamedTuple):
    """Two organisations that are not tied, as places in `Network.nodes` (a < b), and the sum of their reasons."""

    score: float
    a: int
    b: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Two organisations that should meet, as places in `Network.nodes`, and why: the heaviest reason first."""

    a: int
    b: int
    reasons: tuple[Reason, ...]


def rank(
    affinities: Affinities,
    *,
    among: Collection[int] | None = None,
    focus: int | None = None,
    counted: Iterable[str] = REASONS,
    deep: int = DEEP,
) -> list[Ranked]:
    """Return the pairs that have a reason to meet, the best first, at most `deep` for each organisation.

    Both ends are `among` the given places (None: all); `focus` keeps the pairs of one organisation, all of them.
    """
    wanted = np.zeros(affinities.count, dtype=bool)
    wanted[list(range(affinities.count)) if among is None else list(among)] = True
    codes = tuple(counted)
    found = []
    for a in np.flatnonzero(wanted).tolist() if focus is None else [focus]:
        scores = np.sum(list(affinities.rows(a, codes).values()), axis=0)
        scores[affinities.met(a)] = 0.0
        scores[~(wanted & affinities.comparable(a))] = 0.0
        if focus is None:
            scores[:a] = 0.0
        best = np.flatnonzero(scores > 0)
        if focus is None and len(best) > deep:
            best = best[np.argsort(-scores[best], kind="stable")[:deep]]
        found += [Ranked(float(scores[b]), min(a, b), max(a, b)) for b in best.tolist()]
    return sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))


def advise(
    network: Network,
    ground: Ground,
    *,
    among: Collection[int] | None = None,
    focus: int | None = None,
    left_out: Collection[tuple[int, int]] = (),
    most: int = FEW,
) -> list[Advice]:
    """Return the pairs to advise, the best first, `left_out` (pairs of keys, the smaller first) aside.

    Without `focus` an organisation is named twice at most, so that one of them does not take the whole page.
    """
    affinities = Affinities(network, ground)
    named: Counter[int] = Counter()
    chosen: list[Advice] = []
    for pair in rank(affinities, among=among, focus=focus):
        keys = sorted((network.nodes[pair.a].key, network.nodes[pair.b].key))
        if (keys[0], keys[1]) in left_out:
            continue
        if focus is None and max(named[pair.a], named[pair.b]) >= OFTEN:
            continue
        reasons = affinities.reasons_of(pair.a, pair.b)
        if not reasons:
            continue
        named.update((pair.a, pair.b))
        chosen.append(Advice(a=pair.a, b=pair.b, reasons=tuple(reasons)))
        if len(chosen) == most:
            break
    return chosen
