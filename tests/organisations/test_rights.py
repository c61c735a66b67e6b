"""Who sees, edits, administers: the refused person is almost allowed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.models import Organisation
from maillage.organisations.policies import Moved, access_organisation, can_create
from tests.organisations.conftest import make_organisation

EVERYONE = ("anonymous", "nobody", "neighbour", "contributor", "manager", "steward", "administrator")


def person(people, name):
    return AnonymousUser() if name == "anonymous" else getattr(people, name)


def allowed(actor, organisation, to) -> str:
    try:
        access_organisation(actor=actor, slug=organisation.slug, to=to)
    except Http404:
        return "absent"
    except PermissionDenied:
        return "refused"
    return "allowed"


@pytest.mark.parametrize(
    ("to", "who"),
    [
        ("view", set(EVERYONE)),
        ("edit", {"contributor", "manager", "steward", "administrator"}),
        ("administer", {"manager", "steward", "administrator"}),
    ],
)
def test_public_record(people, organisation, to, who):
    found = {name for name in EVERYONE if allowed(person(people, name), organisation, to) == "allowed"}
    assert found == who
    refused = {name for name in EVERYONE if allowed(person(people, name), organisation, to) == "refused"}
    assert refused == set(EVERYONE) - who


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("members", {"neighbour", "contributor", "manager", "steward", "administrator"}),
        ("stewards", {"contributor", "manager", "steward", "administrator"}),
    ],
)
def test_closed_record_is_absent_for_others(people, organisation, audience, who):
    closed = update_organisation(actor=None, organisation=organisation, version=1, changes={"audience": audience})
    assert {name for name in EVERYONE if allowed(person(people, name), closed, "view") == "allowed"} == who
    assert {name for name in EVERYONE if allowed(person(people, name), closed, "edit") == "absent"} == set(
        EVERYONE
    ) - who


def test_lists_hold_only_what_may_be_seen(people, organisation):
    update_organisation(actor=None, organisation=organisation, version=1, changes={"audience": "stewards"})
    assert [each.name for each in Organisation.objects.visible_to(people.neighbour)] == ["Voisine de Strasbourg"]
    assert Organisation.objects.visible_to(people.steward).count() == 2
    assert organisation.names.model.objects.visible_to(people.nobody).count() == 0


def test_steward_reaches_what_lies_whole_in_the_territory(people, ground):
    inside = make_organisation("Dedans", territories=[ground.epci])
    around = make_organisation("Autour", territories=[ground.departement])
    everywhere = make_organisation("Partout", territories=[ground.country])
    assert allowed(people.steward, inside, "edit") == "allowed"
    assert allowed(people.steward, around, "edit") == "refused"
    assert allowed(people.steward, everywhere, "edit") == "refused"


def test_former_address_of_a_hidden_record_is_absent(people, organisation):
    former = organisation.slug
    update_organisation(actor=None, organisation=organisation, version=1, changes={"audience": "members"})
    with pytest.raises(Moved):
        access_organisation(actor=people.neighbour, slug=former)
    with pytest.raises(Http404):
        access_organisation(actor=AnonymousUser(), slug=former)


def test_only_people_with_a_role_add_organisations(people):
    assert {name for name in EVERYONE if can_create(person(people, name))} == set(EVERYONE) - {"anonymous", "nobody"}
