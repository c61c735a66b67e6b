"""The page of an alliance, as each reader sees it, today and as of a day."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.alliances.domain.alliances import add_source, create_alliance, set_stage, update_alliance
from maillage.alliances.domain.confirmation import confirm, contest
from maillage.alliances.domain.participations import (
    add_contribution,
    add_participation,
    add_role,
    end_participation,
    set_intensity,
    update_participation,
)
from maillage.alliances.domain.parts import show_amount
from maillage.alliances.models import Alliance, InvolvedPerson, Milestone
from maillage.alliances.selectors.detail import holds, is_of_unknown_date
from maillage.core.dates import Span, in_force, of_unknown_date
from maillage.organisations.domain.organisations import create_organisation

TEN = Span(DateRange(date(2010, 1, 1), None), "year")


def make(world, *organisations, name="Mobilité du Val", **changes) -> Alliance:
    """An alliance since 2010, told by its loader."""
    return create_alliance(
        actor=None,
        changes={
            "name": name,
            "purpose": "Se déplacer autrement.",
            "territory": world.perimeter,
            "span": TEN,
            **changes,
        },
        organisations=organisations,
        attested_on=date(2019, 6, 26),
    )


def stay(alliance, organisation, start=None, end=None, **changes):
    return add_participation(
        actor=None,
        alliance=alliance,
        organisation=organisation,
        changes={"span": Span(DateRange(start, end), "year" if start else "unknown", "year"), **changes},
        attested_on=date(2019, 6, 26),
    )


def read(world, alliance, visitor="anonymous", **query):
    return world.clients[visitor].get(alliance.get_absolute_url(), query)


def words(answer) -> str:
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
        .replace("\xa0", " ")
        .replace("\u202f", " ")
    )


def test_sentence_is_written_from_the_facts(world):
    alliance = make(world, world.public, world.elsewhere)
    set_stage(actor=None, alliance=alliance, stage="prototype", reached_on=date(2012, 1, 1), precision="year")
    page = words(read(world, alliance))
    assert "2 organisations agissent ensemble sur le territoire de Bassin d’essai, depuis 2010." in page
    assert "Elle en est au stade « prototype »." in page
    assert "Personne n’a encore confirmé, 2 n’ont pas encore répondu." in page


def test_page_of_a_past_day_shows_what_held_then(world):
    alliance = make(world)
    stay(alliance, world.public, date(2010, 1, 1))
    stay(alliance, world.elsewhere, date(2012, 1, 1), date(2015, 1, 1))
    set_stage(actor=None, alliance=alliance, stage="prototype", reached_on=date(2011, 1, 1), precision="year")
    set_stage(actor=None, alliance=alliance, stage="spreading", reached_on=date(2018, 1, 1), precision="year")
    then = words(read(world, alliance, le="2013-06-01"))
    assert "Vous regardez cette alliance au 1er juin 2013" in then
    assert "2 organisations agissaient ensemble" in then
    assert "« prototype »" in then
    assert "Voisine de Lens" in then
    now = read(world, alliance)
    assert [seat.organisation for seat in now.context["detail"].seats] == [world.public]
    assert [seat.organisation for seat in now.context["detail"].departed] == [world.elsewhere]
    assert "essaimage" in words(now)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("hier", "« hier » n’est pas une date"),
        ("2019-02-30", "n’est pas une date"),
        ("0900-01-01", "trop lointaine"),
        ("2200-01-01", "Cette date est à venir"),
        ("2005-01-01", "cette alliance n’existait pas encore : elle existe depuis 2010"),
    ],
)
def test_day_that_cannot_be_is_said(world, day, said):
    answer = read(world, make(world, world.public, world.elsewhere), le=day)
    assert answer.status_code == 200
    assert said in words(answer)


def test_undated_alliance_before_its_attestation_is_of_unknown_date(world):
    alliance = make(world, world.public, world.elsewhere, span=Span())
    page = words(read(world, alliance, le="2015-01-01"))
    assert (
        "Rien ne dit si cette alliance existait déjà au 1er janvier 2015 : elle est attestée au 26 juin 2019." in page
    )
    assert "2 autres organisations dont on ne sait pas" in page
    assert "prennent part" not in page


def test_ended_alliance_shows_its_last_day(world):
    alliance = make(world, span=Span(DateRange(date(2010, 1, 1), date(2018, 1, 1)), "year", "year"))
    stay(alliance, world.public, date(2010, 1, 1), date(2018, 1, 1))
    stay(alliance, world.elsewhere, date(2011, 1, 1), date(2014, 1, 1))
    detail = read(world, alliance).context["detail"]
    assert [seat.organisation for seat in detail.seats] == [world.public]
    assert [seat.organisation for seat in detail.departed] == [world.elsewhere]
    assert "1 organisation a pris part" in words(read(world, alliance))


def test_loaded_facts_hold_as_the_database_says(world):
    """The twins of `in_force` and `of_unknown_date` agree with them on every shape of period."""
    alliance = make(world)
    bounds = (None, date(2011, 1, 1), date(2015, 1, 1))
    for rank, (lower, upper) in enumerate((a, b) for a in bounds for b in bounds if not (a and b) or a < b):
        organisation = create_organisation(actor=None, changes={"name": f"Organisation {rank}"})
        span = Span(DateRange(lower, upper) if lower or upper else None)
        attested = (None, date(2014, 1, 1), date(2016, 1, 1))[rank % 3]
        participation = add_participation(
            actor=None, alliance=alliance, organisation=organisation, changes={"span": span}
        )
        participation.attested_on = attested
        participation.save()
    rows = list(alliance.participations.all())
    for on in (date(2010, 6, 1), date(2013, 1, 1), date(2014, 6, 1), date(2015, 1, 1), date(2017, 1, 1)):
        held = set(alliance.participations.filter(in_force(on)))
        assert {each for each in rows if holds(each, on)} == held
        unknown = set(alliance.participations.filter(of_unknown_date(on)))
        assert {each for each in rows if is_of_unknown_date(each, on)} == unknown


def test_hidden_participants_are_neither_named_nor_counted(world):
    alliance = make(
        world, world.public, world.stewards_only, world.members_only, trusted_third_party=world.stewards_only
    )
    anonymous = words(read(world, alliance))
    assert "1 organisation prend part" in anonymous
    assert "Dossier confié" not in anonymous
    assert "Cercle réservé" not in anonymous
    assert "3 organisations agissent" in words(read(world, alliance, "steward"))
    history = world.clients["anonymous"].get(f"{alliance.get_absolute_url()}historique/").content.decode()
    assert "Organisation ajoutée" not in history


def test_contested_participation_shows_both_versions_and_counts_no_more(world):
    alliance = make(world, world.public, world.elsewhere)
    tie = alliance.participations.get(organisation=world.elsewhere)
    contest(actor=world.users["neighbour"], tie=tie, text="Nous n’y étions pas.", now=timezone.now())
    answer = read(world, alliance)
    page = words(answer)
    assert "contesté" in page
    assert "Ce qui a été déclaré" in page
    assert "Nous n’y étions pas." in page
    assert "1 organisation prend part" in page
    assert "Voisine de Lens" not in answer.content.decode().split("application/ld+json")[1].split("</script>")[0]


def test_confirmed_says_when(world):
    alliance = make(world, world.public, world.elsewhere)
    tie = alliance.participations.get(organisation=world.elsewhere)
    confirm(actor=world.users["neighbour"], tie=tie, now=timezone.now())
    page = words(read(world, alliance))
    assert "Voisine de Lens a confirmé le" in page
    assert "1 partenaire sur 2 a confirmé, un n’a pas encore répondu" in page


def test_amount_is_for_partners_until_both_sides_agree(world):
    alliance = make(world, world.public, world.elsewhere)
    tie = alliance.participations.get(organisation=world.elsewhere)
    given = add_contribution(
        actor=None, participation=tie, direction="gives", kind="money", text="une subvention", amount=Decimal(1500)
    )
    assert "1 500 €" in words(read(world, alliance, "member"))
    assert "1 500 €" not in words(read(world, alliance, "steward"))
    key = alliance.public_id
    assert world.clients["anonymous"].get(f"/api/v1/alliances/{key}").json()["participations"][-1]["gives"][0] == {
        "kind": "money",
        "text": "une subvention",
        "amount": None,
    }
    show_amount(actor=world.users["member"], contribution=given, side="alliance", agreed=True)
    assert "1 500 €" not in words(read(world, alliance))
    show_amount(actor=world.users["neighbour"], contribution=given, side="participant", agreed=True)
    assert "1 500 €" in words(read(world, alliance))


def test_departure_of_the_one_person_mobilised_shows(world):
    alliance = make(world, world.public, world.elsewhere)
    tie = alliance.participations.get(organisation=world.elsewhere)
    update_participation(actor=None, participation=tie, version=tie.version, changes={"mobilised": "person"})
    person = InvolvedPerson.objects.create(
        participation=tie, person_name="Camille", period=DateRange(date(2012, 1, 1), None), start_precision="year"
    )
    assert "Camille" not in words(read(world, alliance))
    person.consent_given_at = timezone.now()
    person.save()
    assert "Portée par une personne : Camille" in words(read(world, alliance))
    person.period = DateRange(date(2012, 1, 1), date(2020, 1, 1))
    person.end_precision = "year"
    person.save()
    assert "la personne mobilisée est partie 2019" in words(read(world, alliance))
    assert "la personne mobilisée est partie" not in words(read(world, alliance, le="2019-11-01"))


def test_large_table_folds_all_but_the_first_and_those_that_contest(world):
    made = [create_organisation(actor=None, changes={"name": f"Membre {rank:02}"}) for rank in range(13)]
    alliance = make(world, *made)
    tie = alliance.participations.get(organisation=made[12])
    tie.state, tie.contested_text = "contested", "Nous n’y étions pas."
    tie.save()
    answer = read(world, alliance)
    detail = answer.context["detail"]
    assert [seat.organisation.name for seat in detail.near] == [
        *(f"Membre {rank:02}" for rank in range(10)),
        "Membre 12",
    ]
    assert [seat.organisation.name for seat in detail.others] == ["Membre 10", "Membre 11"]
    assert "2 autres organisations autour de la table" in words(answer)


def test_leaving_shows_with_its_reason(world):
    alliance = make(world, world.elsewhere)
    tie = stay(alliance, world.public, date(2012, 1, 1))
    end_participation(actor=None, participation=tie, on=date(2020, 1, 1), precision="year", reason="Fin du financement")
    page = words(read(world, alliance))
    assert "Ont quitté la table" in page
    assert "Fin du financement" in page


def complete(world, count: int) -> Alliance:
    alliance = make(world, name=f"Alliance {count}", trusted_third_party=world.public)
    for number in range(count):
        organisation = create_organisation(actor=None, changes={"name": f"Partenaire {count} {number}"})
        tie = stay(alliance, organisation, date(2012, 1, 1))
        add_role(actor=None, participation=tie, role="lead", span=Span())
        set_intensity(actor=None, participation=tie, level=3, since=date(2013, 1, 1))
        add_contribution(actor=None, participation=tie, direction="gives", kind="time")
        InvolvedPerson.objects.create(participation=tie, person_name="Camille", consent_given_at=timezone.now())
        add_source(actor=None, alliance=alliance, title=f"Source {number}")
        Milestone.objects.create(alliance=alliance, title=f"Jalon {number}", on=date(2014, 1, 1 + number))
        set_stage(
            actor=None, alliance=alliance, stage="prototype", reached_on=date(2014, 1, 1 + number), precision="day"
        )
    return alliance


@pytest.mark.parametrize("visitor", ["anonymous", "steward"])
def test_page_asks_as_much_of_the_database_for_one_as_for_three(world, visitor):
    numbers = []
    for count in (1, 3):
        alliance = complete(world, count)
        with CaptureQueriesContext(connection) as captured:
            assert read(world, alliance, visitor).status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 24


def test_former_address_keeps_the_day(world):
    alliance = make(world, world.public, world.elsewhere)
    old = alliance.get_absolute_url()
    update_alliance(actor=None, alliance=alliance, version=alliance.version, changes={"name": "Autre nom"})
    answer = world.clients["anonymous"].get(old, {"le": "2015-01-01"})
    assert (answer.status_code, answer["Location"]) == (301, "/alliances/autre-nom/?le=2015-01-01")


def test_page_has_its_twin_for_machines(world):
    alliance = make(world, world.public, world.elsewhere)
    page = read(world, alliance).content.decode()
    block = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (block["@type"], block["foundingDate"]) == ("Project", "2010-01-01")
    assert {each["name"] for each in block["member"]} == {"Atelier public", "Voisine de Lens"}
    assert f"/api/v1/alliances/{alliance.public_id}" in page


def test_primary_action_is_the_one_that_waits(world):
    alliance = make(world, world.public, world.elsewhere)
    assert "Répondre pour Atelier public" in words(read(world, alliance, "member"))
    assert "Répondre pour" not in words(read(world, alliance, "steward"))
    assert "Compléter" in words(read(world, alliance, "steward"))
    assert "Proposer une correction" in words(read(world, alliance))


def test_own_space_lists_the_alliances_one_animates_or_takes_part_in(world):
    mine = world.clients["member"].get("/mon-espace/").content.decode()
    assert "Mes alliances" in mine
    assert "Pacte discret" in mine
    assert "Pacte discret" not in world.clients["neighbour"].get("/mon-espace/").content.decode()
