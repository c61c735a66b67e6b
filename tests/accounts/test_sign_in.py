"""Signing in: the address first, then a code or a password."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, override_settings

from maillage.accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN = "/connexion/"
ASK = "/connexion/code/"
TYPE = "/connexion/code/saisie/"


def text(response):
    return response.content.decode()


def signed_in(client):
    return client.get("/compte/").status_code == 200


def test_sign_in_page_asks_only_the_address(client):
    page = text(client.get(SIGN_IN))
    assert 'name="login"' in page
    assert 'name="password"' not in page


def test_address_leads_to_code_or_password(client, person):
    page = text(client.post(SIGN_IN, {"login": "Camille@example.org"}))
    assert 'name="email" value="camille@example.org"' in page or 'name="email" value="Camille@example.org"' in page
    assert 'name="password"' in page


def test_second_step_is_the_same_for_an_unknown_address(client, person):
    known = text(client.post(SIGN_IN, {"login": "camille@example.org"}))
    unknown = text(client.post(SIGN_IN, {"login": "inconnu@example.org"}))
    tokens = [line for line in known.splitlines() if "csrf" not in line]
    others = [line for line in unknown.replace("inconnu@", "camille@").splitlines() if "csrf" not in line]
    assert tokens == others


@pytest.mark.parametrize("typed", ["", "camille", "x" * 3000 + "@example.org", "a\0@b.fr"])
def test_bad_address_is_told(client, typed):
    page = text(client.post(SIGN_IN, {"login": typed}))
    assert "corriger" in page
    assert 'name="password"' not in page


def test_password_signs_in(client, person):
    answer = client.post(SIGN_IN, {"login": "camille@example.org", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client)


def test_wrong_password_says_the_same_as_an_unknown_account(client, person):
    wrong = text(client.post(SIGN_IN, {"login": "camille@example.org", "password": "presque-" + PASSWORD}))
    unknown = text(client.post(SIGN_IN, {"login": "inconnu@example.org", "password": PASSWORD}))
    for page in (wrong, unknown):
        assert "ne vont pas ensemble" in page
        assert 'name="password"' in page
    assert not signed_in(client)


def test_code_signs_in_once(client, person, code, mailoutbox):
    answer = client.post(ASK, {"email": "camille@example.org"})
    assert answer["Location"] == TYPE
    assert mailoutbox[-1].to == ["camille@example.org"]
    used = code()
    assert client.post(TYPE, {"code": used})["Location"] == "/"
    assert signed_in(client)
    client.post("/deconnexion/")
    again = client.post(TYPE, {"code": used}, follow=True)
    assert "a déjà servi" in text(again)
    assert not signed_in(client)


def test_code_without_its_dash_signs_in(client, person, code):
    client.post(ASK, {"email": "camille@example.org"})
    assert client.post(TYPE, {"code": code().replace("-", "")}).status_code == 302
    assert signed_in(client)


def test_expired_code_is_told(client, person, code):
    with time_machine.travel("2026-03-01 10:00", tick=False):
        client.post(ASK, {"email": "camille@example.org"})
    with time_machine.travel("2026-03-01 10:16", tick=False):
        answer = client.post(TYPE, {"code": code()}, follow=True)
    assert "a expiré" in text(answer)
    assert not signed_in(client)


def test_code_just_before_its_end_signs_in(client, person, code):
    with time_machine.travel("2026-03-01 10:00", tick=False):
        client.post(ASK, {"email": "camille@example.org"})
    with time_machine.travel("2026-03-01 10:14", tick=False):
        client.post(TYPE, {"code": code()})
        assert signed_in(client)


def test_wrong_code_is_told_then_blocked_at_the_third(client, person):
    client.post(ASK, {"email": "camille@example.org"})
    first = client.post(TYPE, {"code": "0000-0000"})
    assert "pas le bon" in text(first)
    client.post(TYPE, {"code": "0000-0001"})
    third = client.post(TYPE, {"code": "0000-0002"}, follow=True)
    assert "Trop d’essais" in text(third)


def test_code_of_somebody_else_does_not_sign_in(client, person, passwordless, code):
    client.post(ASK, {"email": "sans-mot@example.org"})
    theirs = code()
    client.cookies.clear()
    client.post(ASK, {"email": "camille@example.org"})
    client.post(TYPE, {"code": theirs})
    assert not signed_in(client)


def test_unknown_address_asks_for_a_code_as_any_other(client, mailoutbox):
    answer = client.post(ASK, {"email": "inconnu@example.org"})
    assert answer["Location"] == TYPE
    assert client.get(TYPE).status_code == 200
    assert "pas de compte" in mailoutbox[-1].body


def test_code_can_be_sent_again(client, person, code, mailoutbox):
    client.post(ASK, {"email": "camille@example.org"})
    first = code()
    client.post(TYPE, {"action": "resend"})
    assert len(mailoutbox) == 2
    assert client.post(TYPE, {"code": first}).status_code == 200
    client.post(TYPE, {"code": code()})
    assert signed_in(client)


@pytest.fixture
def limited():
    cache.clear()
    with override_settings(ACCOUNT_RATE_LIMITS={}):
        yield
    cache.clear()


def test_too_many_codes_asked_for_an_address_are_refused(person, limited, mailoutbox):
    answers = [Client().post(ASK, {"email": "camille@example.org"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Trop d’essais" in text(answers[-1])
    assert len(mailoutbox) == 3


def test_too_many_tries_from_one_place_answer_429_in_french(person, limited):
    answers = [Client().post(SIGN_IN, {"login": "camille@example.org"}) for _ in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {200}
    assert answers[30].status_code == 429
    assert "Trop d’essais en peu de temps" in text(answers[30])


def test_too_many_passwords_are_refused_even_the_right_one(client, person, limited):
    for _ in range(5):
        client.post(SIGN_IN, {"login": "camille@example.org", "password": "mauvais-mot-de-passe"})
    answer = client.post(SIGN_IN, {"login": "camille@example.org", "password": PASSWORD})
    assert "Trop d’essais" in text(answer)
    assert not signed_in(client)


def test_closed_account_does_not_sign_in(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    answer = client.post(SIGN_IN, {"login": "camille@example.org", "password": PASSWORD}, follow=True)
    assert "Ce compte est fermé" in text(answer)
    assert not signed_in(client)


@pytest.mark.parametrize(("after", "expected"), [("/compte/", "/compte/"), ("https://ailleurs.example/", "/")])
def test_sign_in_goes_on_to_our_own_pages_only(client, person, after, expected):
    answer = client.post(SIGN_IN, {"login": "camille@example.org", "password": PASSWORD, "next": after})
    assert answer["Location"] == expected


def test_visitor_is_sent_to_sign_in(client):
    assert client.get("/compte/")["Location"] == "/connexion/?next=/compte/"


def test_sign_out_asks_then_ends(client, person):
    client.force_login(person)
    assert "Me déconnecter" in text(client.get("/deconnexion/"))
    assert signed_in(client)
    assert client.post("/deconnexion/")["Location"] == "/"
    assert not signed_in(client)


def test_sign_up_needs_an_address_only(client, code, mailoutbox):
    answer = client.post("/inscription/", {"email": "Nouvelle@Example.org"})
    assert answer["Location"] == "/compte/adresse/code/"
    assert not signed_in(client)
    assert client.post("/compte/adresse/code/", {"code": code()}).status_code == 302
    assert signed_in(client)
    user = User.objects.get(email="nouvelle@example.org")
    assert not user.has_usable_password()
    assert not user.is_administrator


def test_sign_up_with_a_weak_password_is_refused(client):
    page = text(client.post("/inscription/", {"email": "n@example.org", "password1": "court"}))
    assert "12" in page
    assert not User.objects.filter(email="n@example.org").exists()


def test_sign_up_with_a_known_address_does_not_tell(client, person, mailoutbox):
    new = client.post("/inscription/", {"email": "nouvelle@example.org"})
    page_new = text(client.get(new["Location"]))
    client.cookies.clear()
    known = client.post("/inscription/", {"email": "camille@example.org"})
    page_known = text(client.get(known["Location"]))
    assert (new.status_code, new["Location"]) == (known.status_code, known["Location"])
    assert "Saisir" in page_new or "Vérifier" in page_new
    assert page_known.count("<form") == page_new.count("<form")
    assert "a déjà un compte" in mailoutbox[-1].body
    assert User.objects.filter(email="camille@example.org").count() == 1


def test_forgotten_password_is_replaced_by_code(client, person, code):
    client.post("/mot-de-passe-oublie/", {"email": "camille@example.org"})
    assert client.post("/mot-de-passe-oublie/code/", {"code": code()})["Location"] == "/mot-de-passe-oublie/nouveau/"
    other = "filer-tisser-nouer-encore"
    client.post("/mot-de-passe-oublie/nouveau/", {"password1": other, "password2": other})
    client.post("/deconnexion/")
    client.post(SIGN_IN, {"login": "camille@example.org", "password": other})
    assert signed_in(client)


def test_forgotten_password_of_an_unknown_address_does_not_tell(client, person):
    known = client.post("/mot-de-passe-oublie/", {"email": "camille@example.org"})
    client.cookies.clear()
    unknown = client.post("/mot-de-passe-oublie/", {"email": "inconnu@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_expired_reset_code_is_told(client, person, code):
    with time_machine.travel("2026-03-01 10:00", tick=False):
        client.post("/mot-de-passe-oublie/", {"email": "camille@example.org"})
    with time_machine.travel("2026-03-01 10:16", tick=False):
        answer = client.post("/mot-de-passe-oublie/code/", {"code": code()}, follow=True)
    assert "a expiré" in text(answer)
