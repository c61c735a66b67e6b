"""The network read from the database: what counts, for whom, on which day, in which scope."""

from datetime import date
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict

from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.participations import add_participation
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Alliance, Participation
from maillage.alliances.network.scope import Scope, read_scope
from maillage.alliances.selectors.network import known_dates, read_network
from maillage.core import clock
from maillage.core.dates import Span
from maillage.themes.models import Concept

EVERYTHING = Scope()


def named(network):
    return [node.name for node in network.nodes]


def tied(network):
    return {(network.nodes[tie.a].name, network.nodes[tie.b].name): tie for tie in network.ties}


def read(user, on=None, **scope):
    return read_network(user, on=on or clock.today(), scope=Scope(**scope))


def test_network_has_what_the_reader_sees_and_nothing_else(world):
    nobody = read(AnonymousUser())
    assert named(nobody) == ["Atelier public", "Voisine de Lens"]
    assert set(tied(nobody)) == {("Atelier public", "Voisine de Lens")}
    assert [name for name, _slug in nobody.alliance_names.values()] == ["École et métiers"]
    partner = read(world.users["member"])
    assert named(partner) == ["Atelier public", "Cercle réservé", "Voisine de Lens"]
    assert set(tied(partner)) == {("Atelier public", "Cercle réservé"), ("Atelier public", "Voisine de Lens")}
    neighbour = read(world.users["neighbour"])
    assert set(tied(neighbour)) == {("Atelier public", "Voisine de Lens")}


def test_size_of_an_alliance_counts_only_the_participants_that_the_reader_sees(world):
    add_participation(actor=None, alliance=world.alliance, organisation=world.stewards_only)
    key = world.alliance.pk
    seen, whole = read(AnonymousUser()), read(world.users["administrator"])
    assert seen.sizes == {key: 2}
    assert tied(seen)["Atelier public", "Voisine de Lens"].weight == 1
    assert whole.sizes[key] == 3
    assert tied(whole)["Atelier public", "Voisine de Lens"].weight == 0.5


def test_contested_participation_stands_apart_and_counts_nowhere(world):
    Participation.objects.filter(alliance=world.alliance, organisation=world.elsewhere).update(state="contested")
    network = read(AnonymousUser())
    assert network.ties == ()
    assert [(tie.weight, tie.alliances) for tie in network.contested] == [(0.0, (world.alliance.pk,))]
    assert network.sizes == {world.alliance.pk: 1}
    assert (network.facts, network.unconfirmed) == (0, 0)


def test_relation_weighs_one_and_gives_a_directed_arc(world):
    add_relation(actor=None, from_organisation=world.elsewhere, to_organisation=world.public, kind="supports")
    network = read(AnonymousUser())
    [tie] = network.ties
    assert tie.weight == 2
    assert network.arcs == ((1, 0),)
    assert list(network.kinds.values()) == ["supports"]


def test_network_of_a_day_before_the_attestation_has_no_tie_and_says_how_many_facts_are_undated(world):
    network = read(AnonymousUser(), on=date(2019, 6, 26))
    assert network.ties == ()
    assert network.undated == 2
    assert read(AnonymousUser()).undated == 0


def test_a_large_alliance_stays_a_hub(world, monkeypatch):
    monkeypatch.setattr("maillage.alliances.network.facts.LARGEST", 1)
    network = read(AnonymousUser())
    assert network.ties == ()
    assert [(hub.alliance, hub.members) for hub in network.hubs] == [(world.alliance.pk, (0, 1))]


def test_territory_holds_those_seated_inside_and_those_of_its_alliances(world):
    assert named(read(AnonymousUser(), territory="62498")) == ["Voisine de Lens"]
    assert named(read(AnonymousUser(), territory="p-bassin")) == ["Atelier public", "Voisine de Lens"]
    before = read(AnonymousUser(), territory="p-bassin", on=date(2019, 6, 26))
    assert named(before) == ["Atelier public"]
    assert named(read(AnonymousUser(), territory="p-absent")) == []


def test_theme_holds_the_alliances_that_work_on_it(world):
    goal = Concept.objects.get(code="17")
    world.alliance.topics.add(goal)
    assert named(read(AnonymousUser(), theme="17")) == ["Atelier public", "Voisine de Lens"]
    assert named(read(AnonymousUser(), theme="16")) == []
    assert named(read(AnonymousUser(), theme="17", territory="62498")) == ["Voisine de Lens"]


