"""What a territory lies in, by every way."""

from collections.abc import Iterable

from django.db import connection

from maillage.core import clock
from maillage.territories.enums import MADE_OF_COMMUNES
from maillage.territories.models import Territory

# What the name, the kind and the address of a territory are made of: composing the other columns costs more than these.
NAMING = ("id", "code", "slug", "kind", "subtype", "type_label", "name", "long_name", "folded_name", "liaison")

UP = """
with recursive up(id, ancestor_id) as (
    select id, id from territories_territory where id = any(%(ids)s)
    union
    select up.id, composition.container_id
    from up join territories_composition composition on composition.part_id = up.ancestor_id
    where composition.is_official or (
        composition.period @> %(on)s::date
        and (not lower_inf(composition.period) or composition.attested_on <= %(on)s::date))
)
"""

# Upwards by compositions; what is made of communes also lies on the départements and regions of these communes.
ANCESTORS = f"""
{UP},
touched(id, ancestor_id) as (
    select distinct own.ancestor_id, around.ancestor_id
    from territories_territory territory
    join territories_closure own on own.ancestor_id = territory.id
    join territories_closure around on around.commune_id = own.commune_id
    join territories_territory area on area.id = around.ancestor_id
        and area.kind in ('departement', 'com', 'region', 'country')
    where territory.id = any(%(ids)s) and territory.kind in ({", ".join(f"'{kind}'" for kind in MADE_OF_COMMUNES)})
),
every(id, ancestor_id) as (select id, ancestor_id from up union select id, ancestor_id from touched)
"""  # noqa: S608 constants above

CODES = f"""
{ANCESTORS}
select every.id, territory.code
from every join territories_territory territory on territory.id = every.ancestor_id
order by every.id, every.id <> every.ancestor_id, territory.code
"""  # noqa: S608 constants above

NAMED = f"""
select {", ".join(f"territory.{field}" for field in NAMING)}
from every join territories_territory territory on territory.id = every.ancestor_id
where every.id <> every.ancestor_id
order by territory.folded_name
"""  # noqa: S608 constants above


def ancestor_codes(territory_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return, for each territory, its own code then those of everything it lies in today, up to "FR".

    An EPCI lies in each département and region where it has a commune. One query; unknown ids are left out.
    """
    codes: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(CODES, {"ids": list(territory_ids), "on": clock.today()})
        for territory_id, code in cursor.fetchall():
            codes.setdefault(territory_id, []).append(code)
    return {territory_id: tuple(found) for territory_id, found in codes.items()}


def read_ancestors(territory: Territory) -> list[Territory]:
    """Return everything that a territory lies in today, by name, with what names them. One query."""
    # Planning the second way takes as long as all the rest: a commune, which most pages are, has no use for it.
    ways = ANCESTORS + NAMED if territory.kind in MADE_OF_COMMUNES else UP + NAMED.replace("every", "up")
    return list(Territory.objects.raw(ways, {"ids": [territory.pk], "on": clock.today()}))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names to show for public codes, for labels of facets. One query; unknown codes are left out."""
    rows = Territory.objects.filter(code__in=list(codes)).values_list("code", "name", "long_name")
    return {code: long_name or name for code, name, long_name in rows}
