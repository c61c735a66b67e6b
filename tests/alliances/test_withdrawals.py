"""A yes to a charter is taken back: by whom, when, what stays, and who is told."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.alliances.domain.answering import answer_request
from maillage.alliances.domain.asking import send_request
from maillage.alliances.domain.charters import NotASignatory, agree_to_charter, ask_for_agreement
from maillage.alliances.domain.commitments import add_commitment
from maillage.alliances.domain.participations import end_participation
from maillage.alliances.domain.withdrawing import NothingToWithdraw, withdraw_agreement, withdraw_by_link
from maillage.alliances.models import AllianceAnimator, CharterAgreement, Request
from maillage.alliances.selectors.charters import read_charter
from maillage.core import clock
from tests.alliances.test_charters import agreed, issued

CHARTER = "/alliances/ecole-et-metiers/charte/"
SITE = "http://testserver"
AGREED, WITHDRAWN = date(2026, 3, 2), date(2026, 5, 4)


def at(day: date):
    return time_machine.travel(f"{day.isoformat()} 12:00+02:00", tick=False)


def withdrawn(world, charter, *, name: str = "public", user: str = "member") -> CharterAgreement:
    organisation = getattr(world, name)
    return withdraw_agreement(
        actor=world.users[user], charter=charter, organisation=organisation, origin=SITE, now=clock.now()
    )


def on(world, day: date, number: int | None = None):
    own = frozenset({world.public.pk})
    return read_charter(world.alliance, world.users["member"], own=own, on=day, today=clock.today(), number=number)


def told() -> list[str]:
    """Do the jobs that wait; return who was told."""
    mail.outbox.clear()
    for job in ProcrastinateJob.objects.filter(task_name="alliances.send_withdrawal").order_by("id"):
        app.tasks[job.task_name](**job.args)
    return sorted(letter.to[0] for letter in mail.outbox)


@pytest.fixture
def charter(world):
    """A charter to which the member's organisation said yes."""
    with at(AGREED):
        made = issued(world)
        agreed(world, made)
    return made


@pytest.fixture
def link(world, charter) -> Request:
    """The question to which the holder of a mailed link said yes, for the other organisation."""
    with at(AGREED):
        request = ask_for_agreement(
            actor=world.users["member"],
            charter=charter,
            organisation=world.elsewhere,
            email="lycee@exemple.fr",
            origin=SITE,
            now=clock.now(),
        )
        answer_request(actor=None, request=request, answer="confirm", text="", now=clock.now())
    request.refresh_from_db()
    return request


def test_yes_is_taken_back_and_both_days_stay(world, charter):
    with at(WITHDRAWN):
        withdrawn(world, charter)
        page = on(world, WITHDRAWN)
    ours = page.signatories[0]
    assert (ours.agreement, ours.can_agree, ours.can_withdraw) == (None, True, False)
    assert [(each.agreed_on, each.withdrawn_on) for each in ours.withdrawn] == [(AGREED, WITHDRAWN)]
    assert page.sentence == ("Aucune organisation n’a encore dit oui à la version 1 ; 1 a retiré son accord.")


def test_yes_taken_back_twice_is_refused(world, charter):
    with at(WITHDRAWN):
        withdrawn(world, charter)
        with pytest.raises(NothingToWithdraw):
            withdrawn(world, charter)
    assert CharterAgreement.objects.get().withdrawn_on == WITHDRAWN


def test_yes_never_given_is_not_taken_back(world, charter):
    with pytest.raises(NothingToWithdraw):
        withdrawn(world, charter, name="elsewhere", user="neighbour")


@pytest.mark.parametrize(
    ("user", "name"),
    [("neighbour", "public"), ("administrator", "public"), ("steward", "public"), ("member", "elsewhere")],
)
def test_only_its_own_people_take_back_the_yes_of_an_organisation(world, charter, user, name):
    with pytest.raises(NotASignatory):
        withdrawn(world, charter, name=name, user=user)
    assert CharterAgreement.objects.get().withdrawn_on is None


def test_yes_said_again_is_another_one(world, charter):
    with at(WITHDRAWN):
        withdrawn(world, charter)
    with at(WITHDRAWN + timedelta(days=3)):
        agreed(world, charter)
        agreed(world, charter)
        ours = on(world, clock.today()).signatories[0]
    assert ours.agreement.agreed_on == WITHDRAWN + timedelta(days=3)
    assert len(ours.withdrawn) == 1
    assert CharterAgreement.objects.count() == 2


