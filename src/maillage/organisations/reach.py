"""Which territories lie within which: what a steward reaches, and who stewards a place."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet

from maillage.territories.models import Closure, Territory


def inside(territories: Iterable[int]) -> QuerySet[Territory, int]:
    """Return the keys of these territories and of all whose communes all lie in them, as a subquery."""
    wanted = list(territories)
    covered = Closure.objects.filter(ancestor_id__in=wanted).values("commune_id")
    whole = (
        Closure.objects.filter(commune_id__in=covered)
        .values("ancestor_id")
        .annotate(count=Count("commune_id"))
        .filter(count=F("ancestor__communes_count"))
        .values("ancestor_id")
    )
    within = Q(pk__in=wanted) | Q(pk__in=covered) | Q(pk__in=whole)
    return Territory.objects.filter(within).values_list("pk", flat=True)


def around(territories: Iterable[int]) -> dict[int, set[int]]:
    """Return, for each territory, the keys of those that hold all of its communes, itself included: one query."""
    wanted = list(territories)
    shared: dict[int, dict[int, int]] = defaultdict(dict)
    rows = (
        Closure.objects.filter(ancestor_id__in=wanted)
        .values_list("ancestor_id", "commune__lies_in__ancestor_id")
        .annotate(count=Count("pk"))
    )
    for territory, container, count in rows:
        shared[territory][container] = count
    return {territory: _holders(territory, shared[territory]) for territory in wanted}


def _holders(territory: int, shared: dict[int, int]) -> set[int]:
    own = shared.get(territory)
    return {territory} | {container for container, count in shared.items() if count == own}