def test_scope_by_world_selection_and_focus(world):
    assert named(read(AnonymousUser(), world=("economique",))) == []
    assert named(read(AnonymousUser(), world=("public",))) == ["Atelier public", "Voisine de Lens"]
    assert named(read(AnonymousUser(), organisations=(world.public.slug, world.members_only.slug))) == [
        "Atelier public"
    ]
    member = world.users["member"]
    assert named(read(member, focus=world.elsewhere.slug)) == ["Atelier public", "Voisine de Lens"]
    assert named(read(member, focus=world.public.slug)) == ["Atelier public", "Cercle réservé", "Voisine de Lens"]
    assert named(read(AnonymousUser(), focus=world.members_only.slug)) == []
    assert named(read(AnonymousUser(), focus="absente")) == []


def test_organisation_that_no_longer_exists_is_left_out_unless_a_fact_names_it(world):
    world.elsewhere.closed_on = date(2021, 1, 1)
    world.elsewhere.save()
    assert "Voisine de Lens" in named(read(AnonymousUser()))
    Participation.objects.filter(organisation=world.elsewhere).update(
        period=DateRange(date(2019, 1, 1), date(2021, 1, 1))
    )
    assert "Voisine de Lens" not in named(read(AnonymousUser()))


def test_the_network_holds_what_the_database_says_is_in_force(world):
    """Every mix of known and unknown bounds and attestations, of an alliance and of a stay in it."""
    days = [None, date(2012, 1, 1), date(2016, 1, 1)]
    spans = [
        (DateRange(start, end) if start or end else None, attested)
        for start, end, attested in product(days, [None, date(2014, 1, 1), date(2018, 1, 1)], days)
        if not (start and end and end <= start)
    ]
    Participation.objects.all().delete()
    mixes = list(product(spans, spans))
    alliances = Alliance.objects.bulk_create(
        Alliance(
            name=f"Essai {rank}",
            slug=f"essai-{rank}",
            purpose="Essai.",
            territory=world.perimeter,
            period=period,
            attested_on=attested,
        )
        for rank, (_own, (period, attested)) in enumerate(mixes)
    )
    Participation.objects.bulk_create(
        Participation(
            alliance=alliance, organisation=organisation, period=period, attested_on=attested, state="confirmed"
        )
        for alliance, ((period, attested), _whole) in zip(alliances, mixes, strict=True)
        for organisation in (world.public, world.elsewhere)
    )
    for on in (date(2011, 6, 1), date(2012, 1, 1), date(2014, 1, 1), date(2016, 1, 1), date(2019, 1, 1)):
        held = set(Participation.objects.in_force(on).values_list("alliance_id", flat=True))
        [tie] = read(world.users["administrator"], on=on).ties or [None]
        assert set(tie.alliances if tie else ()) == held


def test_known_dates_are_the_days_on_which_something_changes(world):
    alliance = create_alliance(
        actor=None,
        changes={
            "name": "Filière",
            "purpose": "Essayer.",
            "territory": world.perimeter,
            "span": Span(DateRange(date(2016, 1, 1), date(2020, 1, 1)), "year", "year"),
        },
        attested_on=date(2019, 6, 26),
    )
    add_participation(
        actor=None,
        alliance=alliance,
        organisation=world.public,
        changes={"span": Span(DateRange(date(2017, 5, 1), None), "month")},
    )
    known = known_dates(AnonymousUser(), EVERYTHING)
    assert known.first == date(2016, 1, 1)
    assert known.last == clock.today()
    assert set(known.moments) >= {date(2016, 1, 1), date(2017, 5, 1), date(2020, 1, 1)}


@pytest.mark.parametrize(
    "scope",
    [
        EVERYTHING,
        Scope(territory="p-bassin"),
        Scope(territory="p-bassin", theme="17", world=("public",), focus="atelier-public"),
    ],
)
def test_reading_a_network_takes_as_many_queries_whatever_its_size(world, scope, django_assert_max_num_queries):
    member = world.users["member"]
    read_network(member, on=clock.today(), scope=scope)
    with django_assert_max_num_queries(9):
        read_network(member, on=clock.today(), scope=scope)


def test_digest_is_that_of_the_content(world):
    first, again = read(AnonymousUser()), read(AnonymousUser())
    assert first.digest == again.digest
    assert first.digest != read(world.users["member"]).digest


def test_read_scope_keeps_what_it_can_read_and_names_the_rest(world):
    scope, remarks = read_scope(QueryDict("territory=62528-loos&theme=17&world=public&world=mars&o=a&o=b&o=a"))
    assert scope == Scope(territory="62528", theme="17", world=("public",), organisations=("a", "b"))
    assert list(remarks) == ["world"]
    scope, remarks = read_scope(QueryDict("territory=99999%00&theme=%00"))
    assert scope == EVERYTHING
    assert list(remarks) == ["territory"]
