"""Nightly upkeep of accounts."""

from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from maillage.accounts.domain.expiry import expire_accounts
from maillage.core import clock


@app.periodic(cron="17 4 * * *")
@app.task(name="accounts.expire", queueing_lock="accounts.expire")
def expire(timestamp: int) -> None:
    """Warn and erase unused accounts, drop sessions that are over."""
    expire_accounts(actor=None, now=clock.now())
    Session.objects.filter(expire_date__lt=clock.now()).delete()
