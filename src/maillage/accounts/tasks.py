"""Nightly upkeep of accounts."""

from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from maillage.accounts.attempts import drop_attempts
from maillage.accounts.domain.expiry import expire_accounts
from maillage.accounts.mailbox import drop_letters
from maillage.accounts.retention import ATTEMPTS_KEPT, LETTERS_KEPT
from maillage.core import clock


@app.periodic(cron="17 4 * * *")
@app.task(name="accounts.expire", queueing_lock="accounts.expire")
def expire(timestamp: int) -> None:
    """Warn and erase unused accounts, drop old attempts, sessions that are over and letters kept for a year."""
    expire_accounts(actor=None, now=clock.now())
    drop_letters(Path(settings.EMAIL_FILE_PATH), before=clock.now() - LETTERS_KEPT)
    drop_attempts(settings.DATA_DIR / "run" / "cache", before=clock.now() - ATTEMPTS_KEPT)
    Session.objects.filter(expire_date__lt=clock.now()).delete()
