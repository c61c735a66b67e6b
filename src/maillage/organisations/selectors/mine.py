"""One's own space: my organisations, my territories, what waits for me."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from maillage.organisations.enums import SeatStatus, World
from maillage.organisations.models import Membership, Organisation, StewardMandate
from maillage.organisations.querysets import OrganisationQuerySet

SHOWN = 5
TO_CONFIRM = "to confirm"
TO_COMPLETE = "to complete"
OLD = timedelta(days=183)

# What one is in charge of is computed once for both lists; the addresses are folded names, so they give the order.
WAITING = """
with charge (id, slug, old, vague) as materialized (CHARGE)
(select %s, id, count(*) over () from charge where old order by slug limit %s)
union all
(select %s, id, count(*) over () from charge where vague order by slug limit %s)
"""


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
    """Return the space of a person: four queries, fewer for those in charge of nothing."""
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
    keys = _read_waiting(charge, today) if memberships or mandates else {}
    shown = Organisation.objects.filter(pk__in={key for found in keys.values() for key in found})
    waiting = list(shown.select_related("seat").order_by("slug"))
    to_confirm, to_complete = keys.get(TO_CONFIRM, {}), keys.get(TO_COMPLETE, {})
    return Mine(
        memberships=memberships,
        mandates=mandates,
        to_confirm=[each for each in waiting if each.pk in to_confirm],
        to_confirm_count=max(to_confirm.values(), default=0),
        to_complete=[each for each in waiting if each.pk in to_complete],
        to_complete_count=max(to_complete.values(), default=0),
    )


def _read_waiting(charge: OrganisationQuerySet, today: date) -> dict[str, dict[int, int]]:
    """Return the keys of the first organisations of each list, each with the number of all: one query."""
    old = Q(verified_on__isnull=True) | Q(verified_on__lt=today - OLD)
    vague = Q(seat_status=SeatStatus.TO_CONFIRM) | Q(world=World.UNKNOWN) | Q(seat__isnull=True)
    told = charge.annotate(
        old=ExpressionWrapper(old, BooleanField()), vague=ExpressionWrapper(vague, BooleanField())
    ).values_list("pk", "slug", "old", "vague")
    statement, parameters = told.query.sql_with_params()
    keys: dict[str, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(WAITING.replace("CHARGE", statement), [*parameters, TO_CONFIRM, SHOWN, TO_COMPLETE, SHOWN])
        for name, key, count in cursor.fetchall():
            keys[name][key] = count
    return keys
