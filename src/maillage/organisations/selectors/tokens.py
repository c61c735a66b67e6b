"""Which audience tokens an account holds by its roles."""

from collections.abc import Iterable

from django.db.models import CharField, Value

from maillage.accounts.models import User
from maillage.core import clock
from maillage.core.audiences import MEMBERS
from maillage.organisations.models import Membership, StewardMandate
from maillage.organisations.querysets import ADMINISTRATORS, OWN, STEWARD


def tokens_of(user: User) -> Iterable[str]:
    """Return `members` for any role in force, `organisation:<id>` of its organisations, `steward:<territory id>` of
    its mandates; administrators hold `administrators`, which opens everything. One query.
    """
    today = clock.today()
    memberships = (
        Membership.objects.in_force(today)
        .filter(user=user)
        .annotate(prefix=Value(OWN, output_field=CharField()))
        .values_list("prefix", "organisation_id")
    )
    mandates = (
        StewardMandate.objects.in_force(today)
        .filter(user=user)
        .annotate(prefix=Value(STEWARD, output_field=CharField()))
        .values_list("prefix", "territory_id")
    )
    held = {f"{prefix}{key}" for prefix, key in memberships.union(mandates, all=True)}
    if user.is_administrator:
        held.add(ADMINISTRATORS)
    return held | {MEMBERS} if held else held
