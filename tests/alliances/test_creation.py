"""Describing an alliance, and who takes part in it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.alliances import StaleVersion, create_alliance, update_alliance
from maillage.alliances.domain.participations import add_participation, add_role, end_participation, set_intensity
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Alliance, Participation
from maillage.core.dates import Span


def described(world, **changes) -> Alliance:
    return create_alliance(
        actor=world.users["member"],
        changes={"name": "Mobilité du Val", "purpose": "Rapprocher.", "territory": world.perimeter, **changes},
        organisations=[world.public, world.elsewhere],
    )


def test_create_alliance_declares_its_two_organisations(world):
    alliance = described(world)
    assert alliance.slug == "mobilite-du-val"
    assert {each.state for each in alliance.participations.all()} == {"declared"}
    assert [each.user for each in alliance.animators.all()] == [world.users["member"]]


@pytest.mark.parametrize("count", [0, 1])
def test_create_alliance_of_fewer_than_two_is_refused(world, count):
    with pytest.raises(ValidationError) as refused:
        create_alliance(
            actor=world.users["member"],
            changes={"name": "Seule", "purpose": "Rien.", "territory": world.perimeter},
            organisations=[world.public] * (count + 1 if count else 0),
        )
    assert "organisations" in refused.value.message_dict
    assert not Alliance.objects.filter(name="Seule").exists()


def test_alliance_for_partners_has_an_address_that_tells_nothing(world):
    alliance = described(world, audience="partners")
    assert alliance.slug.endswith(alliance.public_id.hex[-6:])


def test_update_alliance_of_a_stale_form_is_refused(world):
    alliance = described(world)
    update_alliance(actor=None, alliance=alliance, version=alliance.version, changes={"name": "École"})
    with pytest.raises(StaleVersion) as refused:
        update_alliance(actor=None, alliance=alliance, version=alliance.version, changes={"name": "Métiers"})
    assert refused.value.current.name == "École"


@pytest.mark.parametrize(
    ("start", "end"), [(date(2009, 1, 1), None), (date(2015, 1, 1), date(2022, 1, 1)), (None, date(2010, 1, 1))]
)
def test_participation_outside_the_life_of_the_alliance_is_refused(world, start, end):
    life = Span(DateRange(date(2010, 1, 1), date(2020, 1, 1)), "year", "year")
    alliance = described(world, span=life)
    with pytest.raises(ValidationError) as refused:
        add_participation(
            actor=None,
            alliance=alliance,
            organisation=world.members_only,
            changes={"span": Span(DateRange(start, end), "year", "year")},
        )
    assert "span" in refused.value.message_dict


def test_leaving_ends_roles_and_intensity_and_one_may_come_back(world):
    alliance = described(world)
    stay = add_participation(
        actor=None,
        alliance=alliance,
        organisation=world.members_only,
        changes={"span": Span(DateRange(date(2015, 1, 1), None), "year")},
        roles=["lead"],
    )
    set_intensity(actor=None, participation=stay, level=4, since=date(2016, 1, 1))
    end_participation(actor=None, participation=stay, on=date(2019, 1, 1))
    stay.refresh_from_db()
    assert stay.period == DateRange(date(2015, 1, 1), date(2019, 1, 1))
    assert stay.roles.get().period.upper == date(2019, 1, 1)
    assert stay.intensities.get().period.upper == date(2019, 1, 1)
    add_participation(
        actor=None,
        alliance=alliance,
        organisation=world.members_only,
        changes={"span": Span(DateRange(date(2021, 1, 1), None), "year")},
    )
    assert Participation.objects.filter(organisation=world.members_only, alliance=alliance).count() == 2


def test_the_same_role_twice_at_the_same_time_is_refused(world):
    stay = described(world).participations.first()
    add_role(actor=None, participation=stay, role="lead", span=Span(DateRange(date(2015, 1, 1), None)))
    add_role(actor=None, participation=stay, role="funder", span=Span(DateRange(date(2015, 1, 1), None)))
    with pytest.raises(ValidationError):
        add_role(actor=None, participation=stay, role="lead", span=Span(DateRange(date(2018, 1, 1), None)))


def test_relation_of_an_organisation_with_itself_is_refused(world):
    with pytest.raises(ValidationError):
        add_relation(actor=None, from_organisation=world.public, to_organisation=world.public, kind="funds")
