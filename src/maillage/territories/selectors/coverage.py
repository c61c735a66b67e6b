"""The communes that territories cover on a day, and who shares communes with whom."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Count, QuerySet, Subquery, Sum

from maillage.territories.models import Closure, Territory

# The twin, in SQL, of `CompositionQuerySet.in_force`; a hand-made row says where a perimeter lies ("PNR in 24"), but
# only official rows compose what is official.
IN_FORCE = """(composition.is_official
    or (composition.period @> %(on)s::date
        and (not lower_inf(composition.period) or composition.attested_on <= %(on)s::date)
        and exists (select from territories_territory whole
                    where whole.id = composition.container_id and whole.kind = 'perimeter')))"""

COVERED = f"""
with recursive down(ancestor_id, part_id) as (
    select id, id from territories_territory where id = any(%(ids)s)
    union
    select down.ancestor_id, composition.part_id
    from down join territories_composition composition on composition.container_id = down.part_id
    where {IN_FORCE}
)
select down.ancestor_id, down.part_id as commune_id
from down join territories_territory commune on commune.id = down.part_id and commune.kind = 'commune'
"""  # noqa: S608 no value from outside is written in the text


def covered_on(territory_id: int, on: date) -> set[int]:
    """Return the ids of the communes that a territory covers on a day, computed from the compositions."""
    with connection.cursor() as cursor:
        cursor.execute(COVERED, {"ids": [territory_id], "on": on})
        return {commune for _ancestor, commune in cursor.fetchall()}


def communes_of(territory_ids: Iterable[int]) -> set[int]:
    """Return the ids of the communes covered today by any of these territories."""
    return set(Closure.objects.filter(ancestor__in=list(territory_ids)).values_list("commune_id", flat=True))


def sharing_communes(communes: "Subquery | Iterable[int]", *kinds: str) -> QuerySet[Territory]:
    """Return the territories of these kinds that hold some of the communes, with `shared` and `shared_population`."""
    return (
        Territory.objects.filter(kind__in=kinds, covered__commune__in=communes)
        .annotate(shared=Count("covered"), shared_population=Sum("covered__commune__population"))
        .order_by("-shared", "folded_name")
    )
