"""What each territory covers today: its communes, counted once each, and their population.

Written by SQL in one pass; only communes feed it, whatever stands between them and the container.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Q

from maillage.search import indexing
from maillage.territories import listeners
from maillage.territories.models import Closure, Composition
from maillage.territories.selectors.coverage import COVERED, IN_FORCE

EVERYTHING = f"""
create temporary table covered on commit drop as
with recursive up(commune_id, ancestor_id) as (
    select id, id from territories_territory where kind = 'commune'
    union
    select up.commune_id, composition.container_id
    from up join territories_composition composition on composition.part_id = up.ancestor_id
    where {IN_FORCE}
)
select ancestor_id, commune_id from up
"""  # noqa: S608 no value from outside is written in the text

SOME = f"create temporary table covered on commit drop as {COVERED}"

CONTAINERS = """
with recursive up(id) as (
    select unnest(%(ids)s::bigint[])
    union
    select composition.container_id from up join territories_composition composition on composition.part_id = up.id
)
select id from up
"""

REMOVE = """
delete from territories_closure closure
where (%(ids)s::bigint[] is null or closure.ancestor_id = any(%(ids)s))
  and not exists (select from covered
                  where covered.ancestor_id = closure.ancestor_id and covered.commune_id = closure.commune_id)
"""

ADD = """
insert into territories_closure (ancestor_id, commune_id)
select ancestor_id, commune_id from covered
except select ancestor_id, commune_id from territories_closure
where %(ids)s::bigint[] is null or ancestor_id = any(%(ids)s)
order by 1, 2
"""

# A fictitious commune counts nowhere but in a fictitious territory.
COUNT = """
update territories_territory territory
set population = counted.population, population_year = counted.year,
    communes_count = coalesce(counted.communes, 0),
    communes_without_population = coalesce(counted.unknown, 0)
from (
    select ancestor.id, sum(commune.population) as population, max(commune.population_year) as year,
           count(commune.id) as communes, count(commune.id) filter (where commune.population is null) as unknown
    from territories_territory ancestor
    left join territories_closure closure on closure.ancestor_id = ancestor.id
    left join territories_territory commune
        on commune.id = closure.commune_id and (ancestor.is_fictitious or not commune.is_fictitious)
    where ancestor.kind in ('epci', 'ept', 'departement', 'region', 'com', 'country', 'perimeter')
      and (%(ids)s::bigint[] is null or ancestor.id = any(%(ids)s))
    group by ancestor.id
) counted
where counted.id = territory.id
  and (territory.population, territory.population_year, territory.communes_count,
       territory.communes_without_population)
      is distinct from (counted.population, counted.year, counted.communes, counted.unknown)
"""


def containers_of(ids: Iterable[int]) -> list[int]:
    """Return these ids and those of whatever contains them, at any date."""
    with connection.cursor() as cursor:
        cursor.execute(CONTAINERS, {"ids": list(ids)})
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def rebuild_closure(*, on: date, ids: Iterable[int] | None = None) -> None:
    """Compute again what territories cover on that day: all, or those of `ids` and whatever contains them."""
    with connection.cursor() as cursor:
        wanted = None if ids is None else containers_of(ids)
        values = {"on": on, "ids": wanted}
        cursor.execute("drop table if exists covered")
        cursor.execute(EVERYTHING if wanted is None else SOME, values)
        cursor.execute("analyze covered")
        cursor.execute(REMOVE, values)
        cursor.execute(ADD, values)
        if wanted is None:
            cursor.execute("analyze territories_closure")
        cursor.execute(COUNT, values)
        cursor.execute("drop table covered")


def tell_moved(perimeters: Iterable[int], *, also: Iterable[int] = ()) -> None:
    """Have indexed again all that lies in these perimeters, and what contains them; tell the listeners.

    `also` are the communes that lay in them before.
    """
    ids = list(perimeters)
    parts = Composition.objects.filter(container__in=ids).values_list("part_id", flat=True)
    communes = Closure.objects.filter(ancestor__in=ids).values_list("commune_id", flat=True)
    moved = {*containers_of(ids), *parts, *communes, *also}
    indexing.schedule("territory", moved)
    listeners.announce(moved)


@transaction.atomic
def follow_dates(*, since: date, today: date) -> None:
    """Compute everything again, and tell the index of the perimeters whose parts changed by date since a day."""
    rebuild_closure(on=today)
    days = (since, today)
    changed = Composition.objects.filter(
        Q(period__startswith__range=days) | Q(period__endswith__range=days), is_official=False
    )
    tell_moved(changed.values_list("container_id", flat=True).distinct())
