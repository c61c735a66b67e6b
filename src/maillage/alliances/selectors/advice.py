"""Who to advise to meet, as far as the reader sees: the rows behind the reasons, and the pairs already treated."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from maillage.alliances.enums import IntroductionState
from maillage.alliances.models import Alliance, AllianceTopic, Introduction, Participation
from maillage.alliances.network.advice import Advice, advise
from maillage.alliances.network.affinities import Ground, Place, Profile, Want
from maillage.alliances.network.graph import Network
from maillage.alliances.network.precedents import Precedent
from maillage.alliances.network.scope import FRAMEWORKS, Scope
from maillage.alliances.selectors.network import read_network
from maillage.organisations.enums import ResourceSide
from maillage.organisations.models import Organisation, OrganisationTopic, Perimeter, Resource
from maillage.organisations.selectors.detail import read_containers
from maillage.territories.enums import Kind
from maillage.territories.models import Territory
from maillage.territories.selectors import ancestor_codes

LARGEST_WHOLE = 3_000
MOST_COMPARED = 500
SMALLEST = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.DELEGUEE, Kind.ASSOCIEE, Kind.QPV)
# The goal of partnerships is that of every alliance: it brings no two of them closer.
EVERYBODY = Q(concept__framework__slug="odd", concept__code="17")
WIDER = (Kind.COUNTRY, Kind.FOREIGN)  # who acts in the whole country meets nobody there


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """The pairs to advise, in the network they come from; `partly` when only its most tied organisations were compared."""

    network: Network
    ground: Ground
    advices: list[Advice]
    partly: bool = False


def read_advice(
    user: Any, *, on: date, territory: Territory | None = None, organisation: Organisation | None = None
) -> Advised:
    """Return five pairs that would gain by meeting, of a territory, of an organisation, or of all that the reader sees.

    About fifteen queries whatever the size.
    """
    network = read_network(user, on=on, scope=_scope(user, territory, organisation))
    ground = read_ground(user, network, on)
    places = {node.key: place for place, node in enumerate(network.nodes)}
    focus = places.get(organisation.pk) if organisation else None
    if organisation is not None and focus is None:
        return Advised(network=network, ground=ground, advices=[])
    among = list(places.values())
    if territory is not None:
        among = [place for key, place in places.items() if territory.code in ground.profiles[key].places]
        among += [] if focus is None or focus in among else [focus]
    partly = focus is None and len(among) > MOST_COMPARED
    if partly:
        ties = Counter(end for tie in network.ties for end in (tie.a, tie.b))
        among = sorted(among, key=lambda place: (-ties[place], place))[:MOST_COMPARED]
    advices = advise(network, ground, among=among, focus=focus, left_out=treated_pairs(user))
    return Advised(network=network, ground=ground, advices=advices, partly=partly)


def read_ground(user: Any, network: Network, on: date) -> Ground:
    """Return what is known around the ties of a network: seven queries, each started from what the reader may see."""
    keys = [node.key for node in network.nodes]
    located, invented = _located(user, keys)
    codes = ancestor_codes({territory for territories in located.values() for territory in territories})
    rows = Territory.objects.filter(code__in={code for found in codes.values() for code in found})
    places = {
        code: Place(code, long_name or name, 1 if kind in SMALLEST else communes)
        for code, name, long_name, kind, communes in rows.exclude(kind__in=WIDER).values_list(
            "code", "name", "long_name", "kind", "communes_count"
        )
    }
    themes: dict[int, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    topics = OrganisationTopic.objects.visible_to(user).filter(
        organisation__in=keys, concept__framework__slug__in=FRAMEWORKS
    )
    topics = topics.exclude(EVERYBODY)
    for key, code, label in topics.values_list("organisation_id", "concept__code", "concept__label"):
        themes[key].add(code)
        labels[code] = label
    wants: dict[tuple[int, str], list[Want]] = defaultdict(list)
    resources = Resource.objects.visible_to(user).current(on).filter(organisation__in=keys).order_by("pk")
    for key, side, means, text in resources.values_list("organisation_id", "side", "means", "text"):
        wants[key, side].append(Want(means, text))
    return Ground(
        profiles={
            key: Profile(
                places=frozenset(code for territory in located.get(key, ()) for code in codes.get(territory, ())),
                themes=frozenset(themes[key]),
                needs=tuple(wants[key, ResourceSide.NEED]),
                offers=tuple(wants[key, ResourceSide.OFFER]),
                is_fictitious=key in invented,
            )
            for key in keys
        },
        places=places,
        themes=labels,
        precedents=tuple(_precedents(user)),
    )


def treated_pairs(user: Any) -> set[tuple[int, int]]:
    """Return the pairs no longer to advise to a reader: those they put aside, and the meetings they follow."""
    aside = Q(state=IntroductionState.IRRELEVANT)
    rows = Introduction.objects.visible_to(user).filter(~aside | Q(proposed_by=user))
    return set(rows.values_list("first_id", "second_id"))


def _scope(user: Any, territory: Territory | None, organisation: Organisation | None) -> Scope:
    """Return the part of the network to look at: that of the territory, else the whole, or around a seat if too large."""
    if territory is not None:
        return Scope(territory=territory.code)
    if organisation is None or organisation.seat is None:
        return Scope()
    if Organisation.objects.visible_to(user).count() <= LARGEST_WHOLE:
        return Scope()
    around = read_containers(organisation.seat)
    return Scope(territory=around[Kind.DEPARTEMENT].code if Kind.DEPARTEMENT in around else organisation.seat.code)


def _located(user: Any, keys: Collection[int]) -> tuple[dict[int, set[int]], set[int]]:
    """Return the territories where each organisation is seated or acts, and which organisations are invented."""
    located: dict[int, set[int]] = defaultdict(set)
    invented = set()
    rows = Organisation.objects.visible_to(user).filter(pk__in=keys)
    for key, seat, is_fictitious in rows.values_list("pk", "seat_id", "is_fictitious"):
        if seat is not None:
            located[key].add(seat)
        if is_fictitious:
            invented.add(key)
    acting = Perimeter.objects.visible_to(user).filter(organisation__in=keys)
    for key, territory in acting.values_list("organisation_id", "territory_id"):
        located[key].add(territory)
    return located, invented


def _precedents(user: Any) -> Iterable[Precedent]:
    """Return the alliances that have a theme and several known worlds, wherever and whenever they are."""
    themes: dict[int, set[str]] = defaultdict(set)
    topics = AllianceTopic.objects.visible_to(user).filter(concept__framework__slug__in=FRAMEWORKS).exclude(EVERYBODY)
    for alliance, code in topics.values_list("alliance_id", "concept__code"):
        themes[alliance].add(code)
    members: dict[int, dict[int, str]] = defaultdict(dict)
    stays = Participation.objects.visible_to(user).counted().filter(alliance__in=list(themes))
    for alliance, organisation, world in stays.values_list("alliance_id", "organisation_id", "organisation__world"):
        members[alliance][organisation] = world
    named = Alliance.objects.visible_to(user).filter(pk__in=list(themes)).order_by("pk")
    for key, name, slug, is_fictitious in named.values_list("pk", "name", "slug", "is_fictitious"):
        if members[key]:
            yield Precedent(
                name=name,
                slug=slug,
                themes=frozenset(themes[key]),
                members=frozenset(members[key]),
                worlds=frozenset(members[key].values()),
                is_fictitious=is_fictitious,
            )
