"""My account: name, address, password, sessions, export, leaving."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from maillage.accounts import registry
from maillage.accounts.domain.creation import create_account, grant_administration
from maillage.accounts.domain.erasure import LastAdministrator, erase_account
from maillage.accounts.domain.profile import close_sessions
from maillage.accounts.models import User
from maillage.accounts.registry import Fate, register_personal_data
from maillage.accounts.tasks import expire
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def enter(client, person):
    client.post("/connexion/", {"login": person.email, "password": PASSWORD})


def enter_twice(client, person):
    """Sign in, then prove it again: what touches the security of the account asks for it."""
    enter(client, person)
    client.post("/compte/confirmer/", {"password": PASSWORD})


def enter_by_code(client, person, code):
    client.post("/connexion/code/", {"email": person.email})
    client.post("/connexion/code/saisie/", {"code": code()})


@pytest.fixture
def notes(monkeypatch):
    """An app that holds notes about people, and keeps those that serve others."""
    held = {"camille@example.org": ["une", "deux"]}
    monkeypatch.setattr(registry, "_registered", {})
    register_personal_data(
        "notes",
        lambda user: held.get(user.email, []),
        lambda user: held.pop(user.email, None),
        describer=lambda user: [Fate(label="Vos notes", erased=2, kept=1, reason="Elle sert à d’autres.")],
    )
    return held


@pytest.mark.parametrize(
    "address", ["/compte/", "/compte/export/", "/compte/supprimer/", "/compte/adresse/", "/compte/second-facteur/"]
)
def test_visitor_is_sent_to_sign_in(client, address):
    assert client.get(address)["Location"] == f"/connexion/?next={address}"


def test_name_is_changed(client, person):
    client.force_login(person)
    page = client.post("/compte/", {"display_name": "Camille D."}, follow=True)
    assert "Camille D." in text(page)


@pytest.mark.parametrize("name", ["x" * 121, "a\0b"])
def test_impossible_name_is_refused_and_kept(client, person, name):
    client.force_login(person)
    assert "corriger" in text(client.post("/compte/", {"display_name": name}))
    person.refresh_from_db()
    assert person.display_name == ""


def test_page_says_how_the_account_is_protected(client, passwordless):
    client.force_login(passwordless)
    page = text(client.get("/compte/"))
    assert "aucun, vous recevez un code" in page
    assert "non activé" in page


def test_other_sessions_end_and_this_one_goes_on(client, person):
    other = Client()
    enter(client, person)
    enter(other, person)
    assert other.get("/compte/").status_code == 200
    client.post("/compte/autres-appareils/")
    assert client.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302


def test_address_changes_once_verified(client, person, code, mailoutbox):
    enter_twice(client, person)
    client.post("/compte/adresse/", {"email": "camille@autre.example", "action_add": "1"})
    person.refresh_from_db()
    assert person.email == "camille@example.org"
    assert mailoutbox[-1].to == ["camille@autre.example"]
    client.post("/compte/adresse/code/", {"code": code()})
    person.refresh_from_db()
    assert person.email == "camille@autre.example"
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [
        ("camille@autre.example", True)
    ]


def test_address_of_somebody_else_is_not_taken_nor_told(client, person, passwordless, code, mailoutbox):
    enter_twice(client, person)
    answer = client.post("/compte/adresse/", {"email": passwordless.email, "action_add": "1"})
    assert answer["Location"] == "/compte/adresse/code/"
    assert mailoutbox[-1].to == [passwordless.email]
    client.post("/compte/adresse/code/", {"code": code()})
    person.refresh_from_db()
    assert person.email == "camille@example.org"
    assert EmailAddress.objects.get(email=passwordless.email, verified=True).user == passwordless


def test_password_changes_and_other_sessions_end(client, person):
    other = Client()
    enter(client, person)
    enter(other, person)
    new = "retisser-tout-cela-demain"
    answer = client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer["Location"] == "/compte/"
    assert client.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302


def test_password_is_chosen_by_who_had_none(client, passwordless, code):
    enter_by_code(client, passwordless, code)
    new = "retisser-tout-cela-demain"
    assert client.get("/compte/mot-de-passe/")["Location"] == "/compte/mot-de-passe/choisir/"
    client.post("/compte/mot-de-passe/choisir/", {"password1": new, "password2": new})
    passwordless.refresh_from_db()
    assert passwordless.check_password(new)


def test_export_holds_what_each_app_holds_and_no_secret(client, person, notes):
    client.force_login(person)
    answer = client.get("/compte/export/")
    assert answer["Content-Disposition"].startswith('attachment; filename="maillage-mes-donnees-')
    exported = json.loads(answer.content)
    assert exported["compte"]["adresse"] == "camille@example.org"
    assert exported["notes"] == ["une", "deux"]
    person.refresh_from_db()
    assert person.password not in text(answer)


def test_erasure_says_what_goes_and_stays_with_numbers(client, person, notes):
    enter_twice(client, person)
    page = text(client.get("/compte/supprimer/"))
    assert "Vos notes" in page
    assert "Elle sert à d’autres." in page


def test_erasure_erases_everywhere_and_signs_out(client, person, notes, mailoutbox, django_capture_on_commit_callbacks):
    enter_twice(client, person)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/compte/supprimer/", {"confirmation": "Camille@example.org"})
    assert answer["Location"] == "/"
    assert not User.objects.filter(pk=person.pk).exists()
    assert notes == {}
    assert client.get("/compte/").status_code == 302
    assert mailoutbox[-1].subject == "Votre compte Maillage est effacé"


def test_erasure_with_another_address_erases_nothing(client, person, notes):
    enter_twice(client, person)
    page = text(client.post("/compte/supprimer/", {"confirmation": "camille@example.com"}))
    assert "Rien n’a été effacé" in page
    assert User.objects.filter(pk=person.pk).exists()


def test_erasure_asks_the_password_again_after_a_while(client, person):
    with time_machine.travel("2026-03-01 10:00", tick=False):
        enter_twice(client, person)
        assert client.get("/compte/supprimer/").status_code == 200
    with time_machine.travel("2026-03-01 10:06", tick=False):
        asked = client.post("/compte/supprimer/", {"confirmation": person.email})
        assert asked["Location"].startswith("/compte/confirmer/")
        wrong = client.post(asked["Location"], {"password": "presque-" + PASSWORD})
        assert "pas le bon" in text(wrong)
        assert User.objects.filter(pk=person.pk).exists()


def test_erasure_of_an_account_without_password_asks_for_a_fresh_code(client, passwordless, code):
    with time_machine.travel("2026-03-01 10:00", tick=False):
        enter_by_code(client, passwordless, code)
        assert client.get("/compte/supprimer/").status_code == 200
    with time_machine.travel("2026-03-01 10:16", tick=False):
        answer = client.post("/compte/supprimer/", {"confirmation": passwordless.email})
        assert answer["Location"] == "/compte/supprimer/se-reconnecter/"
        assert User.objects.filter(pk=passwordless.pk).exists()
        assert "Reconnectez-vous" in text(client.get("/compte/supprimer/se-reconnecter/"))
        assert (
            client.post("/compte/supprimer/se-reconnecter/")["Location"] == "/connexion/?next=%2Fcompte%2Fsupprimer%2F"
        )
        enter_by_code(client, passwordless, code)
        client.post("/compte/supprimer/", {"confirmation": passwordless.email})
    assert not User.objects.filter(pk=passwordless.pk).exists()


def test_last_administrator_cannot_leave(client, person):
    grant_administration(actor=None, user=person)
    enter_twice(client, person)
    answer = client.post("/compte/supprimer/", {"confirmation": person.email})
    assert "seul à administrer" in text(answer)
    assert User.objects.filter(pk=person.pk).exists()


def test_administrator_leaves_when_another_one_stays(person):
    other = create_account(actor=None, email="autre@example.org")
    for user in (person, other):
        grant_administration(actor=None, user=user)
    erase_account(actor=person, user=person)
    with pytest.raises(LastAdministrator):
        erase_account(actor=other, user=other)


def test_eraser_that_fails_leaves_everything(person, monkeypatch):
    def fail(user):
        raise RuntimeError("disk")

    monkeypatch.setattr(registry, "_registered", {})
    register_personal_data("essai", lambda user: [], fail)
    with pytest.raises(RuntimeError):
        erase_account(actor=person, user=person)
    assert User.objects.filter(pk=person.pk).exists()


def test_closing_sessions_and_renaming_want_a_post(client, person):
    client.force_login(person)
    assert client.get("/compte/autres-appareils/").status_code == 405
    assert client.post("/compte/export/").status_code == 405


@pytest.mark.parametrize("address", ["/aide/", "/connexion/", "/referentiels/", "/compte/"])
def test_session_ended_elsewhere_does_not_break_a_page(client, person, address):
    enter(client, person)
    close_sessions(actor=person)
    assert client.get(address).status_code in {200, 302}


def test_nightly_task_drops_the_sessions_that_are_over(client, person):
    enter(client, person)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15), tick=False):
        expire(timestamp=0)
    assert not Session.objects.exists()
    assert User.objects.filter(pk=person.pk).exists()