def test_database_keeps_one_yes_in_force(world, charter):
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterAgreement.objects.create(charter=charter, organisation=world.public, agreed_on=AGREED)
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterAgreement.objects.update(withdrawn_on=AGREED - timedelta(days=1))


def test_yes_to_a_former_version_is_taken_back_and_nobody_moves_to_the_new_one(world, charter):
    with at(WITHDRAWN):
        issued(world, rules="Décider ensemble.")
        assert [each.former for each in on(world, WITHDRAWN).signatories] == [1, None]
        assert on(world, WITHDRAWN, number=1).signatories[0].can_withdraw
        withdrawn(world, charter)
        page = on(world, WITHDRAWN)
    assert [(each.agreement, each.former) for each in page.signatories] == [(None, None), (None, None)]
    assert page.sentence == "Aucune organisation n’a encore dit oui à la version 2."


def test_commitments_stay_when_the_yes_goes(world, charter):
    facts = {"decision": "Ouvrir l’atelier", "accountable": world.public}
    commitment = add_commitment(actor=None, alliance=world.alliance, changes=facts)
    withdrawn(world, charter)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.version) == ("open", 1)
    assert world.alliance.participations.filter(organisation=world.public, period__isnull=True).exists()


def test_organisation_that_left_still_takes_its_yes_back(world, charter):
    tie = world.alliance.participations.get(organisation=world.public)
    end_participation(actor=None, participation=tie, on=clock.today())
    assert withdrawn(world, charter).withdrawn_on == clock.today()


def test_animators_are_told_except_the_one_who_did_it(world, charter):
    AllianceAnimator.objects.create(alliance=world.alliance, user=world.users["neighbour"])
    with at(WITHDRAWN):
        withdrawn(world, charter)
    assert told() == ["neighbour@example.org"]
    letter = mail.outbox[0]
    assert "Atelier public retire son accord" in letter.subject
    assert "a retiré, le 4 mai 2026, l’accord donné le 2 mars 2026 à la version 1" in letter.body
    assert f"{SITE}{CHARTER}1/" in letter.body


def test_animator_who_may_not_see_the_organisation_is_told_nothing(world):
    charter = issued(world, name="partners_alliance")
    CharterAgreement.objects.create(charter=charter, organisation=world.members_only, agreed_on=AGREED)
    AllianceAnimator.objects.create(alliance=world.partners_alliance, user=world.users["neighbour"])
    world.members_only.audience = "stewards"
    world.members_only.save()
    request = Request.objects.create(
        charter=charter,
        organisation=world.members_only,
        sent_at=clock.now(),
        expires_at=clock.now(),
        answered_at=clock.now(),
        answer="confirm",
    )
    CharterAgreement.objects.update(by_link=True)
    withdraw_by_link(actor=None, request=request, origin=SITE, now=clock.now())
    assert told() == []


def test_holder_of_the_link_takes_back_the_yes_they_gave(world, link):
    with at(WITHDRAWN):
        withdraw_by_link(actor=None, request=link, origin=SITE, now=clock.now())
        with pytest.raises(NothingToWithdraw):
            withdraw_by_link(actor=None, request=link, origin=SITE, now=clock.now())
    theirs = CharterAgreement.objects.get(organisation=world.elsewhere)
    assert (theirs.by_link, theirs.withdrawn_on) == (True, WITHDRAWN)
    assert told() == ["member@example.org"]


def test_link_does_not_take_back_a_yes_given_on_the_site(world, charter, link):
    organisation, actor = world.elsewhere, world.users["neighbour"]
    withdrawn(world, charter, name="elsewhere", user="neighbour")
    agree_to_charter(actor=actor, charter=charter, organisation=organisation, now=clock.now())
    with pytest.raises(NothingToWithdraw):
        withdraw_by_link(actor=None, request=link, origin=SITE, now=clock.now())


def test_former_link_does_not_take_back_the_yes_of_a_later_one(world, charter, link):
    withdraw_by_link(actor=None, request=link, origin=SITE, now=clock.now())
    later = ask_for_agreement(
        actor=world.users["member"],
        charter=charter,
        organisation=world.elsewhere,
        email="autre@exemple.fr",
        origin=SITE,
        now=clock.now(),
    )
    answer_request(actor=None, request=later, answer="confirm", text="", now=clock.now())
    with pytest.raises(NothingToWithdraw):
        withdraw_by_link(actor=None, request=link, origin=SITE, now=clock.now())
    assert CharterAgreement.objects.in_force().filter(organisation=world.elsewhere).exists()


