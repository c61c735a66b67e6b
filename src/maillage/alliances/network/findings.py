"""What the sentences are written from, and what a sentence is made of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.network.adjacency import Ints
from maillage.alliances.network.brokerage import Brokerage, measure_brokerage
from maillage.alliances.network.communities import Communities, find_communities
from maillage.alliances.network.graph import Network, Node
from maillage.alliances.network.measures import Measures, measure
from maillage.alliances.network.wording import percent, some
from maillage.core.components.typography import french_number

PODIUM = 3
NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing the network tells; `nodes` are the organisations that its sentence names first, most telling first."""

    code: str
    title: str
    sentence: str
    value: float | str | None
    definition: str
    source: str
    caution: str = ""
    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A network with everything measured on it; `tied` are the places of those that have a tie or a large alliance."""

    network: Network
    measures: Measures
    brokerage: Brokerage
    communities: Communities
    tied: Ints


def find_out(network: Network) -> Findings:
    """Measure everything that the sentences need."""
    return assemble(network, measure(network), measure_brokerage(network), find_communities(network))


def assemble(network: Network, measures: Measures, brokerage: Brokerage, communities: Communities) -> Findings:
    """Join a network and what was measured on it."""
    return Findings(
        network=network,
        measures=measures,
        brokerage=brokerage,
        communities=communities,
        tied=np.flatnonzero(measures.degree + measures.hubs),
    )


def foremost(values: np.ndarray) -> list[int]:
    """Return the places of the highest values above zero, three at most, the first ones of equals."""
    order = np.argsort(-values, kind="stable")[:PODIUM]
    return [int(place) for place in order if values[place] > 1e-9]


def following(network: Network, places: list[int], tell: Callable[[int], str]) -> str:
    """Name those that come after the first: " Viennent ensuite B (7) et C (3)."."""
    others = [f"{network.nodes[place].name} ({tell(place)})" for place in places[1:]]
    if not others:
        return ""
    return " " + ngettext("Vient ensuite %(names)s.", "Viennent ensuite %(names)s.", len(others)) % {
        "names": some(others)
    }


def nodes_at(network: Network, places: list[int]) -> tuple[Node, ...]:
    """Return the organisations at these places."""
    return tuple(network.nodes[place] for place in places)


def say_sampling(found: Findings) -> str:
    """Say that the paths were estimated, and how well; "" when they are exact."""
    sampling = found.measures.sampling
    if sampling is None:
        return ""
    return _("Estimé à partir de %(pivots)s organisations tirées au hasard : à %(error)s près.") % {
        "pivots": french_number(sampling.pivots),
        "error": percent(sampling.betweenness),
    }
