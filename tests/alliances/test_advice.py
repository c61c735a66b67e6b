"""Who should meet whom: each reason on a network small enough to check by hand."""

import numpy as np
import pytest

from maillage.alliances.network.advice import advise, rank
from maillage.alliances.network.affinities import (
    CHAIN,
    ELSEWHERE,
    EXCHANGE,
    PARTNERS,
    PERIMETER,
    WORLDS,
    Affinities,
    Ground,
    Place,
    Profile,
    Want,
)
from maillage.alliances.network.graph import CONFIRMED, Hub, Network, Node, Tie
from maillage.alliances.network.precedents import Precedent
from maillage.alliances.network.reading_advice import tell

LOOS, BASIN, FRANCE = Place("62528", "Loos", 1), Place("p-bassin", "Bassin", 36), Place("FR", "France", 34_875)
PLACES = {place.code: place for place in (LOOS, BASIN, FRANCE)}


def network(count, pairs=(), worlds=None, contested=(), hubs=()) -> Network:
    def ties(ends):
        return tuple(Tie(a=a, b=b, weight=1.0, state=CONFIRMED) for a, b in ends)

    return Network(
        on=None,
        nodes=tuple(
            Node(key=10 + rank, public_id=str(rank), name=f"O{rank}", slug=f"o{rank}", world=(worlds or {}).get(rank, "public"))
            for rank in range(count)
        ),
        ties=ties(pairs),
        contested=ties(contested),
        hubs=tuple(Hub(alliance=rank, members=members) for rank, members in enumerate(hubs)),
    )  # fmt: skip


def ground(**profiles) -> Ground:
    """Profiles by place in the network ("o1"), with the territories above."""
    return Ground(
        profiles={10 + int(name[1:]): profile for name, profile in profiles.items()},
        places=PLACES,
        themes={"mobilite": "Mobilité"},
    )


def pairs(advices) -> list[tuple[int, int]]:
    return [(each.a, each.b) for each in advices]


def sentences(advice, net, known) -> dict[str, str]:
    return {told.code: told.sentence for told in tell(advice, net, known)}


def test_common_partners_count_the_more_as_they_have_few():
    star = network(7, [(0, 2), (1, 2), (3, 4), (0, 4), (4, 5), (4, 6)])
    row = Affinities(star, Ground()).rows(0)[PARTNERS]
    assert row[1] == pytest.approx(1 / np.log(2))
    assert row[3] == pytest.approx(1 / np.log(4))
    best = advise(star, Ground(), focus=0)[0]
    assert (best.a, best.b) == (0, 1)
    assert sentences(best, star, Ground()) == {PARTNERS: "O2 a un lien avec l’une et l’autre."}


def test_partners_who_know_each_other_are_said_when_there_is_no_common_one():
    line = network(4, [(0, 1), (1, 2), (2, 3)])
    known = Ground()
    far = next(each for each in advise(line, known) if (each.a, each.b) == (0, 3))
    assert sentences(far, line, known) == {CHAIN: "O1, liée à O0, et O2, liée à O3, ont un lien entre elles."}
    walks = Affinities(line, known).rows(0)[CHAIN][3]
    assert walks == pytest.approx((1 / 2) / 1.5**2)


def test_tied_pairs_are_never_advised_however_they_are_tied():
    known = ground(**{f"o{rank}": Profile(places=frozenset({"62528"})) for rank in range(6)})
    tied = network(6, [(0, 1)], contested=[(0, 2)], hubs=[(0, 3, 4)])
    assert pairs(advise(tied, known, focus=0)) == [(0, 5)]


def test_offer_answers_a_need_of_the_same_nature_only():
    room = Want("place", "une salle pour 40 personnes")
    known = ground(
        o0=Profile(needs=(room,)),
        o1=Profile(offers=(Want("skills", "une salle de formation"),)),
        o2=Profile(offers=(Want("place", "un terrain"),)),
        o3=Profile(offers=(Want("place", "Salle de 60 PERSONNES, le soir"),)),
        o4=Profile(needs=(room,)),
    )
    empty = network(5)
    found = advise(empty, known, focus=0)
    assert pairs(found) == [(0, 3), (0, 2)]
    assert sentences(found[0], empty, known) == {EXCHANGE: "O3 propose ce que O0 cherche : un lieu."}
    told = tell(found[0], empty, known)[0]
    assert (told.offer.text, told.need.text) == ("Salle de 60 PERSONNES, le soir", "une salle pour 40 personnes")


def test_need_that_nothing_answers_is_no_reason():
    known = ground(o0=Profile(needs=(Want("place", "une salle"),)), o1=Profile(offers=(Want("skills", "une salle"),)))
    assert advise(network(3), known) == []


def test_most_local_territory_is_the_one_named_and_the_country_is_none():
    known = ground(
        o0=Profile(places=frozenset(PLACES)),
        o1=Profile(places=frozenset(PLACES)),
        o2=Profile(places=frozenset({"p-bassin", "FR"})),
        o3=Profile(places=frozenset({"FR"})),
    )
    empty = network(4)
    found = advise(empty, known, focus=0)
    assert pairs(found) == [(0, 1), (0, 2)]
    assert sentences(found[0], empty, known) == {
        PERIMETER: "Elles sont présentes toutes deux sur ce territoire : Loos."
    }
    assert "Bassin" in sentences(found[1], empty, known)[PERIMETER]


