"""What two organisations that are not tied have in common, or could bring each other: reason by reason, in numbers.

Each reason is computed for one organisation against all the others at once, as a row of numbers; `reasons_of` then
says which facts are behind the numbers of one pair. Partners in common count as in Adamic and Adar, "Friends and
neighbors on the Web", Social Networks 25 (2003): a partner that few others have tells more. Partners that know each
other count as in Kovács et al., "Network-based prediction of protein interactions", Nature Communications 10 (2019).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import NamedTuple

import numpy as np

from maillage.alliances.network.adjacency import Flags, Floats, Ints, adjacency_of, compress
from maillage.alliances.network.graph import Network
from maillage.alliances.network.precedents import UNKNOWN_WORLD, Models, Precedent, group
from maillage.core.text import fold

PARTNERS, CHAIN, EXCHANGE, PERIMETER, ELSEWHERE, WORLDS = (
    "partners",
    "chain",
    "exchange",
    "perimeter",
    "elsewhere",
    "worlds",
)
REASONS = (PARTNERS, CHAIN, EXCHANGE, PERIMETER, ELSEWHERE, WORLDS)
# How much each reason weighs at its fullest; a common partner weighs 1/ln(its number of partners).
CHAIN_WEIGHT = 1.0
EXCHANGE_WEIGHT = 1.0
WORDS_WEIGHT = 0.5
PERIMETER_WEIGHT = 0.5
ELSEWHERE_WEIGHT = 0.3
WORLDS_WEIGHT = 0.1
WIDEST = 5_000  # a region is still a perimeter, the country is not
UNKNOWN_EXTENT = 300
SHORTEST_WORD = 5


class Want(NamedTuple):
    """Something that an organisation needs or offers."""

    means: str
    text: str


class Place(NamedTuple):
    """A territory where organisations meet; `communes` is 0 when its composition is not known."""

    code: str
    name: str
    communes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of an organisation beside its ties; `places` are codes, wider ones included.

    What is invented for the demonstration only meets what is.
    """

    places: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    needs: tuple[Want, ...] = ()
    offers: tuple[Want, ...] = ()
    is_fictitious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known around the ties: profiles by key of organisation, places and themes by code, alliances."""

    profiles: dict[int, Profile] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    precedents: tuple[Precedent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason to meet and the facts behind it; `organisations` are places in `Network.nodes`.

    Of an exchange, the first of `organisations` offers and the second needs.
    """

    code: str
    weight: float
    organisations: tuple[int, ...] = ()
    total: int = 0
    place: Place | None = None
    offer: Want | None = None
    need: Want | None = None
    precedent: Precedent | None = None
    theme: str = ""


