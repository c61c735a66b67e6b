"""People through whom an organisation takes part: asked, shown after their yes, gone when they wish."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from maillage.accounts.domain.erasure import erase_account
from maillage.accounts.selectors import export_account
from maillage.alliances.domain.answering import settle_requests
from maillage.alliances.domain.confirmation import contest
from maillage.alliances.domain.people import end_person, invite_person, withdraw_person
from maillage.alliances.models import InvolvedPerson, Participation, Request
from maillage.alliances.selectors.people import last_to_leave, people_shown
from maillage.core import clock
from tests.alliances.letters import SITE, deliver, partner

CAMILLE = "camille@mairie.example"
PAGE = "/alliances/ecole-et-metiers/"


def named(world, email: str = CAMILLE) -> InvolvedPerson:
    return invite_person(
        actor=world.users["member"],
        participation=partner(world),
        person_name="Camille Exemple",
        function="Direction des projets",
        email=email,
        origin=SITE,
        now=clock.now(),
    )


def links(world, mailoutbox) -> list[str]:
    named(world)
    return deliver(mailoutbox)


def say(path: str, given: str):
    return Client().post(path, {"answer": given})


def shown(world) -> list[str]:
    return [each.person_name for each in people_shown(partner(world), clock.today())]


def test_person_is_named_only_after_their_yes(world, mailoutbox):
    path, _withdrawal = links(world, mailoutbox)
    assert shown(world) == []
    assert "Camille" not in Client().get(PAGE).content.decode()
    assert say(path, "confirm").status_code == 200
    assert shown(world) == ["Camille Exemple"]


def test_no_erases_the_name_at_once(world, mailoutbox):
    path, _withdrawal = links(world, mailoutbox)
    say(path, "contest")
    person = InvolvedPerson.objects.get()
    assert (person.person_name, person.function, shown(world)) == ("", "", [])
    assert Request.objects.get().email == ""


def test_link_of_withdrawal_works_for_ever(world, mailoutbox):
    with time_machine.travel("2026-01-01T10:00:00+01:00", tick=False):
        path, withdrawal = links(world, mailoutbox)
        say(path, "confirm")
    with time_machine.travel("2027-06-01T10:00:00+02:00", tick=False):
        settle_requests(actor=None, now=clock.now())
        assert "Camille Exemple" in Client().get(withdrawal).content.decode()
        assert shown(world) == ["Camille Exemple"]
        assert Client().post(withdrawal).status_code == 200
        assert shown(world) == []
        assert "effacé" in Client().get(withdrawal).content.decode()


def test_used_link_leads_to_the_withdrawal(world, mailoutbox):
    path, withdrawal = links(world, mailoutbox)
    say(path, "confirm")
    page = Client().get(path)
    assert (page.status_code, withdrawal in page.content.decode()) == (410, True)


def test_nobody_is_left_when_the_person_mobilised_withdraws(world, mailoutbox):
    Participation.objects.update(mobilised="person")
    path, withdrawal = links(world, mailoutbox)
    assert last_to_leave(partner(world), clock.today()) is None
    say(path, "confirm")
    assert last_to_leave(partner(world), clock.today()) is None
    Client().post(withdrawal)
    person = InvolvedPerson.objects.get()
    assert last_to_leave(partner(world), clock.today()) == person
    assert last_to_leave(partner(world), clock.today() - timedelta(days=1)) is None
    assert "la personne mobilisée est partie" in Client().get(PAGE).content.decode()
    assert partner(world).state == "declared"


def test_nobody_is_left_when_the_person_mobilised_leaves(world, mailoutbox):
    Participation.objects.update(mobilised="person")
    say(links(world, mailoutbox)[0], "confirm")
    end_person(actor=None, person=InvolvedPerson.objects.get(), on=date(2026, 1, 1), precision="year")
    gone = InvolvedPerson.objects.get()
    assert (shown(world), last_to_leave(partner(world), date(2026, 1, 1))) == ([], gone)
    assert last_to_leave(partner(world), date(2025, 12, 31)) is None
    Participation.objects.update(mobilised="organisation")
    assert last_to_leave(partner(world), date(2026, 1, 1)) is None


def test_history_holds_neither_the_name_nor_the_function_of_who_left(world, mailoutbox):
    say(links(world, mailoutbox)[0], "confirm")
    withdraw_person(actor=None, person=InvolvedPerson.objects.get(), now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(event)::text from alliances_involvedpersonevent event")
        recorded = "".join(row[0] for row in cursor.fetchall())
        cursor.execute("select to_jsonb(event)::text from alliances_requestevent event")
        recorded += "".join(row[0] for row in cursor.fetchall())
    assert recorded
    assert not [word for word in ("Camille", "Direction", CAMILLE) if word in recorded]


def test_person_who_never_answers_is_forgotten_with_their_address(world):
    with time_machine.travel("2026-01-01T10:00:00+01:00", tick=False):
        named(world)
    with time_machine.travel("2026-03-02T09:00:00+01:00", tick=False):
        assert settle_requests(actor=None, now=clock.now()).people == 0
    with time_machine.travel("2026-03-02T10:00:01+01:00", tick=False):
        settled = settle_requests(actor=None, now=clock.now())
        assert (settled.people, settled.addresses) == (1, 1)
        assert settle_requests(actor=None, now=clock.now()).people == 0
    assert InvolvedPerson.objects.get().person_name == ""


def test_person_without_a_name_is_refused(world):
    with pytest.raises(ValidationError) as refused:
        invite_person(
            actor=None,
            participation=partner(world),
            person_name="  ",
            function="",
            email=CAMILLE,
            origin=SITE,
            now=clock.now(),
        )
    assert "person_name" in refused.value.message_dict


def test_person_is_invited_taken_off_and_noted_as_gone_on_one_page(world, mailoutbox):
    client = world.clients["neighbour"]
    address = f"{PAGE}participations/{partner(world).public_id}/personnes/"
    values = {"person_name": "Camille Exemple", "function": "", "email": CAMILLE, "span_start": "2020", "span_end": ""}
    assert client.post(address, values).status_code == 302
    say(deliver(mailoutbox)[0], "confirm")
    person = InvolvedPerson.objects.get()
    client.post(address, {"action": "leave", "row": str(person.public_id), "on": "2019"})
    assert shown(world) == ["Camille Exemple"]
    client.post(address, {"action": "leave", "row": str(person.public_id), "on": "2022"})
    assert shown(world) == []
    client.post(address, {"action": "take_off", "row": str(person.public_id)})
    person.refresh_from_db()
    assert person.person_name == ""


def test_person_of_another_participation_is_not_reached(world):
    named(world)
    other = partner(world, organisation=world.public)
    address = f"{PAGE}participations/{other.public_id}/personnes/"
    page = world.clients["member"].post(
        address, {"action": "take_off", "row": str(InvolvedPerson.objects.get().public_id)}
    )
    assert page.status_code == 404


def test_account_of_the_same_address_is_given_and_erased_what_is_held(world):
    user = world.users["neighbour"]
    named(world, email=user.email)
    given = export_account(user)["alliances"]
    assert [each["name"] for each in given["named"]] == ["Camille Exemple"]
    assert json.dumps(given)
    erase_account(actor=None, user=user)
    assert (InvolvedPerson.objects.get().person_name, Request.objects.get().email) == ("", "")
    assert partner(world).state == "declared"


def test_erased_account_is_no_longer_named_in_the_texts_of_its_alliances(world):
    user = world.users["neighbour"]
    user.display_name = "Dominique Témoin"
    user.save()
    contest(actor=user, tie=partner(world), text="Dominique Témoin n’était pas là.", now=clock.now())
    erase_account(actor=None, user=user)
    assert partner(world).contested_text == "personne effacée n’était pas là."
    told = Participation.pgh_event_model.objects.values_list("contested_text", flat=True)
    assert not [text for text in told if "Dominique" in text]
