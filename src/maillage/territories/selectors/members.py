"""What a territory is made of: each nature in full, or the most populated few of several natures at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from maillage.territories.enums import Kind
from maillage.territories.models import Territory
from maillage.territories.selectors.ancestry import NAMING

# Which keys: what composes the territory itself, its communes, or what shares communes with it.
PARTS = "select part_id from territories_composition where container_id = %s"
COVERED = "select commune_id from territories_closure where ancestor_id = %s"
AROUND = """
select around.ancestor_id
from territories_closure own join territories_closure around on around.commune_id = own.commune_id
where own.ancestor_id = %s
"""
KEYS: dict[str, str] = {Kind.COMMUNE: COVERED, Kind.EPCI: AROUND}
KINDS: dict[str, tuple[str, ...]] = {Kind.DELEGUEE: (Kind.DELEGUEE, Kind.ASSOCIEE)}

COLUMNS = ", ".join((*NAMING, "population"))
LISTED = "select %s as nature, * from territories_territory where kind = any(%s) and id in (KEYS)"
FEW = f"""
select * from (
    select {COLUMNS}, nature, count(*) over same as total,
           row_number() over (same order by population desc nulls last, folded_name) as place
    from (LISTS) listed
    where id <> %s
    window same as (partition by nature)
) ranked
where place <= %s
order by place
"""  # noqa: S608 no value from outside is written in the text


def members(territory: Territory, nature: str) -> QuerySet[Territory]:
    """Return what a territory is made of today, of one nature."""
    keys = RawSQL(KEYS.get(nature, PARTS), [territory.pk])  # noqa: S611 no value is written in the text
    return Territory.objects.filter(kind__in=KINDS.get(nature, (nature,)), id__in=keys)


def most_populated(
    containers: Mapping[Kind, Territory], *, most: int, besides: Territory
) -> dict[Kind, list[Territory]]:
    """Return, for each nature, the most populated members of its container but one, each with their `total`.

    They hold what names them and their population. One query.
    """
    if not containers:
        return {}
    lists = [LISTED.replace("KEYS", KEYS.get(nature, PARTS)) for nature in containers]
    parameters: list[object] = []
    for nature, container in containers.items():
        parameters += [nature.value, list(KINDS.get(nature, (nature.value,))), container.pk]
    rows: Iterable[Any] = Territory.objects.raw(
        FEW.replace("LISTS", " union all ".join(lists)), [*parameters, besides.pk, most]
    )
    found = defaultdict(list)
    for row in rows:
        found[row.nature].append(row)
    return {nature: found[nature] for nature in containers if found[nature]}
