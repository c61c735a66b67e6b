"""What is undertaken, and what became of it: kept with its proof, renegotiated into another one, abandoned."""

import uuid
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import touch
from maillage.alliances.domain.path import gone
from maillage.alliances.enums import CommitmentForm, CommitmentState
from maillage.alliances.models import Alliance, Commitment
from maillage.core import clock
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation


class CommitmentChanges(TypedDict, total=False):
    """The facts a person may write on a commitment; what is absent stays as it is."""

    form: str
    decision: str
    decided_on: date | None
    accountable: Organisation
    counterpart: str
    counterpart_by: str
    due_on: date | None


class StaleCommitment(Exception):
    """Somebody else changed the commitment since the form was shown; `current` is what is stored now."""

    def __init__(self, current: Commitment) -> None:
        super().__init__(current.version)
        self.current = current


class Settled(RuntimeError):
    """The commitment is not open any more, or, to open it again, is still."""


@transaction.atomic
def add_commitment(*, actor: User | None, alliance: Alliance, changes: CommitmentChanges) -> Commitment:
    """Note a commitment. Raises ValidationError by field: who answers for it takes part in the alliance."""
    with recorded(actor=actor, action="alliances.add_commitment"):
        commitment = Commitment(alliance=alliance)
        _apply(commitment, changes)
        commitment.save()
        touch(alliance)
    return commitment


@transaction.atomic
def update_commitment(
    *, actor: User | None, commitment: Commitment, version: int, changes: CommitmentChanges
) -> Commitment:
    """Correct an open commitment; another date is reminded anew. Locks the row.

    Raises StaleCommitment, Settled, ValidationError by field.
    """
    with recorded(actor=actor, action="alliances.update_commitment"):
        current = _open(commitment, version)
        due_on = current.due_on
        _apply(current, changes)
        if current.due_on != due_on:
            current.reminded_on = None
        _save(current)
    return current


@transaction.atomic
def keep_commitment(
    *, actor: User | None, commitment: Commitment, version: int, on: date, proof: str, proof_url: str = ""
) -> Commitment:
    """Record that a commitment was kept, with its proof. Locks the row.

    Raises StaleCommitment, Settled, ValidationError ("proof" when there is none, "on" when the day is to come).
    """
    with recorded(actor=actor, action="alliances.keep_commitment"):
        current = _open(commitment, version)
        current.proof, current.proof_url = proof.strip(), proof_url
        if not current.proof and not proof_url:
            raise ValidationError({"proof": _("Donnez la preuve : ce que l’on peut voir, ou son adresse.")})
        _settle(current, CommitmentState.KEPT, on)
    return current


@transaction.atomic
def renegotiate_commitment(
    *, actor: User | None, commitment: Commitment, version: int, on: date, changes: CommitmentChanges
) -> Commitment:
    """Replace an open commitment by another one, and return the latter. Locks the row.

    What `changes` leaves out is taken from the former. Raises StaleCommitment, Settled, ValidationError by field.
    """
    with recorded(actor=actor, action="alliances.renegotiate_commitment"):
        current = _open(commitment, version)
        _settle(current, CommitmentState.RENEGOTIATED, on)
        added = Commitment(
            alliance=current.alliance,
            replaces=current,
            form=current.form,
            decision=current.decision,
            accountable=current.accountable,
            counterpart=current.counterpart,
            counterpart_by=current.counterpart_by,
            decided_on=on,
        )
        _apply(added, changes)
        added.save()
    return added


@transaction.atomic
def abandon_commitment(
    *, actor: User | None, commitment: Commitment, version: int, on: date, reason: str = ""
) -> Commitment:
    """Record that a commitment will not be kept, and why, where its proof would be. Locks the row.

    Raises StaleCommitment, Settled, ValidationError ("on").
    """
    with recorded(actor=actor, action="alliances.abandon_commitment"):
        current = _open(commitment, version)
        current.proof = reason.strip()
        _settle(current, CommitmentState.ABANDONED, on)
    return current


