"""Which territories lie within which: what a steward reaches, and who stewards a place."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from maillage.territories.models import Closure, Territory


def inside(territories: Iterable[int]) -> QuerySet[Territory, int]:
    """Return the keys of these territories and of all whose communes all lie in them, as a subquery."""
    wanted = list(territories)
    covered = Closure.objects.filter(ancestor_id__in=wanted).values("commune_id")
    elsewhere = Closure.objects.filter(ancestor_id=OuterRef("ancestor_id")).exclude(commune_id__in=covered)
    whole = Closure.objects.filter(~Exists(elsewhere), commune_id__in=covered).values("ancestor_id")
    return Territory.objects.filter(Q(pk__in=wanted) | Q(pk__in=whole)).values_list("pk", flat=True)


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
    return {
        territory: {territory}
        | {each for each, count in shared[territory].items() if count == shared[territory][territory]}
        for territory in wanted
    }
