"""Forms of participations: joining, why, roles, intensity, contributions, leaving."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.confirmation import confirm
from maillage.alliances.domain.participations import update_participation
from maillage.alliances.models import Participation
from maillage.alliances.views.sections import OF_PARTICIPATION
from maillage.core import clock
from maillage.core.dates import Span
from maillage.organisations.domain.organisations import create_organisation
from tests.alliances.filling import dated, fill, part, posted


@pytest.fixture
def member(world):
    return world.clients["member"]


@pytest.fixture
def neighbour(world):
    return world.clients["neighbour"]


def test_organisation_joins_with_roles_and_dates(member, world):
    dated(world.alliance)
    path = f"/alliances/{world.alliance.slug}/participations/nouvelle/"
    typed = {
        "organisation": "Cercle réservé",
        "span_start": "2012",
        "roles": ["lead", "funder"],
        "why": "Par voisinage.",
    }
    assert member.post(path, typed).status_code == 302
    added = world.alliance.participations.get(organisation=world.members_only)
    assert (added.state, added.why, added.period.lower) == ("declared", "Par voisinage.", date(2012, 1, 1))
    assert sorted(each.role for each in added.roles.all()) == ["funder", "lead"]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"organisation": ""}, "organisation", "Dites quelle organisation"),
        ({"organisation": "Atelier public"}, "span", "fait déjà partie"),
        ({"organisation": "Cercle réservé", "span_start": "2005"}, "span", "viennent avant l’alliance (2010)"),
        ({"organisation": "Cercle réservé", "span_start": "2012", "span_end": "2030"}, "span", "dépassent la fin"),
        (
            {"organisation": "Cercle réservé", "span_start": "2015", "span_end": "2012"},
            "span",
            "La fin vient avant le début",
        ),
    ],
)
def test_joining_refuses_beside_its_field(member, world, typed, field, words):
    dated(world.alliance)
    answer = member.post(f"/alliances/{world.alliance.slug}/participations/nouvelle/", typed)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])


def test_organisation_without_a_record_joins_and_ones_own_is_confirmed(member, world):
    path = f"/alliances/{world.alliance.slug}/participations/nouvelle/"
    assert member.post(path, {"organisation": "Jardin neuf"}).status_code == 422
    assert member.post(path, {"organisation": "Jardin neuf", "organisation-pick-0": "+"}).status_code == 302
    assert world.alliance.participations.get(organisation__name="Jardin neuf").state == "declared"
    own = create_organisation(actor=world.users["member"], changes={"name": "La mienne"})
    assert member.post(path, {"organisation": "La mienne"}).status_code == 302
    assert world.alliance.participations.get(organisation=own).state == "confirmed"


@pytest.mark.parametrize("name", sorted(OF_PARTICIPATION))
def test_every_section_of_a_participation_opens(member, world, name):
    assert member.get(part(world.alliance.participations.first(), name)).status_code == 200


def tie_of(world) -> Participation:
    return world.alliance.participations.get(organisation=world.elsewhere)


def test_facts_of_a_participation_are_saved_and_its_confirmation_asked_anew(member, world):
    tie = tie_of(world)
    confirm(actor=world.users["neighbour"], tie=tie, now=clock.now())
    path = part(tie, "faits")
    shown = posted(member.get(path).context["form"])
    assert member.post(path, shown).status_code == 302
    tie.refresh_from_db()
    assert tie.state == "confirmed"
    typed = posted(member.get(path).context["form"]) | {"why": "Voisins.", "mobilised": "person", "span_start": "2015"}
    assert member.post(path, typed).status_code == 302
    tie.refresh_from_db()
    assert (tie.why, tie.mobilised, tie.period.lower, tie.state) == ("Voisins.", "person", date(2015, 1, 1), "declared")
    assert member.post(path, typed | {"why": "Autre"}).status_code == 409


@pytest.mark.parametrize(
    ("name", "typed", "field", "words"),
    [
        ("roles", {"role": "lead", "span_start": "2009"}, "span", "viennent avant la participation (2012)"),
        ("roles", {"role": "lead", "span_start": "2014", "span_end": "2013"}, "span", "La fin vient avant le début"),
        ("roles", {"role": ""}, "role", "obligatoire"),
        ("intensite", {"level": "3", "since": "2009"}, "since", "viennent avant la participation"),
        ("intensite", {"level": "9", "since": "2013"}, "level", "9"),
        ("apports", {"direction": "gives", "kind": "time", "amount": "12"}, "amount", "avec de l’argent"),
        ("apports", {"direction": "gives", "kind": "money", "amount": "beaucoup"}, "amount", "montant en euros"),
        ("apports", {"direction": "gives", "kind": "money", "amount": "-3"}, "amount", "positif"),
        ("depart", {"on": "2010"}, "on", "Le départ vient avant l’arrivée"),
        ("depart", {"on": ""}, "on", "Dites jusqu’à quand"),
        ("faits", {"span_start": "2005"}, "span", "viennent avant l’alliance"),
    ],
)
def test_sections_of_a_participation_refuse_beside_their_field(member, world, name, typed, field, words):
    dated(world.alliance)
    tie = tie_of(world)
    span = Span(DateRange(date(2012, 1, 1), None), "year")
    tie = update_participation(actor=None, participation=tie, version=tie.version, changes={"span": span})
    path = part(tie, name)
    answer = member.post(path, posted(member.get(path).context["form"]) | typed)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])


def test_roles_intensities_and_contributions_add_up(member, world):
    tie = tie_of(world)
    assert fill(member, part(tie, "roles"), role="lead", span_start="2015").status_code == 302
    twice = fill(member, part(tie, "roles"), role="lead", span_start="2016")
    assert twice.status_code == 422
    assert "déjà noté" in str(twice.context["form"].errors["span"])
    fill(member, part(tie, "intensite"), level="2", since="2015")
    fill(member, part(tie, "intensite"), level="4", since="2017")
    assert [each.level for each in tie.intensities.filter(period__upper_inf=True)] == [4]
    typed = {"direction": "gives", "kind": "money", "text": "Subvention", "amount": "1 500,50 €"}
    assert fill(member, part(tie, "apports"), **typed).status_code == 302
    assert str(tie.contributions.get().amount) == "1500.50"
    role = tie.roles.get()
    assert member.post(part(tie, "roles"), {"remove": str(role.public_id)}).status_code == 302
    assert not tie.roles.exists()


def test_amount_is_agreed_to_by_each_side(member, neighbour, world):
    tie = tie_of(world)
    fill(member, part(tie, "apports"), direction="gives", kind="money", amount="10")
    given = tie.contributions.get()
    path = f"/alliances/{world.alliance.slug}/participations/{tie.public_id}/montant/"
    member.post(path, {"contribution": str(given.public_id), "agreed": "on"})
    given.refresh_from_db()
    assert (given.shown_by_alliance, given.shown_by_participant) == (True, False)
    neighbour.post(path, {"contribution": str(given.public_id), "agreed": "on"})
    given.refresh_from_db()
    assert given.shown_by_participant
    neighbour.post(path, {"contribution": str(given.public_id)})
    given.refresh_from_db()
    assert not given.shown_by_participant
    assert neighbour.post(path, {"contribution": "x"}).status_code == 404


def test_leaving_ends_the_participation_the_day_after_the_last(member, world):
    tie = tie_of(world)
    answer = member.post(part(tie, "depart"), {"version": tie.version, "on": "2019", "reason": "Fin du programme"})
    assert answer.status_code == 302
    tie.refresh_from_db()
    assert (tie.period.upper, tie.end_precision, tie.leaving_reason) == (date(2020, 1, 1), "year", "Fin du programme")


def test_participation_of_another_alliance_is_absent_here(member, world):
    other = world.partners_alliance.participations.first()
    path = f"/alliances/{world.alliance.slug}/participations/{other.public_id}/"
    assert member.get(path).status_code == 404


def test_leaving_from_a_stale_form_shows_both_versions(member, world):
    tie = tie_of(world)
    path = part(tie, "depart")
    typed = posted(member.get(path).context["form"]) | {"on": "2019"}
    update_participation(actor=None, participation=tie, version=tie.version, changes={"why": "Autre"})
    assert member.post(path, typed).status_code == 409
    tie.refresh_from_db()
    assert tie.period is None
