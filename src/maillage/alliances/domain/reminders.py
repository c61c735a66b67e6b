"""Reminders of commitments: one letter a day at most to each animator, fourteen days before the date and once late."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.accounts.models import User
from maillage.alliances.enums import CommitmentState
from maillage.alliances.models import AllianceAnimator, Commitment
from maillage.alliances.selectors.commitments import LATE, SOON, Undertaking, stand
from maillage.core.site import site_address
from maillage.jobs.scheduling import defer
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation


@transaction.atomic
def remind_commitments(*, actor: User | None, on: date) -> int:
    """Have the animators reminded of what is due soon or late; return how many letters will leave.

    Each commitment is told once before its date and once after: running again the same day changes nothing. Those of an
    alliance that nobody animates wait. Locks the rows.
    """
    animators = AllianceAnimator.objects.filter(alliance=OuterRef("alliance"), user__is_active=True)
    before = Q(reminded_on__isnull=True, due_on__gte=on)
    after = Q(due_on__lt=on) & (Q(reminded_on__isnull=True) | Q(reminded_on__lte=F("due_on")))
    rows = Commitment.objects.select_for_update(of=("self",), skip_locked=True).filter(
        Exists(animators), before | after, state=CommitmentState.OPEN, due_on__lte=on + SOON
    )
    told: dict[int, list[int]] = defaultdict(list)
    due = {each.pk: each.alliance_id for each in rows.order_by("due_on", "pk")}
    reached = AllianceAnimator.objects.filter(alliance__in=set(due.values()), user__is_active=True)
    animating = list(reached.values_list("alliance_id", "user_id"))
    for key, alliance in due.items():
        for _alliance, user in (each for each in animating if each[0] == alliance):
            told[user].append(key)
    with recorded(actor=actor, action="alliances.remind_commitments"):
        Commitment.objects.filter(pk__in=due).update(reminded_on=on)
    for user, keys in told.items():
        defer("alliances.send_reminder", user_id=user, commitments=[*keys], on=on.isoformat())
    return len(told)


def send_reminder(*, user_id: int, commitments: Iterable[int], on: date) -> bool:
    """Mail one animator what is due or late, and tell whether a letter left.

    What was settled meanwhile, and what the animator may not see, is left out; nothing left, no letter.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return False
    rows = Commitment.objects.visible_to(user).filter(
        pk__in=list(commitments),
        state=CommitmentState.OPEN,
        accountable__in=Organisation.objects.visible_to(user),
        alliance__animators__user=user,
    )
    found = [stand(each, on) for each in rows.select_related("alliance", "accountable").order_by("due_on", "pk")]
    if not found:
        return False
    message = render_to_string("alliances/mail/commitment.txt", {"rows": found, "site": site_address()})
    send_mail(_subject(found), message, None, [user.email])
    return True


def _subject(rows: list[Undertaking]) -> str:
    late = sum(row.state == LATE for row in rows)
    if late:
        return ngettext("Un engagement est en retard", "%(count)d engagements sont en retard", late) % {"count": late}
    if len(rows) == 1:
        return _("Un engagement arrive à échéance")
    return _("%(count)d engagements arrivent à échéance") % {"count": len(rows)}
