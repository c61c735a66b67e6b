"""Which audience tokens an account holds by the alliances it takes part in."""

from collections.abc import Iterable

from django.db.models import Q

from maillage.accounts.models import User
from maillage.alliances.models import AllianceAnimator, Participation
from maillage.alliances.querysets import ALLIANCE
from maillage.core import clock
from maillage.organisations.models import Membership


def tokens_of(user: User) -> Iterable[str]:
    """Return `alliance:<id>` of each alliance animated, or in which an organisation of the account takes part today.

    A stay whose end has passed opens nothing any more; one whose dates are unknown does. One query.
    """
    today = clock.today()
    own = Membership.objects.in_force(today).filter(user=user).values("organisation_id")
    animated = AllianceAnimator.objects.filter(user=user).values_list("alliance_id", flat=True)
    taking_part = (
        Participation.objects.filter(organisation__in=own)
        .filter(Q(period__isnull=True) | Q(period__contains=today))
        .values_list("alliance_id", flat=True)
    )
    return {f"{ALLIANCE}{key}" for key in animated.union(taking_part)}
