"""Where territories are: points of communes, and the mean point of what is larger or has none of its own."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Avg

from maillage.territories.enums import PointPrecision
from maillage.territories.models import Territory
from maillage.territories.selectors.coverage import covered_on

GEONAMES = "GeoNames (CC BY 4.0)"
OFFICIAL = "fichier officiel"

# The mean of the known points of the communes covered; overseas communes would draw France out to sea.
CONTAINERS = """
update territories_territory territory
set latitude = mean.latitude, longitude = mean.longitude, point_precision = 'approximate',
    point_source = 'moyenne des communes'
from (
    select closure.ancestor_id, round(avg(commune.latitude)::numeric, 4)::float8 as latitude,
           round(avg(commune.longitude)::numeric, 4)::float8 as longitude
    from territories_closure closure
    join territories_territory commune on commune.id = closure.commune_id and commune.point_precision = 'exact'
    join territories_territory ancestor on ancestor.id = closure.ancestor_id
    where ancestor.kind <> 'commune' and (ancestor.kind <> 'country' or commune.code !~ '^9[78]')
      and (%(ids)s::bigint[] is null or ancestor.id = any(%(ids)s))
    group by closure.ancestor_id
) mean
where mean.ancestor_id = territory.id and territory.point_precision <> 'exact'
  and (territory.latitude, territory.longitude) is distinct from (mean.latitude, mean.longitude)
"""

# A commune without a point takes that of its EPCI, else of its département.
COMMUNES = """
update territories_territory territory
set latitude = near.latitude, longitude = near.longitude, point_precision = 'approximate',
    point_source = 'point moyen de ' || near.title
from (
    select distinct on (composition.part_id) composition.part_id, container.latitude, container.longitude,
           left(case when container.long_name = '' then container.name else container.long_name end, 80) as title
    from territories_composition composition
    join territories_territory container on container.id = composition.container_id
    where composition.is_official and container.latitude is not null
      and container.kind in ('epci', 'departement', 'com', 'commune')
    order by composition.part_id, container.kind = 'epci' desc
) near
where near.part_id = territory.id and territory.kind in ('commune', 'arrondissement', 'deleguee', 'associee')
  and territory.point_precision <> 'exact'
  and (territory.latitude, territory.longitude, territory.point_source)
      is distinct from (near.latitude, near.longitude, 'point moyen de ' || near.title)
"""


@transaction.atomic
def spread_points(*, ids: Iterable[int] | None = None) -> None:
    """Give every territory without a point of its own an approximate one; with `ids`, only those containers.

    Former communes and arrondissements take the point of their commune, so the second pass runs twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONTAINERS, {"ids": None if ids is None else list(ids)})
        if ids is None:
            cursor.execute(COMMUNES)
            cursor.execute(COMMUNES)


def place_as_of(territory: Territory, on: date) -> None:
    """Give a perimeter that is no more the mean point of the communes it covered on a day."""
    communes = Territory.objects.filter(pk__in=covered_on(territory.pk, on), point_precision=PointPrecision.EXACT)
    mean = communes.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    if mean["latitude"] is None:
        return
    territory.latitude, territory.longitude = round(mean["latitude"], 4), round(mean["longitude"], 4)
    territory.point_precision = PointPrecision.APPROXIMATE
    territory.point_source = "moyenne des communes de la dernière composition connue"
    territory.save(update_fields=["latitude", "longitude", "point_precision", "point_source", "updated_at"])