class Affinities:
    """The reasons that tie, row by row, the organisations of a network that are not tied; computed once asked."""

    def __init__(self, network: Network, ground: Ground) -> None:
        self.network = network
        self.ground = ground
        self.count = len(network.nodes)
        self.profiles = [ground.profiles.get(node.key, Profile()) for node in network.nodes]
        self.invented = np.array([profile.is_fictitious for profile in self.profiles])
        self.worlds = [node.world for node in network.nodes]
        self.names = sorted(set(self.worlds))
        self.codes = np.array([self.names.index(world) for world in self.worlds], dtype=np.int64)
        graph = adjacency_of(network)
        self.begins, self.targets = compress(
            self.count,
            np.concatenate([graph.first, graph.second]),
            np.concatenate([graph.second, graph.first]),
        )
        self.degrees = np.diff(self.begins)

    def rows(self, place: int, counted: Iterable[str] = REASONS) -> dict[str, Floats]:
        """Return, for each of these reasons, how much it weighs between one organisation and each of the others."""
        made = {
            PARTNERS: self._partners,
            CHAIN: self._chains,
            EXCHANGE: self._exchanges,
            PERIMETER: self._perimeters,
            ELSEWHERE: self._elsewhere,
            WORLDS: self._worlds,
        }
        return {code: made[code](place) for code in counted}

    def met(self, place: int) -> Ints:
        """Return the organisations that are tied to one in any way, contested ties and large alliances included."""
        near = [self.neighbours(place), *self._apart.get(place, ())]
        return np.unique(np.concatenate([np.array([place]), *near]))

    def comparable(self, place: int) -> Flags:
        """Return which organisations may be advised to one: invented ones together, real ones together."""
        alike: Flags = self.invented == self.invented[place]
        return alike

    def neighbours(self, place: int) -> Ints:
        """Return the organisations tied to one."""
        return self.targets[self.begins[place] : self.begins[place + 1]]

    def reasons_of(self, a: int, b: int) -> list[Reason]:
        """Return the reasons for two organisations to meet with their facts, the heaviest first."""
        weights = {code: float(row[b]) for code, row in self.rows(a).items()}
        if weights[PARTNERS]:
            weights[PARTNERS] += weights[CHAIN]  # common partners know each other's partners: one thing is said
            weights[CHAIN] = 0.0
        told = {
            PARTNERS: self._tell_partners,
            CHAIN: self._tell_chain,
            EXCHANGE: self._tell_exchange,
            PERIMETER: self._tell_place,
            ELSEWHERE: self._tell_elsewhere,
            WORLDS: self._tell_place,
        }
        found = [told[code](code, weight, a, b) for code, weight in weights.items() if weight > 0]
        return sorted(found, key=lambda reason: -reason.weight)

    def _spread(self, sources: Ints, weights: Floats) -> Floats:
        """Carry the weight of each source to each of its neighbours, and sum."""
        lengths = self.degrees[sources]
        offsets = np.repeat(self.begins[sources] - np.cumsum(lengths) + lengths, lengths)
        reached = self.targets[offsets + np.arange(lengths.sum())]
        spread = np.bincount(reached, weights=np.repeat(weights, lengths), minlength=self.count)
        return spread.astype(np.float64)

    def _partners(self, place: int) -> Floats:
        near = self.neighbours(place)
        rarity = 1 / np.log(np.maximum(self.degrees[near], 2))
        return self._spread(near, rarity)

    def _chains(self, place: int) -> Floats:
        near = self.neighbours(place)
        if not len(near):
            return np.zeros(self.count)
        reached = self._spread(near, 1 / np.sqrt(self.degrees[near]))
        reached[place] = 0.0
        second = np.flatnonzero(reached)
        walks = self._spread(second, reached[second] / np.sqrt(self.degrees[second]))
        # In a dense network everyone's partners know each other: it tells nothing.
        return walks * (CHAIN_WEIGHT / float(self.degrees[self.degrees > 0].mean()) ** 2)

    def _exchanges(self, place: int) -> Floats:
        row = np.zeros(self.count)
        own = self.profiles[place]
        for wants, others in ((own.needs, self._givers), (own.offers, self._takers)):
            for want in wants:
                alike = others.get((want.means, ""), [])
                row[alike] = np.maximum(row[alike], EXCHANGE_WEIGHT)
                for word in _words(want.text):
                    row[others.get((want.means, word), [])] = EXCHANGE_WEIGHT + WORDS_WEIGHT
        return row

    def _perimeters(self, place: int) -> Floats:
        row = np.zeros(self.count)
        for each in self._own_places(place):
            row[self._present[each.code]] = _locality(each)
        return row

    def _worlds(self, place: int) -> Floats:
        row = np.zeros(self.count)
        if self.worlds[place] != UNKNOWN_WORLD:
            for each in self._own_places(place):
                present = self._present[each.code]
                row[present] = WORLDS_WEIGHT * self._strange[each.code][self.codes[place], self.codes[present]]
        return row

    def _elsewhere(self, place: int) -> Floats:
        """Weigh what already works elsewhere with those who share a territory here."""
        found = np.zeros(self.count, dtype=bool)
        own = self.profiles[place]
        for theme in own.themes:
            for models in self._models.get(theme, ()):
                if self.worlds[place] in models.worlds and (own.is_fictitious or not models.is_fictitious):
                    found |= models.followers(place, self.count)
        if self.worlds[place] == UNKNOWN_WORLD or not found.any():
            return np.zeros(self.count)
        return np.where(found & (self._perimeters(place) > 0), ELSEWHERE_WEIGHT, 0.0)

    def _own_places(self, place: int) -> list[Place]:
        """Return the places of an organisation, the widest first, so that the most local one has the last word."""
        codes = sorted((code for code in self.profiles[place].places if code in self._present), reverse=True)
        return sorted((self.ground.places[code] for code in codes), key=_extent, reverse=True)

    def _tell_partners(self, code: str, weight: float, a: int, b: int) -> Reason:
        common = np.intersect1d(self.neighbours(a), self.neighbours(b)).tolist()
        common.sort(key=lambda each: (self.degrees[each], each))
        return Reason(code=code, weight=weight, organisations=tuple(common), total=len(common))

    def _tell_chain(self, code: str, weight: float, a: int, b: int) -> Reason:
        far = set(self.neighbours(b).tolist())
        links = [
            (self.degrees[first] * self.degrees[second], first, second)
            for first in self.neighbours(a).tolist()
            for second in self.neighbours(first).tolist()
            if second in far and second != a
        ]
        _rarity, first, second = min(links)
        return Reason(code=code, weight=weight, organisations=(first, second), total=len(links))

    def _tell_exchange(self, code: str, weight: float, a: int, b: int) -> Reason:
        matches = [
            (_fit(offer, need), giver, taker, offer, need)
            for giver, taker in ((a, b), (b, a))
            for offer in self.profiles[giver].offers
            for need in self.profiles[taker].needs
            if offer.means == need.means
        ]
        _best, giver, taker, offer, need = max(matches, key=lambda match: match[0])
        return Reason(
            code=code, weight=weight, organisations=(giver, taker), total=len(matches), offer=offer, need=need
        )

    def _tell_place(self, code: str, weight: float, a: int, b: int) -> Reason:
        shared = [each for each in self._own_places(a) if each.code in self.profiles[b].places]
        return Reason(code=code, weight=weight, organisations=(a, b), place=shared[-1])

    def _tell_elsewhere(self, code: str, weight: float, a: int, b: int) -> Reason:
        themes = self.profiles[a].themes & self.profiles[b].themes
        precedent = next(
            each
            for each in self.ground.precedents
            if themes & each.themes
            and {self.worlds[a], self.worlds[b]} <= each.worlds
            and not {self.network.nodes[a].key, self.network.nodes[b].key} & each.members
            and (self.profiles[a].is_fictitious or not each.is_fictitious)
        )
        theme = min(themes & precedent.themes)
        return Reason(code=code, weight=weight, organisations=(a, b), precedent=precedent, theme=theme)

    @cached_property
    def _apart(self) -> dict[int, list[Ints]]:
        """Who met in a way that no tie counts: contested ties, and alliances too large to be unfolded."""
        groups: list[tuple[int, ...]] = [(tie.a, tie.b) for tie in self.network.contested]
        groups += [(*hub.members, *hub.apart) for hub in self.network.hubs]
        met: dict[int, list[Ints]] = defaultdict(list)
        for ends in groups:
            together = np.array(ends, dtype=np.int64)
            for each in ends:
                met[each].append(together)
        return met

    @cached_property
    def _present(self) -> dict[str, Ints]:
        present: dict[str, list[int]] = defaultdict(list)
        for rank, profile in enumerate(self.profiles):
            for code in profile.places:
                if code in self.ground.places and self.ground.places[code].communes <= WIDEST:
                    present[code].append(rank)
        return {code: np.array(ranks) for code, ranks in present.items()}

    @cached_property
    def _strange(self) -> dict[str, Flags]:
        """Which pairs of known worlds no tie links on each territory, as matrices."""
        known = np.array([name != UNKNOWN_WORLD for name in self.names])
        different = known[:, None] & known & ~np.eye(len(known), dtype=bool)
        strange: dict[str, Flags] = defaultdict(different.copy)
        for tie in self.network.ties:
            one, other = self.codes[tie.a], self.codes[tie.b]
            for code in self.profiles[tie.a].places & self.profiles[tie.b].places:
                strange[code][one, other] = strange[code][other, one] = False
        return strange

    @cached_property
    def _givers(self) -> dict[tuple[str, str], list[int]]:
        return _by_means((rank, each) for rank, profile in enumerate(self.profiles) for each in profile.offers)

    @cached_property
    def _takers(self) -> dict[tuple[str, str], list[int]]:
        return _by_means((rank, each) for rank, profile in enumerate(self.profiles) for each in profile.needs)

    @cached_property
    def _models(self) -> dict[str, list[Models]]:
        return group(
            self.ground.precedents,
            [node.key for node in self.network.nodes],
            self.worlds,
            [profile.themes for profile in self.profiles],
        )


def _by_means(wants: Iterable[tuple[int, Want]]) -> dict[tuple[str, str], list[int]]:
    """Return who has something of each nature ("" for any word), and of each word of it."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for rank, want in wants:
        for word in ("", *_words(want.text)):
            found[want.means, word].append(rank)
    return found


def _fit(one: Want, other: Want) -> float:
    """Tell how well an offer answers a need of the same nature: better when they share a word."""
    return EXCHANGE_WEIGHT + (WORDS_WEIGHT if _words(one.text) & _words(other.text) else 0.0)


def _words(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) >= SHORTEST_WORD}


def _extent(place: Place) -> int:
    return place.communes or UNKNOWN_EXTENT


def _locality(place: Place) -> float:
    return PERIMETER_WEIGHT / (1 + log(_extent(place)))
