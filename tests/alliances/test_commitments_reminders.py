"""A commitment is reminded fourteen days before its date and once late: once each, to who animates."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.alliances.domain.commitments import add_commitment, keep_commitment, update_commitment
from maillage.alliances.domain.reminders import remind_commitments, send_reminder
from maillage.alliances.models import AllianceAnimator, Commitment

DUE = date(2026, 6, 30)


@pytest.fixture
def commitment(world) -> Commitment:
    with time_machine.travel("2026-05-01 12:00+02:00", tick=False):
        facts = {"decision": "Ouvrir l’atelier", "accountable": world.public, "due_on": DUE}
        return add_commitment(actor=None, alliance=world.alliance, changes=facts)


def letters(on: date) -> list[str]:
    """Run the daily round of a day, then its jobs; return the subjects of the letters that left."""
    mail.outbox.clear()
    waiting = ProcrastinateJob.objects.filter(task_name="alliances.send_reminder")
    done = set(waiting.values_list("pk", flat=True))
    remind_commitments(actor=None, on=on)
    for job in waiting.exclude(pk__in=done):
        app.tasks[job.task_name](**job.args)
    return [letter.subject for letter in mail.outbox]


def test_commitment_is_reminded_once_before_and_once_late(commitment):
    assert letters(DUE - timedelta(days=15)) == []
    assert letters(DUE - timedelta(days=14)) == ["Un engagement arrive à échéance"]
    assert letters(DUE - timedelta(days=14)) == []
    assert letters(DUE - timedelta(days=1)) == []
    assert letters(DUE) == []
    assert letters(DUE + timedelta(days=1)) == ["Un engagement est en retard"]
    assert letters(DUE + timedelta(days=2)) == []


def test_letter_says_what_and_where_to_answer(world, commitment):
    letters(DUE - timedelta(days=3))
    letter = mail.outbox[0]
    assert letter.to == ["member@example.org"]
    assert "Ouvrir l’atelier" in letter.body
    assert f"http://localhost:8000/alliances/ecole-et-metiers/engagements/{commitment.public_id}/" in letter.body


def test_all_letters_hold_the_address_of_the_settings(world, commitment, settings):
    settings.SITE_URL = "https://maillage.exemple.fr"
    letters(DUE - timedelta(days=3))
    tie = world.alliance.participations.get(organisation=world.elsewhere)
    path = f"/alliances/ecole-et-metiers/participations/{tie.public_id}/demander/"
    assert world.clients["member"].post(path, {"email": "mairie@exemple.fr"}).status_code == 302
    job = ProcrastinateJob.objects.get(task_name="alliances.send_request")
    app.tasks[job.task_name](**job.args)
    reminder, question = mail.outbox
    assert "https://maillage.exemple.fr/alliances/ecole-et-metiers/engagements/" in reminder.body
    assert "https://maillage.exemple.fr/reponses/" in question.body
    assert not any("testserver" in each.body or "localhost" in each.body for each in mail.outbox)


def test_several_commitments_make_one_letter(world, commitment):
    facts = {"decision": "Semer", "accountable": world.elsewhere, "due_on": DUE}
    add_commitment(actor=None, alliance=world.alliance, changes=facts)
    assert letters(DUE - timedelta(days=3)) == ["2 engagements arrivent à échéance"]


def test_settled_commitment_is_not_reminded(commitment):
    with time_machine.travel("2026-05-02 12:00+02:00", tick=False):
        keep_commitment(actor=None, commitment=commitment, version=1, on=date(2026, 5, 2), proof="Vu")
    assert letters(DUE - timedelta(days=3)) == []
    assert letters(DUE + timedelta(days=3)) == []


def test_commitment_settled_before_the_letter_leaves_is_left_out(world, commitment):
    remind_commitments(actor=None, on=DUE)
    Commitment.objects.update(state="abandoned")
    assert not send_reminder(user_id=world.users["member"].pk, commitments=[commitment.pk], on=DUE)


def test_new_date_is_reminded_anew(commitment):
    letters(DUE - timedelta(days=3))
    later = DUE + timedelta(days=60)
    update_commitment(actor=None, commitment=commitment, version=commitment.version, changes={"due_on": later})
    assert letters(later - timedelta(days=10)) == ["Un engagement arrive à échéance"]


def test_alliance_without_animator_waits_for_one(world, commitment):
    AllianceAnimator.objects.all().delete()
    assert letters(DUE - timedelta(days=3)) == []
    AllianceAnimator.objects.create(alliance=world.alliance, user=world.users["neighbour"])
    assert letters(DUE - timedelta(days=2)) == ["Un engagement arrive à échéance"]


def test_animator_is_told_nothing_of_an_organisation_they_do_not_see(world):
    with time_machine.travel("2026-05-01 12:00+02:00", tick=False):
        facts = {"decision": "Se taire", "accountable": world.members_only, "due_on": DUE}
        hidden = add_commitment(actor=None, alliance=world.partners_alliance, changes=facts)
    assert not send_reminder(user_id=world.users["neighbour"].pk, commitments=[hidden.pk], on=DUE)