def test_past_day_shows_the_version_and_the_yes_of_that_day(world, charter):
    with at(WITHDRAWN):
        withdrawn(world, charter)
        issued(world, rules="Décider ensemble.")
    with at(WITHDRAWN + timedelta(days=9)):
        before = on(world, AGREED - timedelta(days=1))
        then = on(world, AGREED + timedelta(days=1))
        client = world.clients["anonymous"]
        page = client.get("/alliances/ecole-et-metiers/", {"le": "2026-04-01"}).content.decode()
        whole = client.get(f"{CHARTER}1/", {"le": "2026-04-01"}).content.decode()
        early = client.get(CHARTER, {"le": "2026-01-01"}).content.decode()
        absent = client.get(f"{CHARTER}2/", {"le": "2026-04-01"})
    assert before.charter is None
    assert (then.charter.number, then.is_latest) == (1, True)
    assert then.sentence == "1 organisation sur 2 avait dit oui à la version 1."
    assert not any(each.can_agree or each.can_withdraw for each in then.signatories)
    assert "Version 1, du 2 mars 2026." in page
    assert "avait dit oui à la version 1" in page
    assert "accord retiré" not in whole
    assert "Aucune charte n’était encore établie à cette date." in early
    assert absent.status_code == 404


def test_page_offers_to_take_back_and_says_what_was(world, charter):
    member = world.clients["member"]
    assert "Retirer notre accord" in member.get(CHARTER).content.decode()
    assert "Retirer notre accord" not in world.clients["steward"].get(CHARTER).content.decode()
    posted = {"organisation": str(world.public.public_id)}
    said = member.post(f"{CHARTER}1/retrait/", posted, follow=True).content.decode()
    assert "a retiré son accord à la version 1. Ses engagements ne changent pas." in said
    assert "accord donné le 2 mars 2026, accord retiré le" in said
    assert "Donner notre accord" in said
    again = member.post(f"{CHARTER}1/retrait/", posted, follow=True).content.decode()
    assert "Il n’y a pas d’accord à retirer" in again


def test_yes_of_others_is_not_taken_back_on_the_site(world, charter):
    for visitor, key in (("neighbour", world.public.public_id), ("administrator", world.public.public_id)):
        answer = world.clients[visitor].post(f"{CHARTER}1/retrait/", {"organisation": str(key)})
        assert answer.status_code == 404
    assert world.clients["member"].post(f"{CHARTER}1/retrait/", {"organisation": "x"}).status_code == 404
    assert world.clients["member"].get(f"{CHARTER}1/retrait/").status_code == 405
    assert CharterAgreement.objects.in_force().exists()


def test_letter_holds_the_link_that_takes_the_yes_back(world):
    charter = issued(world)
    request = ask_for_agreement(
        actor=world.users["member"],
        charter=charter,
        organisation=world.elsewhere,
        email="lycee@exemple.fr",
        origin=SITE,
        now=clock.now(),
    )
    send_request(request_id=request.pk, origin=SITE, asker="Membre", now=clock.now())
    answering, withdrawing = re.findall(rf"{SITE}(/reponses/\S+)", mail.outbox[-1].body)
    client = world.clients["anonymous"]
    assert client.get(withdrawing)["Location"] == answering
    assert "Retirer notre accord" in client.post(answering, {"answer": "confirm"}).content.decode()
    assert "Retirer notre accord" in client.get(answering).content.decode()
    assert "a dit oui" in client.get(withdrawing).content.decode()
    assert CharterAgreement.objects.in_force().count() == 1
    assert "Cet accord est retiré" in client.post(withdrawing).content.decode()
    assert client.post(withdrawing).status_code == 410
    assert "Cet accord est retiré" in client.get(withdrawing).content.decode()
    assert CharterAgreement.objects.get().withdrawn_on == clock.today()


def test_link_that_said_no_takes_nothing_back(world):
    charter = issued(world)
    request = ask_for_agreement(
        actor=world.users["member"],
        charter=charter,
        organisation=world.elsewhere,
        email="lycee@exemple.fr",
        origin=SITE,
        now=clock.now(),
    )
    send_request(request_id=request.pk, origin=SITE, asker="Membre", now=clock.now())
    answering, withdrawing = re.findall(rf"{SITE}(/reponses/\S+)", mail.outbox[-1].body)
    client = world.clients["anonymous"]
    client.post(answering, {"answer": "contest"})
    assert client.get(withdrawing).status_code == 404
    assert client.post(withdrawing).status_code == 404
