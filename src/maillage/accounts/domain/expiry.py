"""Accounts that nobody uses: a warning after two years, erasure thirty days later."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from maillage.accounts.domain.erasure import LastAdministrator, erase_account
from maillage.accounts.models import User
from maillage.accounts.retention import ERASED_AFTER_WARNING, INACTIVE_AFTER
from maillage.core.dates import write_date

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    warned: int
    erased: int
    kept: int


def expire_accounts(*, actor: User | None, now: datetime) -> Expired:
    """Warn the accounts unused for two years, erase those warned thirty days ago that did not come back.

    Each account is its own transaction, so a failure loses nothing; running again the same day changes nothing. The
    last administrator is kept.
    """
    User.objects.returned_after_warning().update(inactivity_warned_at=None)
    erased = kept = 0
    for user in User.objects.warned_before(now - ERASED_AFTER_WARNING).order_by("pk"):
        try:
            erase_account(actor=actor, user=user)
            erased += 1
        except LastAdministrator:
            kept += 1
    unwarned = User.objects.inactive_since(now - INACTIVE_AFTER).filter(inactivity_warned_at__isnull=True)
    warned = sum(_warn(key, now) for key in unwarned.order_by("pk").values_list("pk", flat=True))
    return Expired(warned=warned, erased=erased, kept=kept)


@transaction.atomic
def _warn(key: int, now: datetime) -> bool:
    user = (
        User.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=key, inactivity_warned_at__isnull=True)
        .first()
    )
    if user is None:
        return False
    user.inactivity_warned_at = now
    user.save(update_fields=["inactivity_warned_at", "updated_at"])
    day = write_date((now + ERASED_AFTER_WARNING).date())
    message = render_to_string("accounts/email/inactive.txt", {"day": day})
    send_mail(_("Votre compte Maillage sera effacé"), message, None, [user.email])
    return True
