"""What the other party says of a tie: the only place where the state of a participation or a relation changes.

declared → confirmed, contested, silent; silent → confirmed, contested; confirmed and contested follow one another at the
will of that party; what is confirmed and then changed by the declaring side is declared anew (docs/adr/0010).
"""

from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.enums import Answer, TieState
from maillage.alliances.models import Alliance, Participation, Relation, Request
from maillage.alliances.policies import can_answer_for
from maillage.alliances.selectors.confirmations import answering
from maillage.core import clock
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.search import indexing

MOVES: dict[str, frozenset[str]] = {
    TieState.DECLARED: frozenset({TieState.CONFIRMED, TieState.CONTESTED, TieState.SILENT}),
    TieState.SILENT: frozenset({TieState.CONFIRMED, TieState.CONTESTED}),
    TieState.CONFIRMED: frozenset({TieState.CONFIRMED, TieState.CONTESTED, TieState.DECLARED}),
    TieState.CONTESTED: frozenset({TieState.CONFIRMED, TieState.CONTESTED}),
}
LONGEST_CONTEST = 1_000

T = TypeVar("T", bound=Participation | Relation)


class NotTheOtherParty(RuntimeError):
    """This organisation is not the one that may answer about this tie."""


class MoveRefused(RuntimeError):
    """No such change of state exists."""


@transaction.atomic
def confirm(
    *, actor: User | None, tie: T, now: datetime, organisation: Organisation | None = None, by_link: bool = False
) -> T:
    """Record that the other party says the tie is right; what it contested before stays in the history only.

    `organisation` is the party that answers, to be said when either end of a relation may. Locks the row. Raises
    NotTheOtherParty.
    """
    with recorded(actor=actor, action="alliances.confirm"):
        current = _locked(tie)
        party = _party(current, organisation)
        kept = current.state == TieState.CONFIRMED and (by_link or not current.confirmed_by_link)
        if not kept:
            _move(current, TieState.CONFIRMED, _day(now), by_link=by_link)
        _note(current, party, Answer.CONFIRM, now)
    return current


@transaction.atomic
def contest(*, actor: User | None, tie: T, text: str, now: datetime, organisation: Organisation | None = None) -> T:
    """Record what the other party says instead; both versions are then shown, and the tie counts no more.

    Locks the row. Raises ValidationError ("text") when nothing is said, NotTheOtherParty.
    """
    said = text.strip()
    if not said:
        raise ValidationError({"text": _("Dites en une phrase ce qui n’est pas exact.")})
    if len(said) > LONGEST_CONTEST:
        raise ValidationError(
            {"text": _("Ce texte est trop long : %(limit)d caractères au plus.") % {"limit": LONGEST_CONTEST}}
        )
    with recorded(actor=actor, action="alliances.contest"):
        current = _locked(tie)
        party = _party(current, organisation)
        _move(current, TieState.CONTESTED, _day(now), text=said)
        _note(current, party, Answer.CONTEST, now)
    return current


@transaction.atomic
def fall_silent(*, tie: T, on: date) -> T:
    """Record that the other party let the question pass. Locks the row. Raises MoveRefused if it answered meanwhile."""
    with recorded(actor=None, action="alliances.fall_silent"):
        current = _locked(tie)
        _move(current, TieState.SILENT, on)
    return current


@transaction.atomic
def confirm_own(*, actor: User, alliance: Alliance, now: datetime) -> int:
    """Confirm what the actor's own organisations are said to do in an alliance; return how many are newly confirmed.

    For who describes an alliance in the name of an organisation: its own word needs no second asking.
    """
    declared = alliance.participations.filter(state=TieState.DECLARED)
    own = [each for each in declared.order_by("pk") if can_answer_for(actor, each)]
    for participation in own:
        confirm(actor=actor, tie=participation, now=now)
    return len(own)


def reopen(*, actor: User | None, tie: Participation | Relation) -> bool:
    """Declare anew, on the given row, a confirmed tie that the declaring side is changing; tell whether it was.

    The caller holds the lock and saves the row. A change by the party that confirmed leaves its word in force.
    """
    if tie.state != TieState.CONFIRMED or (actor is not None and can_answer_for(actor, tie)):
        return False
    tie.state, tie.state_since, tie.confirmed_by_link = TieState.DECLARED, clock.today(), False
    return True


def _locked(tie: T) -> T:
    current: Any = type(tie)._default_manager.select_for_update(of=("self",)).get(pk=tie.pk)  # noqa: SLF001 public in all but name
    return cast("T", current)


def _party(tie: Participation | Relation, organisation: Organisation | None) -> int:
    allowed = answering(tie)
    chosen = organisation.pk if organisation is not None else min(allowed) if len(allowed) == 1 else None
    if chosen not in allowed:
        raise NotTheOtherParty(tie.pk)
    return chosen


def _move(tie: Participation | Relation, state: TieState, on: date, *, text: str = "", by_link: bool = False) -> None:
    if state not in MOVES[tie.state]:
        raise MoveRefused(tie.state, state)
    if tie.state != state:
        tie.state_since = on
    tie.state, tie.contested_text, tie.confirmed_by_link = state, text, by_link
    tie.version += 1
    tie.save()
    if isinstance(tie, Participation):
        indexing.schedule("alliance", [tie.alliance_id])
        indexing.schedule("organisation", [tie.organisation_id])
    else:
        indexing.schedule("organisation", [tie.from_organisation_id, tie.to_organisation_id])


def _note(tie: Participation | Relation, party: int, answer: Answer, now: datetime) -> None:
    """Write the answer on the question that was open, or on one of its own when nobody asked."""
    target = {"participation" if isinstance(tie, Participation) else "relation": tie}
    opened = Request.objects.filter(**target, organisation_id=party, answered_at__isnull=True, expires_at__gt=now)
    if not opened.update(answered_at=now, answer=answer):
        Request.objects.create(
            **target, organisation_id=party, sent_at=now, expires_at=now, answered_at=now, answer=answer
        )


def _day(now: datetime) -> date:
    return timezone.localtime(now).date()
