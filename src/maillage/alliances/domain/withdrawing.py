"""A yes to a charter is taken back: dated, told to who animates the alliance; what was undertaken stays."""

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.charters import NotASignatory
from maillage.alliances.models import Alliance, AllianceAnimator, Charter, CharterAgreement, Request
from maillage.alliances.selectors.charters import yes_of_link
from maillage.core.audiences import tokens_for
from maillage.jobs.scheduling import defer
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import OWN, numbers


class NothingToWithdraw(RuntimeError):
    """No yes is in force: it was never given, or it was withdrawn already."""


@transaction.atomic
def withdraw_agreement(
    *, actor: User, charter: Charter, organisation: Organisation, origin: str, now: datetime
) -> CharterAgreement:
    """Take back the yes of the actor's organisation to a version, the last one or a former one.

    It may have left the alliance since. Locks the alliance. Raises NotASignatory, NothingToWithdraw.
    """
    if organisation.pk not in set(numbers(tokens_for(actor), OWN)):
        raise NotASignatory(organisation.pk)
    return _withdraw(actor=actor, charter=charter, organisation=organisation, origin=origin, now=now)


@transaction.atomic
def withdraw_by_link(*, actor: User | None, request: Request, origin: str, now: datetime) -> CharterAgreement:
    """Take back the yes that the holder of a mailed link gave by it, and no other one.

    `actor` is the account signed in, if any. Locks the alliance. Raises NothingToWithdraw.
    """
    charter = request.charter
    if charter is None:
        raise NothingToWithdraw(request.pk)
    Alliance.objects.select_for_update(of=("self",)).get(pk=charter.alliance_id)
    if yes_of_link(request) is None:
        raise NothingToWithdraw(request.pk)
    return _withdraw(actor=actor, charter=charter, organisation=request.organisation, origin=origin, now=now)


def send_withdrawal(*, user_id: int, agreement_id: int, origin: str) -> bool:
    """Tell one animator that an organisation took its yes back, and whether a letter left.

    Somebody who may no longer see the alliance or the organisation is told nothing.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return False
    rows = CharterAgreement.objects.visible_to(user).filter(
        withdrawn_on__isnull=False, organisation__in=Organisation.objects.visible_to(user)
    )
    agreement = rows.select_related("charter__alliance", "organisation").filter(pk=agreement_id).first()
    if agreement is None:
        return False
    alliance = agreement.charter.alliance
    context = {"agreement": agreement, "alliance": alliance, "site": origin.rstrip("/")}
    subject = _("La charte de « %(alliance)s » : %(organisation)s retire son accord") % {
        "alliance": alliance.name,
        "organisation": agreement.organisation.name,
    }
    send_mail(subject, render_to_string("alliances/mail/withdrawn.txt", context), None, [user.email])
    return True


def _withdraw(
    *, actor: User | None, charter: Charter, organisation: Organisation, origin: str, now: datetime
) -> CharterAgreement:
    with recorded(actor=actor, action="alliances.withdraw_agreement"):
        alliance = Alliance.objects.select_for_update(of=("self",)).get(pk=charter.alliance_id)
        agreement: CharterAgreement | None = (
            CharterAgreement.objects.in_force().filter(charter=charter, organisation=organisation).first()
        )
        if agreement is None:
            raise NothingToWithdraw(organisation.pk)
        agreement.withdrawn_on = timezone.localtime(now).date()
        agreement.version += 1
        agreement.save()
    told = AllianceAnimator.objects.filter(alliance=alliance, user__is_active=True)
    for user in told.exclude(user=actor).values_list("user_id", flat=True):
        defer("alliances.send_withdrawal", user_id=user, agreement_id=agreement.pk, origin=origin)
    return agreement
