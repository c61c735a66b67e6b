"""Alliances of any time and place that may be imitated: which organisations could do alike, and after whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from maillage.alliances.network.adjacency import Flags, Ints

UNKNOWN_WORLD = "a-confirmer"


class Precedent(NamedTuple):
    """An alliance of any time: its themes, its participants and their worlds."""

    name: str
    slug: str
    themes: frozenset[str]
    members: frozenset[int]
    worlds: frozenset[str]
    is_fictitious: bool = False


@dataclass(slots=True)
class Models:
    """The precedents of one theme and of the same worlds, and the organisations alike, as places in the network.

    `joined` says in which of them a member takes part, `most` in how many at the most.
    """

    worlds: frozenset[str]
    is_fictitious: bool
    alike: Ints
    total: int = 0
    joined: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    most: int = 0

    def followers(self, place: int, count: int) -> Flags:
        """Return which organisations share with one a precedent in which neither takes part."""
        found = np.zeros(count, dtype=bool)
        own = self.joined.get(place, set())
        left = self.total - len(own)
        if left > 0:
            found[self.alike] = True
            if self.most >= left:
                found[[other for other, theirs in self.joined.items() if len(theirs - own) == left]] = False
        return found


def group(
    precedents: Iterable[Precedent], keys: Sequence[int], worlds: Sequence[str], themes: Sequence[frozenset[str]]
) -> dict[str, list[Models]]:
    """Return, by theme, the groups of precedents; the rest tells the key, the world and the themes of each place."""
    places = {key: place for place, key in enumerate(keys)}
    sharing: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(themes):
        for theme in own if worlds[place] != UNKNOWN_WORLD else ():
            sharing[theme].append(place)
    groups: dict[tuple[str, frozenset[str], bool], Models] = {}
    for rank, precedent in enumerate(precedents):
        for theme in precedent.themes & sharing.keys():
            name = (theme, precedent.worlds, precedent.is_fictitious)
            if name not in groups:
                alike = [place for place in sharing[theme] if worlds[place] in precedent.worlds]
                groups[name] = Models(precedent.worlds, precedent.is_fictitious, np.array(alike, dtype=np.int64))
            groups[name].total += 1
            for member in precedent.members & places.keys():
                groups[name].joined[places[member]].add(rank)
                groups[name].most = max(groups[name].most, len(groups[name].joined[places[member]]))
    found: dict[str, list[Models]] = defaultdict(list)
    for (theme, _worlds, _fictitious), models in groups.items():
        found[theme].append(models)
    return found
