"""Describing an alliance and who joins it, when some organisations have no record yet."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import AllianceChanges, create_alliance
from maillage.alliances.domain.confirmation import confirm, confirm_own
from maillage.alliances.domain.participations import ParticipationChanges, add_participation
from maillage.alliances.models import Alliance, Participation
from maillage.alliances.policies import can_answer_for
from maillage.core import clock
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation


@transaction.atomic
def describe_alliance(
    *, actor: User, changes: AllianceChanges, organisations: Iterable[Organisation | str]
) -> Alliance:
    """Describe an alliance between organisations, some of which have only a name yet: their records begin with it.

    Whoever writes them down gets no role in these; what they say of their own organisations is confirmed.
    Raises ValidationError, by field.
    """
    with recorded(actor=actor, action="alliances.create_alliance"):
        known = [_known(actor, each, "organisations") for each in organisations]
        alliance = create_alliance(actor=actor, changes=changes, organisations=known)
        confirm_own(actor=actor, alliance=alliance, now=clock.now())
    return alliance


@transaction.atomic
def welcome_organisation(
    *,
    actor: User,
    alliance: Alliance,
    organisation: Organisation | str,
    changes: ParticipationChanges,
    roles: Iterable[str] = (),
) -> Participation:
    """Say that an organisation takes part, which may have only a name yet; what one says of one's own is confirmed.

    Raises ValidationError, by field.
    """
    with recorded(actor=actor, action="alliances.add_participation"):
        known = _known(actor, organisation, "organisation")
        added = add_participation(actor=actor, alliance=alliance, organisation=known, changes=changes, roles=roles)
        if can_answer_for(actor, added):
            added = confirm(actor=actor, tie=added, now=clock.now())
    return added


def _known(actor: User, given: Organisation | str, field: str) -> Organisation:
    if isinstance(given, Organisation):
        return given
    try:
        return create_organisation(actor=actor, changes={"name": given}, takes_charge=False)
    except ValidationError as error:
        raise ValidationError({field: [f"« {given} » : {text}" for text in error.messages]}) from error
