"""Who may write: roles in an organisation, mandates on a territory."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Membership, Organisation, StewardMandate
from maillage.territories.models import Territory


@transaction.atomic
def grant_membership(
    *, actor: User | None, organisation: Organisation, user: User, role: str, start: date
) -> Membership:
    """Let an account write for an organisation from a day on; another role it had ends that day. Locks its roles."""
    with recorded(actor=actor, action="organisations.grant_membership"):
        held = Membership.objects.select_for_update(of=("self",)).filter(user=user, organisation=organisation)
        for membership in held.in_force(start):
            if membership.role == role:
                return membership
            _end(membership, start)
        if held.filter(period__overlap=DateRange(start, None)).exists():
            raise ValidationError(_("Cette personne a déjà un rôle prévu après cette date."), code="overlap")
        return Membership.objects.create(user=user, organisation=organisation, role=role, period=DateRange(start, None))


@transaction.atomic
def end_membership(*, actor: User | None, membership: Membership, on: date) -> None:
    """End a role: that day is the first without it. A role that began that day leaves its trace in the history only."""
    with recorded(actor=actor, action="organisations.end_membership"):
        _end(Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk), on)


@transaction.atomic
def appoint_steward(
    *, actor: User | None, user: User, territory: Territory, start: date, end: date | None = None
) -> StewardMandate:
    """Give an account the charge of a territory, `end` being the first day without it.

    Appointing again for the same days changes nothing. Raises ValidationError.
    """
    if end is not None and end <= start:
        raise ValidationError({"end": _("La fin du mandat doit suivre son début.")})
    period = DateRange(start, end)
    with recorded(actor=actor, action="organisations.appoint_steward"):
        mandates = StewardMandate.objects.select_for_update(of=("self",)).filter(user=user, territory=territory)
        same = mandates.filter(period__contains=period).first()
        if same is not None:
            return same
        if mandates.filter(period__overlap=period).exists():
            raise ValidationError(
                _("Cette personne anime déjà ce territoire à une partie de ces dates."), code="overlap"
            )
        return StewardMandate.objects.create(user=user, territory=territory, period=period)


@transaction.atomic
def end_mandate(*, actor: User | None, mandate: StewardMandate, on: date) -> None:
    """End a mandate: that day is the first without it."""
    with recorded(actor=actor, action="organisations.end_mandate"):
        _end(StewardMandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk), on)


def _end(right: Membership | StewardMandate, on: date) -> None:
    if right.period.lower >= on:
        right.delete()
        return
    if right.period.upper is None or right.period.upper > on:
        right.period = DateRange(right.period.lower, on)
        right.version += 1
        right.save(update_fields=["period", "version", "updated_at"])
