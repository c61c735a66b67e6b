"""The command that creates an administrator, and the check of the demonstration."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from maillage.accounts.checks import refuse_demonstration_in_production
from maillage.accounts.models import User


def run(*arguments):
    out = StringIO()
    call_command("create_admin", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_administrator_is_created_with_a_password_shown_once(client):
    said = run("Chef@Example.org")
    password = said.split("cette seule fois : ")[1].splitlines()[0]
    user = User.objects.get(email="chef@example.org")
    assert user.is_administrator
    assert EmailAddress.objects.get(user=user).verified
    client.post("/connexion/", {"login": "chef@example.org", "password": password})
    assert client.get("/compte/").status_code == 200


@pytest.mark.django_db
def test_account_that_exists_becomes_administrator_and_keeps_its_password(person):
    former = person.password
    assert "Mot de passe" not in run(person.email)
    person.refresh_from_db()
    assert (person.is_administrator, person.password) == (True, former)
    assert "Mot de passe" in run(person.email, "--nouveau-mot-de-passe")
    person.refresh_from_db()
    assert person.password != former


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["pas-une-adresse", "", "a@b"])
def test_bad_address_creates_nobody(address):
    with pytest.raises(CommandError, match="n’est pas une adresse"):
        run(address)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_asked_password_must_be_strong(monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "court")
    with pytest.raises(CommandError, match="12"):
        run("chef@example.org", "--demander")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("demo", "module", "redirect", "debug", "refused"),
    [
        (True, "config.settings.production", False, False, True),
        (True, "config.settings.other", True, False, True),
        (True, "config.settings.other", True, True, False),
        (True, "config.settings.local", False, False, False),
        (False, "config.settings.production", True, False, False),
    ],
)
def test_demonstration_is_refused_with_production_settings(settings, demo, module, redirect, debug, refused):
    settings.DEMO, settings.SECURE_SSL_REDIRECT, settings.DEBUG = demo, redirect, debug
    settings.SETTINGS_MODULE = module
    errors = refuse_demonstration_in_production(None)
    assert [error.id for error in errors] == (["maillage.E001"] if refused else [])
