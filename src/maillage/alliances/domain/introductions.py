"""What becomes of an advice to meet: proposed, put aside, brought back, followed to its outcome."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.enums import IntroductionState
from maillage.alliances.models import Alliance, Introduction
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation

Reasons = Sequence[tuple[str, str]]


class StaleIntroduction(Exception):
    """Somebody wrote the follow-up meanwhile; `current` is what is stored."""

    def __init__(self, current: Introduction) -> None:
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def propose_meeting(*, actor: User, one: Organisation, other: Organisation, reasons: Reasons, on: date) -> Introduction:
    """Note that the actor proposes that two organisations meet; `reasons` are (code, sentence) as the actor read them.

    Proposed already, nothing changes; put aside before, it is proposed again. Raises ValidationError for an
    organisation with itself.
    """
    with recorded(actor=actor, action="alliances.propose_meeting"):
        row, created = _pair(actor, one, other, reasons, IntroductionState.PROPOSED, on)
        if not created and row.state == IntroductionState.IRRELEVANT:
            row.state, row.reasons, row.proposed_on = IntroductionState.PROPOSED, _stored(reasons), on
            row.version += 1
            row.save()
    return row


@transaction.atomic
def put_aside(*, actor: User, one: Organisation, other: Organisation, reasons: Reasons, on: date) -> Introduction:
    """Remember that the actor finds an advice not relevant: it is no longer given to them.

    Raises ValidationError for an organisation with itself, or when the actor follows that meeting already.
    """
    with recorded(actor=actor, action="alliances.put_aside"):
        row, _created = _pair(actor, one, other, reasons, IntroductionState.IRRELEVANT, on)
        if row.state != IntroductionState.IRRELEVANT:
            raise ValidationError(_("Vous suivez déjà cette rencontre."))
    return row


@transaction.atomic
def bring_back(*, actor: User, introduction: Introduction) -> None:
    """Let an advice that was put aside be given again; the history keeps that it was. Raises ValidationError."""
    if introduction.state != IntroductionState.IRRELEVANT or introduction.proposed_by_id != actor.pk:
        raise ValidationError(_("Ce conseil n’a pas été écarté par vous."))
    with recorded(actor=actor, action="alliances.bring_back"):
        introduction.delete()


@transaction.atomic
def follow_up(
    *,
    actor: User,
    introduction: Introduction,
    version: int,
    state: str,
    today: date,
    met_on: date | None = None,
    outcome: str = "",
    alliance: Alliance | None = None,
) -> Introduction:
    """Note whether two organisations met and what came of it. Locks the row.

    Raises StaleIntroduction, and ValidationError: a meeting without its day or in the future, an alliance in which
    both do not take part.
    """
    with recorded(actor=actor, action="alliances.follow_up"):
        current = Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)
        if current.version != version:
            raise StaleIntroduction(current)
        _demand_plausible(current, state, met_on, alliance, today)
        current.state, current.met_on, current.outcome = state, met_on, outcome.strip()
        current.alliance = alliance if state == IntroductionState.ALLIED else None
        current.version += 1
        current.save()
    return current


def _pair(
    actor: User, one: Organisation, other: Organisation, reasons: Reasons, state: str, on: date
) -> tuple[Introduction, bool]:
    if one.pk == other.pk:
        raise ValidationError(_("Il faut deux organisations différentes."))
    first, second = sorted((one, other), key=lambda each: each.pk)
    return Introduction.objects.select_for_update(of=("self",)).get_or_create(
        first=first,
        second=second,
        proposed_by=actor,
        defaults={"reasons": _stored(reasons), "state": state, "proposed_on": on},
    )


def _stored(reasons: Reasons) -> list[dict[str, str]]:
    return [{"code": code, "text": text} for code, text in reasons]


def _demand_plausible(
    introduction: Introduction, state: str, met_on: date | None, alliance: Alliance | None, today: date
) -> None:
    if state not in {IntroductionState.MET, IntroductionState.NO_FOLLOW_UP, IntroductionState.ALLIED}:
        raise ValidationError({"state": _("Dites ce qui s’est passé.")})
    if state == IntroductionState.MET and met_on is None:
        raise ValidationError({"met_on": _("Dites quel jour elles se sont rencontrées.")})
    if met_on is not None and met_on > today:
        raise ValidationError({"met_on": _("Ce jour n’est pas encore venu : revenez après la rencontre.")})
    if state == IntroductionState.ALLIED and alliance is not None:
        parties = {introduction.first_id, introduction.second_id}
        joined = alliance.participations.filter(organisation__in=parties).values("organisation").distinct()
        if joined.count() < len(parties):
            raise ValidationError({"alliance": _("Les deux organisations ne participent pas à cette alliance.")})
