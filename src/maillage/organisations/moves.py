"""What organisations do when territories change hands: their facets name every container of their places."""

from maillage.organisations.models import Organisation, Perimeter
from maillage.search import indexing

KIND = "organisation"


def follow_territories(territory_ids: frozenset[int]) -> None:
    """Have the organisations seated or acting in these territories indexed again, in the writer's transaction."""
    ids = list(territory_ids)
    seated = Organisation.objects.filter(seat__in=ids).values_list("pk", flat=True)
    acting = Perimeter.objects.filter(territory__in=ids).values_list("organisation_id", flat=True)
    indexing.schedule(KIND, {*seated, *acting})
