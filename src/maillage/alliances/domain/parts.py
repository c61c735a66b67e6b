"""What hangs on an alliance or on a participation is taken back, or shown to more readers."""

from django.db import transaction

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import touch
from maillage.alliances.models import (
    Alliance,
    AlliancePartnershipType,
    AllianceSource,
    AllianceStage,
    Contribution,
    ParticipationIntensity,
    ParticipationRole,
)
from maillage.organisations.domain.recording import recorded

Part = (
    AlliancePartnershipType | AllianceStage | AllianceSource | ParticipationRole | ParticipationIntensity | Contribution
)


@transaction.atomic
def remove_part(*, actor: User, alliance: Alliance, part: Part) -> None:
    """Take back something written on an alliance or on one of its participations; the history keeps it."""
    with recorded(actor=actor, action="alliances.remove_part"):
        part.delete()
        touch(alliance)


@transaction.atomic
def show_amount(*, actor: User | None, contribution: Contribution, side: str, agreed: bool) -> Contribution:
    """Note whether one side ("alliance" or "participant") agrees that everyone sees an amount."""
    with recorded(actor=actor, action="alliances.show_amount"):
        current: Contribution = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
        setattr(current, f"shown_by_{side}", agreed)
        current.save(update_fields=[f"shown_by_{side}", "updated_at"])
    return current
