"""What changed between two days, and why."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.participations import add_participation, set_intensity
from maillage.alliances.network.changes import Cause, Intensity, Reason, compare
from maillage.alliances.network.facts import Alliance, Dates, Facts, Organisation, Participation, Relation
from maillage.alliances.network.graph import Node
from maillage.alliances.network.scope import Scope
from maillage.alliances.selectors.network import read_facts, read_intensities
from maillage.core.dates import Span

BEFORE, AFTER = date(2018, 1, 1), date(2022, 1, 1)
ALWAYS = Dates(date(2010, 1, 1))
SINCE = Dates(date(2020, 1, 1))
UNTIL = Dates(date(2010, 1, 1), date(2020, 1, 1))


def facts_of(stays, alliances, relations=()):
    return Facts(
        organisations=tuple(
            Organisation(Node(key=key, public_id=str(key), name=f"O{key}", slug=f"o{key}", world="public"))
            for key in range(1, 5)
        ),
        alliances=tuple(Alliance(key, f"A{key}", f"a{key}", dates) for key, dates in enumerate(alliances, start=1)),
        participations=tuple(
            Participation(key, alliance, organisation, "confirmed", dates)
            for key, (alliance, organisation, dates) in enumerate(stays, start=1)
        ),
        relations=tuple(
            Relation(key, source, target, "funds", "declared", dates)
            for key, (source, target, dates) in enumerate(relations, start=1)
        ),
    )


def pairs(changes):
    return [(change.first.key, change.second.key) for change in changes]


@pytest.mark.parametrize(
    ("alliance", "second", "gained", "reason"),
    [
        (SINCE, ALWAYS, True, Reason(Cause.ALLIANCE_BEGAN, alliance=1)),
        (ALWAYS, SINCE, True, Reason(Cause.JOINED, alliance=1, organisation=2)),
        (UNTIL, ALWAYS, False, Reason(Cause.ALLIANCE_ENDED, alliance=1)),
        (ALWAYS, UNTIL, False, Reason(Cause.LEFT, alliance=1, organisation=2)),
    ],
)
def test_tie_of_an_alliance_comes_or_goes_with_its_reason(alliance, second, gained, reason):
    changes = compare(facts_of([(1, 1, ALWAYS), (1, 2, second)], [alliance]), BEFORE, AFTER)
    [change] = changes.gained if gained else changes.lost
    assert (change.first.key, change.second.key, change.reasons) == (1, 2, (reason,))
    assert changes.causes == ((reason, 1),)
    assert [node.key for node in (changes.arrived if gained else changes.departed)] == [1, 2]
    assert not (changes.lost if gained else changes.gained)


def test_one_arrival_explains_all_its_ties():
    stays = [(1, 1, ALWAYS), (1, 2, ALWAYS), (1, 3, ALWAYS), (1, 4, SINCE)]
    changes = compare(facts_of(stays, [ALWAYS]), BEFORE, AFTER)
    assert pairs(changes.gained) == [(1, 4), (2, 4), (3, 4)]
    assert changes.causes == ((Reason(Cause.JOINED, alliance=1, organisation=4), 3),)
    assert [node.key for node in changes.arrived] == [4]
    assert (changes.stronger, changes.weaker) == ((), ())


def test_tie_that_rests_on_more_facts_is_stronger():
    facts = facts_of([(1, 1, ALWAYS), (1, 2, ALWAYS)], [ALWAYS], [(2, 1, SINCE), (1, 2, UNTIL), (3, 4, UNTIL)])
    changes = compare(facts, BEFORE, AFTER)
    assert pairs(changes.lost) == [(3, 4)]
    assert changes.stronger == changes.weaker == ()
    later = compare(facts, date(2005, 1, 1), AFTER)
    assert pairs(later.gained) == [(1, 2)]
    stronger = compare(facts_of([(1, 1, ALWAYS), (1, 2, ALWAYS)], [ALWAYS], [(2, 1, SINCE)]), BEFORE, AFTER)
    assert [change.reasons for change in stronger.stronger] == [(Reason(Cause.RELATION_BEGAN, relation=1),)]
    assert compare(facts, AFTER, AFTER).is_empty


def test_involvement_that_grows_is_told():
    facts = facts_of([(1, 1, ALWAYS), (1, 2, ALWAYS)], [ALWAYS])
    levels = [Intensity(1, 2, UNTIL), Intensity(1, 4, SINCE), Intensity(2, 3, ALWAYS)]
    [grown] = compare(facts, BEFORE, AFTER, levels).involvements
    assert (grown.node.key, grown.alliance, grown.before, grown.after) == (1, 1, 2, 4)


def test_intensities_are_read_for_those_who_may_see_the_alliance(world):
    alliance = create_alliance(
        actor=None,
        changes={
            "name": "Réserve",
            "purpose": "Taire.",
            "territory": world.perimeter,
            "audience": "partners",
            "span": Span(DateRange(date(2010, 1, 1), None), "year"),
        },
    )
    for organisation in (world.public, world.elsewhere):
        stay = add_participation(
            actor=None,
            alliance=alliance,
            organisation=organisation,
            changes={"span": Span(DateRange(date(2010, 1, 1), None), "year")},
        )
        set_intensity(actor=None, participation=stay, level=2, since=date(2012, 1, 1))
        set_intensity(actor=None, participation=stay, level=4, since=date(2020, 1, 1))
    for user, expected in ((world.users["administrator"], 2), (world.users["steward"], 0)):
        facts = read_facts(user, Scope())
        changes = compare(facts, BEFORE, AFTER, read_intensities(user, facts))
        assert len(changes.involvements) == expected
