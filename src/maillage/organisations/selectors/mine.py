"""One's own space: my organisations, my territories, what waits for me."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from maillage.organisations.enums import SeatStatus, World
from maillage.organisations.models import Membership, Organisation, StewardMandate

SHOWN = 5
OLD = timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What the reader is in charge of; each list of what waits shows five at most, with the whole number."""

    memberships: list[Membership]
    mandates: list[StewardMandate]
    to_confirm: list[Organisation]
    to_confirm_count: int
    to_complete: list[Organisation]
    to_complete_count: int


def read_mine(user: Any, today: date) -> Mine:
    """Return the space of a person: six queries, fewer for those in charge of nothing."""
    memberships = list(
        Membership.objects.in_force(today)
        .filter(user=user)
        .select_related("organisation__seat")
        .order_by("organisation__name")
    )
    mandates = list(
        StewardMandate.objects.in_force(today).filter(user=user).select_related("territory").order_by("territory__name")
    )
    charge = Organisation.objects.filter(pk__in=[each.organisation_id for each in memberships])
    if mandates:
        reached = Organisation.objects.located_in([mandate.territory_id for mandate in mandates])
        charge = Organisation.objects.filter(reached | Q(pk__in=charge.values("pk")))
    if not memberships and not mandates:
        charge = Organisation.objects.none()
    old = charge.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=today - OLD))
    vague = charge.filter(Q(seat_status=SeatStatus.TO_CONFIRM) | Q(world=World.UNKNOWN) | Q(seat__isnull=True))
    return Mine(
        memberships=memberships,
        mandates=mandates,
        to_confirm=list(old.select_related("seat").by_name()[:SHOWN]),
        to_confirm_count=old.count(),
        to_complete=list(vague.select_related("seat").by_name()[:SHOWN]),
        to_complete_count=vague.count(),
    )
