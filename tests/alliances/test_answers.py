"""The mailed link: asked, opened, answered, over; and nothing of the address once it is done."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.alliances import tasks
from maillage.alliances.domain.answering import Settled, settle_requests
from maillage.alliances.domain.asking import ask, invite_partner
from maillage.alliances.domain.confirmation import confirm
from maillage.alliances.domain.participations import add_role
from maillage.alliances.models import Charter, CharterAgreement, Participation, Request
from maillage.core import clock
from maillage.core.dates import Span
from tests.alliances.letters import SITE, TOWN, ask_of, deliver, partner

VISITOR = "anonymous"


def answer(client: Client, path: str, given: str = "confirm", text: str = ""):
    return client.post(path, {"answer": given, "text": text})


def test_letter_says_who_asks_what_and_until_when(world, mailoutbox):
    add_role(actor=None, participation=partner(world), role="founder", span=Span())
    ask_of(world, partner(world))
    deliver(mailoutbox)
    letter = mailoutbox[-1]
    assert (letter.to, letter.subject) == ([TOWN], "Voisine de Lens et « École et métiers » : est-ce exact ?")
    for words in ("Member déclare", "Voisine de Lens", "École et métiers", "fondateur", "ne change rien"):
        assert words in letter.body
    assert "&" not in letter.body


def test_only_the_digest_of_a_link_is_written(world, mailoutbox):
    request = ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    token = path.split("/")[2]
    request.refresh_from_db()
    assert len(token) >= 43
    assert request.token_digest not in {"", token}
    assert all(token not in str(job.args) for job in ProcrastinateJob.objects.all())


def test_letter_leaves_once(world, mailoutbox):
    ask_of(world, partner(world))
    deliver(mailoutbox)
    deliver(mailoutbox)
    assert len(mailoutbox) == 1


def test_opening_the_link_changes_nothing(world, mailoutbox):
    ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    for method in ("get", "head"):
        page = getattr(world.clients[VISITOR], method)(path)
        assert page.status_code == 200
    assert partner(world).state == "declared"
    page = world.clients[VISITOR].get(path).content.decode()
    assert "m…@mairie.example" in page
    assert TOWN not in page


def test_holder_of_the_link_confirms_without_an_account(world, mailoutbox):
    ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    page = answer(world.clients[VISITOR], path)
    tie = partner(world)
    assert (page.status_code, tie.state, tie.confirmed_by_link) == (200, "confirmed", True)
    assert "par lien" in world.clients[VISITOR].get("/alliances/ecole-et-metiers/").content.decode()


def test_holder_of_the_link_contests_and_both_versions_are_shown(world, mailoutbox):
    ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    assert answer(world.clients[VISITOR], path, "contest").status_code == 422
    assert answer(world.clients[VISITOR], path, "contest", "Nous avons quitté en 2020.").status_code == 200
    page = world.clients[VISITOR].get("/alliances/ecole-et-metiers/").content.decode()
    assert (partner(world).state, "Nous avons quitté en 2020." in page) == ("contested", True)


def test_link_used_twice_says_so(world, mailoutbox):
    ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    answer(world.clients[VISITOR], path)
    page = answer(world.clients[VISITOR], path, "contest", "Non.")
    assert (page.status_code, partner(world).state) == (410, "confirmed")
    assert "déjà servi" in page.content.decode()


def test_expired_link_says_what_to_do(world, mailoutbox):
    with time_machine.travel("2026-01-01T10:00:00+01:00", tick=False):
        ask_of(world, partner(world))
        path = deliver(mailoutbox)[0]
    with time_machine.travel("2026-01-31T10:00:01+01:00", tick=False):
        page = answer(Client(), path)
    assert (page.status_code, partner(world).state) == (410, "declared")
    assert "30 jours" in page.content.decode()


def test_new_question_replaces_the_former_link(world, mailoutbox):
    ask_of(world, partner(world))
    former = deliver(mailoutbox)[0]
    ask_of(world, partner(world), email="jean@mairie.example")
    latter = deliver(mailoutbox)[0]
    page = answer(world.clients[VISITOR], former)
    assert (page.status_code, "remplacé" in page.content.decode()) == (410, True)
    assert answer(world.clients[VISITOR], latter).status_code == 200


def test_forwarded_link_says_so_and_works(world, mailoutbox):
    ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    client = world.clients["steward"]
    assert "autre adresse" in client.get(path).content.decode()
    answer(client, path)
    assert partner(world).state == "confirmed"


def test_answer_in_ones_space_ends_the_link(world, mailoutbox):
    ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    address = f"/mon-espace/reponses/participation/{partner(world).public_id}/"
    assert world.clients["neighbour"].post(address, {"answer": "confirm"}).status_code == 302
    assert (partner(world).state, partner(world).confirmed_by_link) == ("confirmed", False)
    assert world.clients[VISITOR].get(path).status_code == 410


def test_ones_space_says_what_waits(world):
    question = "Voisine de Lens prend-elle part à « École et métiers » ?"
    assert question in world.clients["neighbour"].get("/mon-espace/").content.decode()
    assert question not in world.clients["member"].get("/mon-espace/").content.decode()
    confirm(actor=None, tie=partner(world), now=clock.now())
    assert question not in world.clients["neighbour"].get("/mon-espace/").content.decode()


def test_one_does_not_ask_oneself(world):
    with pytest.raises(ValidationError, match="propre adresse"):
        ask_of(world, partner(world), email="Member@example.org")


def test_confirmed_tie_is_not_asked_again(world):
    tie = confirm(actor=None, tie=partner(world), now=clock.now())
    with pytest.raises(ValidationError, match="déjà confirmé"):
        ask_of(world, tie)


def test_alliance_sends_thirty_questions_a_day(world, monkeypatch):
    for rank in range(30):
        ask_of(world, partner(world), email=f"personne-{rank}@mairie.example")
    with pytest.raises(ValidationError, match="demain"):
        ask_of(world, partner(world), email="encore@mairie.example")
    ask_of(world, partner(world, organisation=world.public, closed=True), email="autre@mairie.example")


def test_address_receives_three_questions_a_day(world):
    for _time in range(3):
        ask_of(world, partner(world))
    with pytest.raises(ValidationError, match="laissez-lui le temps"):
        ask_of(world, partner(world))


def test_invited_partner_is_declared_once(world, mailoutbox):
    for email in ("un@mairie.example", "deux@mairie.example"):
        invite_partner(
            actor=world.users["member"],
            alliance=world.alliance,
            organisation=world.members_only,
            roles=["member"],
            email=email,
            origin=SITE,
            now=clock.now(),
        )
    assert Participation.objects.filter(alliance=world.alliance, organisation=world.members_only).count() == 1
    deliver(mailoutbox)
    assert [letter.to for letter in mailoutbox] == [["deux@mairie.example"]]


def test_partner_is_invited_from_the_page_of_the_alliance(world, mailoutbox):
    values = {"organisation": "Cercle réservé", "email": "cercle@mairie.example"}
    page = world.clients["member"].post("/alliances/ecole-et-metiers/inviter/", values)
    assert (page.status_code, page["Location"]) == (302, "/alliances/ecole-et-metiers/")
    deliver(mailoutbox)
    assert mailoutbox[-1].to == ["cercle@mairie.example"]


def test_link_of_a_closed_alliance_tells_only_what_must_be_known(world, mailoutbox):
    ask_of(world, partner(world, closed=True))
    path = deliver(mailoutbox)[0]
    page = world.clients[VISITOR].get(path).content.decode()
    assert "Pacte discret" in page
    assert "Atelier public" not in page
    assert world.partners_alliance.slug not in page
    answer(world.clients[VISITOR], path)
    over = world.clients[VISITOR].get(path).content.decode()
    assert not re.search("Pacte discret|Cercle réservé|Atelier public", over)


def test_page_of_a_link_is_kept_nowhere(world, mailoutbox):
    ask_of(world, partner(world))
    page = world.clients[VISITOR].get(deliver(mailoutbox)[0])
    assert "no-store" in page["Cache-Control"]
    assert 'name="robots" content="noindex"' in page.content.decode()


def test_unanswered_question_falls_silent_on_the_day_it_ends(world, mailoutbox):
    with time_machine.travel("2026-01-01T10:00:00+01:00", tick=False):
        Participation.objects.update(state_since="2026-01-01")
        ask_of(world, partner(world))
    with time_machine.travel("2026-01-31T09:59:00+01:00", tick=False):
        assert settle_requests(actor=None, now=clock.now()).silent == 0
    with time_machine.travel("2026-02-03T04:37:00+01:00", tick=False):
        assert settle_requests(actor=None, now=clock.now()).silent == 1
        assert settle_requests(actor=None, now=clock.now()) == Settled(silent=0, addresses=0, people=0)
    assert (partner(world).state, str(partner(world).state_since)) == ("silent", "2026-01-31")


def test_silence_waits_for_the_last_question(world):
    with time_machine.travel("2026-01-01T10:00:00+01:00", tick=False):
        Participation.objects.update(state_since="2026-01-01")
        ask_of(world, partner(world))
    with time_machine.travel("2026-01-20T10:00:00+01:00", tick=False):
        ask_of(world, partner(world))
    with time_machine.travel("2026-02-03T10:00:00+01:00", tick=False):
        assert settle_requests(actor=None, now=clock.now()).silent == 0


def test_old_question_says_nothing_of_what_was_declared_since(world):
    with time_machine.travel("2026-01-01T10:00:00+01:00", tick=False):
        ask_of(world, partner(world))
    Participation.objects.update(state_since="2026-02-02")
    with time_machine.travel("2026-02-03T10:00:00+01:00", tick=False):
        assert settle_requests(actor=None, now=clock.now()).silent == 0


@pytest.mark.parametrize(("answered", "erased_on"), [(True, "2026-02-04"), (False, "2026-03-02")])
def test_address_is_erased_thirty_days_after_the_answer_or_the_end(world, mailoutbox, answered, erased_on):
    with time_machine.travel("2026-01-01T10:00:00+01:00", tick=False):
        request = ask_of(world, partner(world))
        path = deliver(mailoutbox)[0]
    if answered:
        with time_machine.travel("2026-01-05T10:00:00+01:00", tick=False):
            answer(Client(), path)
    with time_machine.travel(f"{erased_on}T09:59:00+01:00", tick=False):
        tasks.settle(timestamp=0)
        request.refresh_from_db()
        assert request.email == TOWN
    with time_machine.travel(f"{erased_on}T10:01:00+01:00", tick=False):
        tasks.settle(timestamp=0)
        tasks.settle(timestamp=0)
        request.refresh_from_db()
        assert request.email == ""
        assert Client().get(path).status_code == 410


def test_charter_is_agreed_to_by_link(world, mailoutbox):
    undertaken = [{"name": "Voisine de Lens", "text": "Une salle"}, {"name": "Atelier public", "text": ""}]
    charter = Charter.objects.create(
        alliance=world.alliance, number=1, purpose="Ensemble.", issued_on=clock.today(), commitments=undertaken
    )
    ask(
        actor=world.users["member"],
        target=charter,
        organisation=world.elsewhere,
        email=TOWN,
        origin=SITE,
        now=clock.now(),
    )
    path = deliver(mailoutbox)[0]
    assert "Une salle" in world.clients[VISITOR].get(path).content.decode()
    assert answer(world.clients[VISITOR], path).status_code == 200
    agreement = CharterAgreement.objects.get(charter=charter)
    assert (agreement.organisation, agreement.by_link) == (world.elsewhere, True)


def test_question_about_a_tie_that_is_gone_is_gone(world, mailoutbox):
    ask_of(world, partner(world))
    path = deliver(mailoutbox)[0]
    partner(world).delete()
    assert world.clients[VISITOR].get(path).status_code == 404
    assert not Request.objects.exists()


def test_link_is_answered_within_its_thirty_days_to_the_minute(world):
    request = ask_of(world, partner(world))
    assert request.expires_at - request.sent_at == timedelta(days=30)
