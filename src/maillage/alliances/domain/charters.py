"""The charter: versions whose words are frozen, and the yes of each organisation to one of them."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import touch
from maillage.alliances.domain.asking import ask
from maillage.alliances.enums import CommitmentState
from maillage.alliances.models import Alliance, Charter, CharterAgreement, Commitment, Request
from maillage.alliances.selectors.charters import latest_charter, signing
from maillage.core.audiences import tokens_for
from maillage.core.text import fold
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import OWN, numbers


class StaleCharter(Exception):
    """Another version was issued since the form was shown; `current` is the last one."""

    def __init__(self, current: Charter) -> None:
        super().__init__(current.number)
        self.current = current


class NotASignatory(RuntimeError):
    """This organisation does not take part today, or the actor may not speak for it."""


class FormerVersion(RuntimeError):
    """A later version was issued: nobody agrees to a former one any more."""


@transaction.atomic
def issue_charter(
    *, actor: User | None, alliance: Alliance, purpose: str, rules: str, after: int, now: datetime
) -> Charter:
    """Freeze the words of a new version: purpose, rules, and what each participant undertakes now.

    `after` is the number of the last version when the form was shown, 0 for none. Nobody has agreed to the new one; the
    questions mailed about the former ones are over. Locks the alliance. Raises StaleCharter, ValidationError (nothing
    changed, or "purpose").
    """
    today = timezone.localtime(now).date()
    with recorded(actor=actor, action="alliances.issue_charter"):
        locked = Alliance.objects.select_for_update(of=("self",)).get(pk=alliance.pk)
        last = latest_charter(locked)
        if last is not None and last.number != after:
            raise StaleCharter(last)
        charter = Charter(
            alliance=locked,
            number=(last.number if last else 0) + 1,
            purpose=purpose.strip(),
            rules=rules.strip(),
            commitments=_freeze(locked, now),
            issued_on=today,
        )
        if not charter.purpose:
            raise ValidationError({"purpose": _("Dites pour quoi l’alliance existe.")})
        if last is not None and _words(last) == _words(charter):
            raise ValidationError(
                _("Rien n’a changé depuis la version %(number)s : elle reste en vigueur.") % {"number": last.number}
            )
        charter.full_clean(exclude=["alliance", "commitments"])
        charter.save()
        opened = Request.objects.filter(charter__alliance=locked, answered_at__isnull=True, expires_at__gt=now)
        opened.update(expires_at=now)
        touch(locked)
    return charter


@transaction.atomic
def agree_to_charter(*, actor: User, charter: Charter, organisation: Organisation, now: datetime) -> CharterAgreement:
    """Record the yes of the actor's organisation to the last version; saying it twice changes nothing.

    Raises NotASignatory, FormerVersion.
    """
    if organisation.pk not in set(numbers(tokens_for(actor), OWN)):
        raise NotASignatory(organisation.pk)
    return record_agreement(actor=actor, charter=charter, organisation=organisation, now=now)


@transaction.atomic
def record_agreement(
    *, actor: User | None, charter: Charter, organisation: Organisation, now: datetime
) -> CharterAgreement:
    """Record the yes of a participant, whoever says it (a loader has no actor). Locks the alliance.

    Raises NotASignatory, FormerVersion.
    """
    with recorded(actor=actor, action="alliances.agree_to_charter"):
        _demand_open(charter, organisation, now)
        agreement: CharterAgreement = CharterAgreement.objects.in_force().get_or_create(
            charter=charter, organisation=organisation, defaults={"agreed_on": timezone.localtime(now).date()}
        )[0]
        Request.objects.filter(
            charter=charter, organisation=organisation, answered_at__isnull=True, expires_at__gt=now
        ).update(expires_at=now)
    return agreement


@transaction.atomic
def ask_for_agreement(
    *, actor: User, charter: Charter, organisation: Organisation, email: str, origin: str, now: datetime
) -> Request:
    """Have the question mailed to a participant that has not agreed to the last version.

    Raises NotASignatory, FormerVersion, ValidationError ("organisation" when it has agreed, or what `ask` raises).
    """
    _demand_open(charter, organisation, now)
    if CharterAgreement.objects.in_force().filter(charter=charter, organisation=organisation).exists():
        raise ValidationError(
            {"organisation": _("%(name)s a déjà dit oui à cette version.") % {"name": organisation.name}}
        )
    return ask(actor=actor, target=charter, organisation=organisation, email=email, origin=origin, now=now)


def _demand_open(charter: Charter, organisation: Organisation, now: datetime) -> None:
    Alliance.objects.select_for_update(of=("self",)).get(pk=charter.alliance_id)
    last = latest_charter(charter.alliance)
    if last is None or last.pk != charter.pk:
        raise FormerVersion(charter.number)
    today = timezone.localtime(now).date()
    if not signing(charter.alliance, today).filter(organisation=organisation).exists():
        raise NotASignatory(organisation.pk)


def _freeze(alliance: Alliance, now: datetime) -> list[dict[str, Any]]:
    """Return what each participant undertakes, as data: one entry a commitment, one without words for who has none."""
    today = timezone.localtime(now).date()
    opened = Commitment.objects.filter(alliance=alliance, state=CommitmentState.OPEN)
    entries = [_entry(each.accountable, each) for each in opened.select_related("accountable").order_by("due_on", "pk")]
    bound = {entry["organisation"] for entry in entries}
    participants = {each.organisation for each in signing(alliance, today).select_related("organisation")}
    entries += [_entry(each, None) for each in participants if str(each.public_id) not in bound]
    return sorted(entries, key=lambda entry: fold(entry["name"]))


def _entry(organisation: Organisation, commitment: Commitment | None) -> dict[str, Any]:
    due_on = commitment.due_on if commitment else None
    return {
        "organisation": str(organisation.public_id),
        "name": organisation.name,
        "text": commitment.decision if commitment else "",
        "due_on": due_on.isoformat() if due_on else None,
        "counterpart": commitment.counterpart if commitment else "",
        "counterpart_by": commitment.counterpart_by if commitment else "",
    }


def _words(charter: Charter) -> tuple[str, str, list[dict[str, Any]]]:
    return charter.purpose, charter.rules, charter.commitments
