"""The network of a day, computed from facts, equals what a naive reading of the definition gives."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from maillage.alliances.network.facts import (
    Alliance,
    Dates,
    Facts,
    Organisation,
    Participation,
    Relation,
    holds,
    moments,
    network_at,
)
from maillage.alliances.network.graph import LARGEST, Node

ORIGIN = date(2010, 1, 1)
SPAN = 400
RANDOM_GRAPHS = 500
DAYS_EACH = 3
STATES = ("declared", "confirmed", "contested", "silent")


def day(chance):
    return ORIGIN + timedelta(days=chance.randrange(SPAN))


def dates(chance):
    start, end = sorted((day(chance), day(chance) + timedelta(days=1)))
    return Dates(
        start if chance.random() < 0.6 else None,
        end if chance.random() < 0.4 else None,
        day(chance) if chance.random() < 0.6 else None,
    )


def random_facts(chance, large=False):
    """Return a few organisations, alliances and relations, with every kind of doubt; `large` fills one alliance."""
    count = 40 if large else chance.randint(2, 12)
    organisations = tuple(
        Organisation(
            Node(key=key, public_id=str(key), name=f"Organisation {key}", slug=f"o-{key}", world="public"),
            day(chance) if chance.random() < 0.2 else None,
            day(chance) if chance.random() < 0.2 else None,
            (chance.random() < 0.6,),
        )
        for key in range(1, count + 1)
        if chance.random() < 0.9
    )
    alliances = tuple(
        Alliance(key, f"Alliance {key}", f"a-{key}", dates(chance), (chance.random() < 0.5,))
        for key in range(1, chance.randint(1, 6))
    )
    stays, links = [], []
    for alliance in alliances:
        for organisation in range(1, count + 1):
            if chance.random() < (0.9 if large else 0.4):
                stays.append((alliance.key, organisation))
                if chance.random() < 0.1:
                    stays.append((alliance.key, organisation))
    for _ in range(chance.randint(0, 2 * count)):
        source, target = chance.sample(range(1, count + 1), 2)
        links.append((source, target, chance.choice(["funds", "supports"])))
    return Facts(
        organisations=organisations,
        alliances=alliances,
        participations=tuple(
            Participation(key, *stay, chance.choice(STATES), dates(chance)) for key, stay in enumerate(stays, start=1)
        ),
        relations=tuple(
            Relation(key, *link, chance.choice(STATES), dates(chance)) for key, link in enumerate(links, start=1)
        ),
        focus=chance.choice([None, None, None, 1, 2, 999]),
    )


def in_force(row_dates, on):
    """Word for word: the day lies within the known bounds, or comes after the attestation and before a known end."""
    before_end = row_dates.end is None or on < row_dates.end
    if row_dates.start is not None:
        return row_dates.start <= on and before_end
    return row_dates.attested is not None and row_dates.attested <= on and before_end


def naive(facts, on):
    """Return (keys of the nodes, {pair of keys: weight}, arcs, contested pairs), pair by pair from the definition."""
    alive = {row.key for row in facts.alliances if in_force(row.dates, on)}
    stays = [row for row in facts.participations if row.alliance in alive and in_force(row.dates, on)]
    members = {
        key: {row.organisation for row in stays if row.alliance == key and row.state != "contested"} for key in alive
    }
    apart = {
        key: {row.organisation for row in stays if row.alliance == key and row.state == "contested"} for key in alive
    }
    relations = [row for row in facts.relations if in_force(row.dates, on)]
    named = {row.organisation for row in stays} | {end for row in relations for end in (row.source, row.target)}
    nodes = set()
    for each in facts.organisations:
        key = each.node.key
        gone = (each.founded and each.founded > on) or (each.closed and each.closed <= on)
        drawn = any(key in members[row.key] for row in facts.alliances if row.key in alive and row.draws[0])
        if (each.core[0] or drawn) and (key in named or not gone):
            nodes.add(key)

    def weigh(kept):
        weights, contested = {}, set()
        for a in kept:
            for b in kept:
                if a >= b:
                    continue
                weight = 0.0
                for key in alive:
                    if {a, b} <= members[key] and len(members[key]) <= LARGEST:
                        weight += 1 / (len(members[key]) - 1)
                    everyone = members[key] | apart[key]
                    if {a, b} <= everyone and not {a, b} <= members[key] and len(members[key]) <= LARGEST:
                        contested.add((a, b))
                for row in relations:
                    if {row.source, row.target} == {a, b}:
                        if row.state == "contested":
                            contested.add((a, b))
                        else:
                            weight += 1
                if weight:
                    weights[a, b] = weight
        return weights, contested

    weights, contested = weigh(nodes)
    if facts.focus is not None:
        near = {facts.focus} & nodes
        near |= {key for pair in {*weights, *contested} if near & set(pair) for key in pair}
        nodes = near
        weights, contested = weigh(nodes)
    arcs = {
        (row.source, row.target)
        for row in relations
        if row.state != "contested" and row.source in nodes and row.target in nodes
    }
    return nodes, weights, arcs, contested


def by_key(network):
    keys = [node.key for node in network.nodes]
    return (
        set(keys),
        {(keys[tie.a], keys[tie.b]): tie.weight for tie in network.ties},
        {(keys[a], keys[b]) for a, b in network.arcs},
        {(keys[tie.a], keys[tie.b]) for tie in network.contested},
    )


@pytest.mark.parametrize("block", range(10))
def test_state_at_a_date_equals_a_naive_recomputation(block):
    for seed in range(block * RANDOM_GRAPHS // 10, (block + 1) * RANDOM_GRAPHS // 10):
        chance = random.Random(seed)
        facts = random_facts(chance, large=seed % 50 == 0)
        days = chance.sample(moments(facts) or [ORIGIN], min(DAYS_EACH, len(moments(facts)) or 1))
        for on in days:
            nodes, weights, arcs, contested = naive(facts, on)
            found = by_key(network_at(facts, on))
            assert found == (nodes, pytest.approx(weights), arcs, contested), (seed, on)


def test_nothing_changes_between_two_moments():
    for seed in range(50):
        facts = random_facts(random.Random(seed))
        days = moments(facts)
        for before, after in pairwise(days):
            eve = after - timedelta(days=1)
            alike = [network_at(facts, on) for on in (before, eve)]
            if not any(each.founded or each.closed for each in facts.organisations):
                assert alike[0].digest == alike[1].digest


@pytest.mark.parametrize(
    ("known", "held"),
    [
        (Dates(date(2010, 1, 1), None, None), True),
        (Dates(date(2010, 1, 1), date(2012, 1, 1), date(2030, 1, 1)), False),
        (Dates(date(2013, 1, 1), None, date(2011, 1, 1)), False),
        (Dates(None, None, date(2012, 6, 1)), True),
        (Dates(None, None, date(2012, 6, 2)), None),
        (Dates(None, date(2012, 6, 1), date(2010, 1, 1)), False),
        (Dates(None, date(2012, 6, 2), None), None),
        (Dates(), None),
    ],
)
def test_fact_holds_on_a_day(known, held):
    assert holds(known, date(2012, 6, 1)) is held
