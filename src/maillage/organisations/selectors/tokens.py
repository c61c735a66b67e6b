"""Which audience tokens an account holds by its roles."""

from collections.abc import Iterable

from django.db.models import Case, CharField, Value, When

from maillage.accounts.models import User
from maillage.core import clock
from maillage.core.audiences import MEMBERS
from maillage.organisations.enums import MemberRole
from maillage.organisations.models import Membership, StewardMandate
from maillage.organisations.querysets import ADMINISTERED, ADMINISTRATORS, OWN, STEWARD


def tokens_of(user: User) -> Iterable[str]:
    """Return `members` for any role in force, `organisation:<id>` of its organisations, `administered:<id>` of those it
    administers, `steward:<territory id>` of its mandates; administrators of the site hold `administrators`, which opens
    everything. One query.
    """
    today = clock.today()
    memberships = (
        Membership.objects.in_force(today)
        .filter(user=user)
        .annotate(prefix=Case(When(role=MemberRole.ADMINISTRATOR, then=Value(ADMINISTERED)), default=Value(OWN)))
        .values_list("prefix", "organisation_id")
    )
    mandates = (
        StewardMandate.objects.in_force(today)
        .filter(user=user)
        .annotate(prefix=Value(STEWARD, output_field=CharField()))
        .values_list("prefix", "territory_id")
    )
    held = set()
    for prefix, key in memberships.union(mandates, all=True):
        held.add(f"{prefix}{key}")
        if prefix == ADMINISTERED:
            held.add(f"{OWN}{key}")
    if user.is_administrator:
        held.add(ADMINISTRATORS)
    return held | {MEMBERS} if held else held