@transaction.atomic
def reopen_commitment(*, actor: User | None, commitment: Commitment, version: int) -> Commitment:
    """Undo: a commitment said kept or abandoned is open again; its proof, or why, goes. Locks the row.

    Raises StaleCommitment, Settled for one that is open, or that another one replaces.
    """
    with recorded(actor=actor, action="alliances.reopen_commitment"):
        current = _locked(commitment, version)
        if current.state not in {CommitmentState.KEPT, CommitmentState.ABANDONED}:
            raise Settled(current.state)
        current.state, current.settled_on = CommitmentState.OPEN, None
        current.proof = current.proof_url = ""
        _save(current)
    return current


@transaction.atomic
def remove_commitment(*, actor: User | None, commitment: Commitment) -> None:
    """Take back an open commitment noted by mistake; `restore_commitment` puts it back. Raises Settled.

    One that replaces another stays: it is settled instead.
    """
    with recorded(actor=actor, action="alliances.remove_commitment"):
        current = _open(commitment, commitment.version)
        if current.replaces_id is not None:
            raise Settled(current.state)
        alliance = current.alliance
        current.delete()
        touch(alliance)


@transaction.atomic
def restore_commitment(*, actor: User | None, alliance: Alliance, public_id: uuid.UUID) -> Commitment:
    """Put back a commitment as it was when it was taken back. Raises NothingToRestore."""
    with recorded(actor=actor, action="alliances.restore_commitment"):
        commitment = Commitment(**gone(Commitment, alliance, public_id))
        commitment.version += 1
        commitment.save()
        touch(alliance)
    return commitment


def _locked(commitment: Commitment, version: int) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("alliance", "accountable")
    current: Commitment = rows.get(pk=commitment.pk)
    if current.version != version:
        raise StaleCommitment(current)
    return current


def _open(commitment: Commitment, version: int) -> Commitment:
    current = _locked(commitment, version)
    if current.state != CommitmentState.OPEN:
        raise Settled(current.state)
    return current


def _settle(commitment: Commitment, state: CommitmentState, on: date) -> None:
    if on > clock.today():
        raise ValidationError({"on": _("Ce jour est à venir : notez ce qui est fait le moment venu.")})
    if commitment.decided_on is not None and on < commitment.decided_on:
        raise ValidationError({"on": _("Ce jour vient avant l’engagement lui-même : vérifiez la date.")})
    commitment.state, commitment.settled_on = state, on
    _save(commitment)


def _save(commitment: Commitment) -> None:
    commitment.version += 1
    commitment.full_clean(exclude=["alliance", "accountable", "replaces"])
    commitment.save()
    touch(commitment.alliance)


def _apply(commitment: Commitment, changes: CommitmentChanges) -> None:
    values: dict[str, Any] = dict(changes)
    for name, value in values.items():
        setattr(commitment, name, value.strip() if isinstance(value, str) else value)
    if commitment.form == CommitmentForm.SIMPLE:
        commitment.counterpart = commitment.counterpart_by = ""
    errors = {}
    if not commitment.decision:
        errors["decision"] = _("Dites à quoi l’organisation s’engage.")
    if commitment.form == CommitmentForm.FIFTY_FIFTY and not commitment.counterpart:
        errors["counterpart"] = _("Dites à quoi l’autre partie s’engage.")
    if commitment.form == CommitmentForm.FIFTY_FIFTY and not commitment.counterpart_by:
        errors["counterpart_by"] = _("Dites qui s’engage en échange.")
    if commitment.decided_on is not None and commitment.decided_on > clock.today():
        errors["decided_on"] = _("Ce jour est à venir : notez la décision une fois prise.")
    if commitment.due_on and commitment.decided_on and commitment.due_on < commitment.decided_on:
        errors["due_on"] = _("L’échéance vient avant la décision : vérifiez les deux dates.")
    if commitment.accountable_id is None or not _takes_part(commitment):
        errors["accountable"] = _("Qui répond d’un engagement prend part à l’alliance : choisissez dans la liste.")
    if errors:
        raise ValidationError(errors)
    commitment.full_clean(exclude=["alliance", "accountable", "replaces"])


def _takes_part(commitment: Commitment) -> bool:
    return commitment.alliance.participations.filter(organisation_id=commitment.accountable_id).exists()
