"""The second factor, with real codes."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def totp(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def enter(client, person):
    return client.post("/connexion/", {"login": person.email, "password": PASSWORD})


@pytest.fixture
def secret(client, person):
    """Switch the second factor on for the person, as they would, and give its key."""
    enter(client, person)
    asked = client.get("/compte/second-facteur/activer/")
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/compte/second-facteur/activer/")
    key = page.context["form"].secret
    answer = client.post("/compte/second-facteur/activer/", {"code": totp(key)})
    assert answer.status_code == 302
    return key


def test_activation_asks_the_password_again(client, person):
    enter(client, person)
    answer = client.get("/compte/second-facteur/activer/")
    assert answer["Location"].startswith("/compte/confirmer/")


def test_activation_shows_a_picture_and_its_key(client, person):
    enter(client, person)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    page = text(client.get("/compte/second-facteur/activer/"))
    assert 'src="data:image/svg+xml' in page
    assert "Code QR" in page


def test_activation_with_a_wrong_code_is_refused(client, person):
    enter(client, person)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    client.get("/compte/second-facteur/activer/")
    page = text(client.post("/compte/second-facteur/activer/", {"code": "000000"}))
    assert "corriger" in page
    assert not Authenticator.objects.exists()


def test_sign_in_asks_the_second_factor(client, person, secret):
    client.post("/deconnexion/")
    answer = enter(client, person)
    assert answer["Location"] == "/connexion/second-facteur/"
    assert client.get("/compte/").status_code == 302
    wrong = client.post("/connexion/second-facteur/", {"code": "000000"})
    assert "corriger" in text(wrong)
    with time_machine.travel(time.time() + 60):
        client.post("/connexion/second-facteur/", {"code": totp(secret)})
        assert client.get("/compte/").status_code == 200


def test_mailed_code_does_not_dispense_with_the_second_factor(client, person, secret, code):
    client.post("/deconnexion/")
    client.post("/connexion/code/", {"email": person.email})
    answer = client.post("/connexion/code/saisie/", {"code": code()})
    assert answer["Location"] == "/connexion/second-facteur/"
    assert client.get("/compte/").status_code == 302


def test_code_of_the_application_serves_once(client, person, secret):
    client.post("/deconnexion/")
    with time_machine.travel(time.time() + 60, tick=False):
        used = totp(secret)
        enter(client, person)
        client.post("/connexion/second-facteur/", {"code": used})
        client.post("/deconnexion/")
        enter(client, person)
        client.post("/connexion/second-facteur/", {"code": used})
        assert client.get("/compte/").status_code == 302


def test_recovery_code_serves_once(client, person, secret):
    page = client.get("/compte/second-facteur/codes/")
    spare = page.context["unused_codes"][0]
    assert spare in text(page)
    client.post("/deconnexion/")
    enter(client, person)
    client.post("/connexion/second-facteur/", {"code": spare})
    assert client.get("/compte/").status_code == 200
    client.post("/deconnexion/")
    enter(client, person)
    client.post("/connexion/second-facteur/", {"code": spare})
    assert client.get("/compte/").status_code == 302


def test_recovery_codes_are_renewed_and_downloaded(client, secret):
    former = client.get("/compte/second-facteur/codes/").context["unused_codes"]
    assert "ne serviront plus" in text(client.get("/compte/second-facteur/codes/nouveaux/"))
    client.post("/compte/second-facteur/codes/nouveaux/")
    downloaded = text(client.get("/compte/second-facteur/codes/telecharger/"))
    assert not set(former) & set(downloaded.split())


def test_second_factor_is_switched_off(client, person, secret):
    assert "actif" in text(client.get("/compte/second-facteur/"))
    assert "moins protégé" in text(client.get("/compte/second-facteur/desactiver/"))
    client.post("/compte/second-facteur/desactiver/")
    assert not Authenticator.objects.filter(user=person).exists()


def test_second_factor_is_another_way_to_confirm(client, person, secret):
    page = text(client.get("/compte/confirmer/?next=/compte/supprimer/"))
    assert "/compte/confirmer/second-facteur/" in page
    with time_machine.travel(time.time() + 400):
        assert client.get("/compte/supprimer/").status_code == 302
        client.post("/compte/confirmer/second-facteur/", {"code": totp(secret)})
        assert client.get("/compte/supprimer/").status_code == 200
