"""Which territories lie within which: what a steward reaches, who stewards a place.

A territory lies within others when all of its communes do. Written in SQL because the set of what lies within is used
several times and must be computed once.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import Count
from django.db.models.expressions import RawSQL

from maillage.territories.models import Closure

# What lies within some territories: themselves, their communes, and what holds no other commune.
INSIDE = """
communes as materialized (
    select distinct commune_id as id from territories_closure where ancestor_id = any(%s::bigint[])
),
inside as materialized (
    select unnest(%s::bigint[]) as id
    union select id from communes
    union
    select territory.id
    from (
        select closure.ancestor_id as id, count(*) as held
        from communes join territories_closure closure on closure.commune_id = communes.id
        group by closure.ancestor_id
    ) touched
    join territories_territory territory on territory.id = touched.id
    where territory.kind <> 'commune' and territory.communes_count = touched.held
)"""

LOCATED = f"""
with {INSIDE}
select organisation.id from inside join organisations_organisation organisation on organisation.seat_id = inside.id
union
select perimeter.organisation_id from inside join organisations_perimeter perimeter on perimeter.territory_id = inside.id
"""  # noqa: S608 constants above

# Which of some places lie within some territories, without looking at all the others.
LYING = """
with held as materialized (
    select distinct commune_id as id from territories_closure where ancestor_id = any(%(holders)s::bigint[])
),
places as materialized (select distinct unnest(%(places)s::bigint[]) as id)
select id from places where id = any(%(holders)s::bigint[]) or id in (select id from held)
union
select places.id from places
join territories_territory territory on territory.id = places.id
join territories_closure closure on closure.ancestor_id = places.id
join held on held.id = closure.commune_id
where territory.kind <> 'commune' and territory.communes_count between 1 and (select count(*) from held)
group by places.id, territory.communes_count
having count(*) = territory.communes_count
"""

# Whether an organisation has a place within some territories; a place wider than they are is not looked at further.
HELD = """
with held as (select distinct commune_id as id from territories_closure where ancestor_id = any(%(holders)s::bigint[])),
places as (
    select seat_id as id from organisations_organisation where id = %(organisation)s and seat_id is not null
    union select territory_id from organisations_perimeter where organisation_id = %(organisation)s
)
select exists (
    select from places join territories_territory territory on territory.id = places.id
    where places.id = any(%(holders)s::bigint[])
       or places.id in (select id from held)
       or (territory.communes_count between 1 and (select count(*) from held)
           and territory.communes_count = (
               select count(*) from territories_closure closure join held on held.id = closure.commune_id
               where closure.ancestor_id = places.id))
)"""


def located_in(territories: Iterable[int]) -> RawSQL:
    """Return, as a subquery, the keys of the organisations seated or acting within one of the territories."""
    wanted = list(territories)
    return RawSQL(LOCATED, [wanted, wanted])  # noqa: S611 no value is written in the text


def lying_in(territories: Iterable[int], places: Iterable[int]) -> list[int]:
    """Return those of some places that lie within one of the territories, themselves included: one query."""
    with connection.cursor() as cursor:
        cursor.execute(LYING, {"holders": list(territories), "places": list(places)})
        return [row[0] for row in cursor.fetchall()]


def is_held(organisation: int, holders: Iterable[int]) -> bool:
    """Tell whether an organisation is seated or acts within one of the territories: one query."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"organisation": organisation, "holders": list(holders)})
        row = cursor.fetchone()
    return bool(row and row[0])


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
