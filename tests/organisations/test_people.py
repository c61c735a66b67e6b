"""Rights, mandates, and people named on a page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from maillage.core import clock
from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.domain.people import (
    erase_person,
    present_official,
    present_volunteer,
    record_objection,
    withdraw_consent,
)
from maillage.organisations.domain.rights import appoint_steward, end_mandate, end_membership, grant_membership
from maillage.organisations.models import PublicRole
from maillage.organisations.selectors import personal
from maillage.organisations.selectors.tokens import tokens_of


def shown(organisation) -> list[str]:
    return [each.person_name for each in PublicRole.objects.shown(clock.today()).filter(organisation=organisation)]


def volunteer(organisation, **more):
    return present_volunteer(
        actor=None,
        organisation=organisation,
        person_name="Camille Exemple",
        function="Présidence",
        consent_given_at=clock.now(),
        **more,
    )


def official(organisation, **more):
    return present_official(
        actor=None,
        organisation=organisation,
        person_name="Dominique Exemple",
        function="Maire",
        capacity="elected",
        **more,
    )


def test_volunteer_is_named_only_with_consent(organisation):
    with pytest.raises(ValidationError, match="accord"):
        present_volunteer(
            actor=None, organisation=organisation, person_name="Camille", function="Bureau", consent_given_at=None
        )
    volunteer(organisation)
    assert shown(organisation) == ["Camille Exemple"]


def test_withdrawn_consent_erases_the_name_at_once(organisation):
    role = volunteer(organisation)
    withdraw_consent(actor=None, role=role, now=clock.now())
    role.refresh_from_db()
    assert (shown(organisation), role.person_name) == ([], "")


def test_official_is_named_until_objection(organisation):
    role = official(organisation)
    assert shown(organisation) == ["Dominique Exemple"]
    record_objection(actor=None, role=role, now=clock.now())
    assert shown(organisation) == []


def test_the_two_legal_paths_never_mix(organisation):
    with pytest.raises(ValidationError):
        withdraw_consent(actor=None, role=official(organisation), now=clock.now())
    with pytest.raises(ValidationError):
        record_objection(actor=None, role=volunteer(organisation), now=clock.now())
    with pytest.raises(ValidationError):
        present_official(actor=None, organisation=organisation, person_name="X", function="Y", capacity="volunteer")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicRole.objects.filter(basis="consent").update(basis="legitimate_interest")


def test_history_never_holds_the_name_of_a_person(organisation):
    volunteer(organisation)
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(event)::text from organisations_publicroleevent event")
        recorded = "".join(row[0] for row in cursor.fetchall())
    assert "Présidence" in recorded
    assert "Camille" not in recorded


def test_erasing_a_person_takes_the_name_away(people, organisation):
    volunteer(organisation, user=people.contributor)
    assert personal.export(people.contributor)["presented"][0]["name"] == "Camille Exemple"
    assert erase_person(user=people.contributor) == 1
    assert shown(organisation) == []


def test_tokens_follow_the_roles_in_force(people, organisation, ground):
    assert set(tokens_of(people.contributor)) == {"members", f"organisation:{organisation.pk}"}
    assert set(tokens_of(people.steward)) == {"members", f"steward:{ground.epci.pk}"}
    assert set(tokens_of(people.administrator)) == {"members", "administrators"}
    assert set(tokens_of(people.nobody)) == set()
    end_membership(actor=None, membership=people.contributor.memberships.get(), on=clock.today())
    assert set(tokens_of(people.contributor)) == set()


def test_another_role_replaces_the_first(people, organisation):
    grant_membership(
        actor=None, organisation=organisation, user=people.contributor, role="administrator", start=clock.today()
    )
    roles = people.contributor.memberships.order_by("period")
    assert [role.role for role in roles] == ["contributor", "administrator"]
    assert roles[0].period.upper == roles[1].period.lower == clock.today()


def test_same_role_twice_changes_nothing(people, organisation):
    for _time in range(2):
        grant_membership(
            actor=None, organisation=organisation, user=people.contributor, role="contributor", start=clock.today()
        )
    assert people.contributor.memberships.count() == 1


def test_role_ended_the_day_it_began_leaves_no_row(people, organisation):
    role = grant_membership(
        actor=None, organisation=organisation, user=people.nobody, role="contributor", start=clock.today()
    )
    end_membership(actor=None, membership=role, on=clock.today())
    assert not people.nobody.memberships.exists()


def test_mandates_do_not_overlap(people, ground):
    with pytest.raises(ValidationError, match="déjà"):
        appoint_steward(
            actor=None, user=people.steward, territory=ground.epci, start=date(2019, 1, 1), end=date(2021, 1, 1)
        )
    with pytest.raises(ValidationError, match="fin"):
        appoint_steward(
            actor=None, user=people.nobody, territory=ground.epci, start=date(2026, 1, 1), end=date(2026, 1, 1)
        )


def test_mandate_ends(people, ground):
    end_mandate(actor=None, mandate=people.steward.mandates.get(), on=clock.today())
    assert set(tokens_of(people.steward)) == set()


def test_erasure_says_what_goes_and_what_stays(people, organisation):
    update_organisation(actor=people.contributor, organisation=organisation, version=1, changes={"summary": "Une"})
    volunteer(organisation, user=people.contributor)
    fates = {fate.label: (fate.erased, fate.kept) for fate in personal.describe(people.contributor)}
    assert list(fates.values()) == [(1, 0), (1, 0), (0, 1)]
