"""Accounts that nobody uses: warned after two years, erased thirty days later."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from maillage.accounts.domain.creation import create_account, grant_administration
from maillage.accounts.domain.expiry import Expired, expire_accounts
from maillage.accounts.models import User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 4, 17, tzinfo=UTC)


def account(email, last_seen, warned=None):
    user = create_account(actor=None, email=email)
    User.objects.filter(pk=user.pk).update(last_login=last_seen, inactivity_warned_at=warned)
    return user


def test_account_unused_for_two_years_is_warned_once(mailoutbox):
    account("vieux@example.org", NOW - timedelta(days=731))
    account("presque@example.org", NOW - timedelta(days=729))
    assert expire_accounts(actor=None, now=NOW) == Expired(warned=1, erased=0, kept=0)
    assert expire_accounts(actor=None, now=NOW) == Expired(warned=0, erased=0, kept=0)
    assert [(letter.to, "31 mars 2026" in letter.body) for letter in mailoutbox] == [(["vieux@example.org"], True)]


def test_account_never_used_counts_from_its_creation(mailoutbox):
    user = account("jamais@example.org", None)
    User.objects.filter(pk=user.pk).update(created_at=NOW - timedelta(days=731))
    assert expire_accounts(actor=None, now=NOW).warned == 1


def test_warned_account_is_erased_after_thirty_days():
    gone = account("vieux@example.org", NOW - timedelta(days=800), NOW - timedelta(days=30, minutes=1))
    still = account("bientot@example.org", NOW - timedelta(days=800), NOW - timedelta(days=29))
    assert expire_accounts(actor=None, now=NOW) == Expired(warned=0, erased=1, kept=0)
    assert list(User.objects.filter(pk__in=[gone.pk, still.pk])) == [still]


def test_account_that_came_back_is_kept_and_warned_anew_later():
    user = account("retour@example.org", NOW - timedelta(days=10), NOW - timedelta(days=40))
    assert expire_accounts(actor=None, now=NOW) == Expired(warned=0, erased=0, kept=0)
    user.refresh_from_db()
    assert user.inactivity_warned_at is None
    assert expire_accounts(actor=None, now=NOW + timedelta(days=725)).warned == 1


def test_last_administrator_is_kept():
    user = account("admin@example.org", NOW - timedelta(days=800), NOW - timedelta(days=40))
    grant_administration(actor=None, user=user)
    assert expire_accounts(actor=None, now=NOW) == Expired(warned=0, erased=0, kept=1)


def test_command_says_what_it_did():
    out = StringIO()
    call_command("expire_accounts", stdout=out)
    assert out.getvalue() == "Comptes prévenus : 0. Comptes effacés : 0. Seul administrateur, gardé : 0.\n"