def test_worlds_that_no_tie_links_on_the_territory_are_a_reason():
    here = Profile(places=frozenset({"62528"}))
    known = ground(o0=here, o1=here, o2=here, o3=here, o4=here)
    worlds = {1: "economique", 2: "economique", 3: "academique", 4: "a-confirmer"}
    net = network(5, [(0, 1)], worlds)
    row = Affinities(net, known).rows(0)[WORLDS]
    assert [rank for rank in range(5) if row[rank] > 0] == [3]
    found = next(each for each in advise(net, known, focus=0) if each.b == 3)
    assert sentences(found, net, known)[WORLDS] == (
        "Aucun lien n’est connu entre acteurs publics et acteurs académiques sur ce territoire : Loos."
    )


def elsewhere(net, *precedents, **profiles) -> list[float]:
    """How much alliances elsewhere weigh between the first organisation and each of the others."""
    known = ground(**profiles)
    whole = Ground(profiles=known.profiles, places=PLACES, themes=known.themes, precedents=precedents)
    return [float(each) for each in Affinities(net, whole).rows(0)[ELSEWHERE]]


THEMED = Profile(themes=frozenset({"mobilite"}), places=frozenset({"62528"}))
BOTH = frozenset({"public", "economique"})
FAR = Precedent("Pays roulant", "pays-roulant", frozenset({"mobilite"}), frozenset({98, 99}), BOTH)


def test_similar_alliance_elsewhere_counts_for_those_who_share_theme_territory_and_worlds():
    net = network(5, worlds={1: "economique", 2: "academique", 3: "economique", 4: "economique"})
    away, other = Profile(themes=frozenset({"mobilite"})), Profile(places=frozenset({"62528"}))
    assert elsewhere(net, FAR, o0=THEMED, o1=THEMED, o2=THEMED, o3=away, o4=other) == [0.3, 0.3, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    "precedent",
    [
        FAR._replace(members=frozenset({10, 99})),
        FAR._replace(members=frozenset({11})),
        FAR._replace(themes=frozenset({"emploi"})),
        FAR._replace(is_fictitious=True),
    ],
)
def test_similar_alliance_is_neither_ones_own_nor_invented(precedent):
    net = network(2, worlds={1: "economique"})
    assert elsewhere(net, precedent, o0=THEMED, o1=THEMED)[1] == 0.0


def test_unknown_world_resembles_none():
    net = network(2, worlds={1: "a-confirmer"})
    open_to_all = FAR._replace(worlds=frozenset({"public", "a-confirmer"}))
    assert elsewhere(net, open_to_all, o0=THEMED, o1=THEMED)[1] == 0.0


def test_similar_alliance_elsewhere_is_named():
    net = network(2, worlds={1: "economique"})
    known = ground(o0=THEMED, o1=THEMED)
    whole = Ground(profiles=known.profiles, places=PLACES, themes=known.themes, precedents=(FAR,))
    (found,) = advise(net, whole)
    said = sentences(found, net, whole)[ELSEWHERE]
    assert "« Pays roulant »" in said
    assert "mobilité" in said


def test_what_is_invented_only_meets_what_is():
    here = frozenset({"62528"})
    known = ground(
        o0=Profile(places=here, is_fictitious=True),
        o1=Profile(places=here),
        o2=Profile(places=here, is_fictitious=True),
    )
    assert pairs(advise(network(3), known)) == [(0, 2)]


def test_ranking_is_the_sum_of_what_is_said():
    room = Want("place", "une salle")
    here = frozenset({"62528"})
    known = ground(
        o0=Profile(places=here, needs=(room,)), o1=Profile(places=here, offers=(room,)), o2=Profile(places=here)
    )
    net = network(5, [(0, 3), (1, 3), (2, 4)], {1: "economique"})
    affinities = Affinities(net, known)
    best = rank(affinities)[0]
    assert (best.a, best.b) == (0, 1)
    assert best.score == pytest.approx(sum(reason.weight for reason in affinities.reasons_of(0, 1)))


def test_territory_keeps_both_ends_and_an_organisation_twice_at_most():
    here = Profile(places=frozenset({"62528"}))
    net = network(8, [(rank, 0) for rank in range(1, 8)] and [(0, rank) for rank in range(1, 8)])
    known = ground(**{f"o{rank}": here for rank in range(1, 8)})
    found = advise(net, known, among=range(1, 6), most=50)
    named = [each for pair in pairs(found) for each in pair]
    assert set(named) <= set(range(1, 6))
    assert max(named.count(each) for each in named) == 2


def test_pairs_left_out_make_room_for_others():
    known = ground(**{f"o{rank}": Profile(places=frozenset({"62528"})) for rank in range(4)})
    assert pairs(advise(network(4), known, focus=0, left_out={(10, 11), (10, 12)})) == [(0, 3)]


def test_empty_network_gives_no_advice():
    assert advise(network(0), Ground()) == []
    assert advise(network(3), Ground(), focus=1) == []
