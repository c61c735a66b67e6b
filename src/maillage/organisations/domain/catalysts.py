"""The profile of a catalyst."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.organisations.coordinates import demand_plausible
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Catalyst, CatalystActivity, CatalystPlace, Organisation
from maillage.search import indexing
from maillage.territories.models import Territory
from maillage.themes.models import Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place the catalyst runs; its point is its own, else that of its commune."""

    name: str
    territory: Territory | None = None
    latitude: float | None = None
    longitude: float | None = None


@transaction.atomic
def set_catalyst(
    *,
    actor: User | None,
    organisation: Organisation,
    named_as: str,
    activities: Iterable[Concept] = (),
    origin: str = "",
    is_experiment: bool | None = None,
    places: Iterable[Place] = (),
    attested_on: date | None = None,
) -> Catalyst:
    """Say that an organisation is a catalyst and what it does; what was said before is replaced.

    Raises ValidationError for an impossible point.
    """
    places = list(places)
    for place in places:
        demand_plausible(latitude=place.latitude, longitude=place.longitude, seat=place.territory)
    with recorded(actor=actor, action="organisations.set_catalyst"):
        catalyst, created = Catalyst.objects.get_or_create(
            organisation=organisation,
            defaults={
                "named_as": named_as,
                "origin": origin,
                "is_experiment": is_experiment,
                "attested_on": attested_on,
            },
        )
        wanted = (named_as, origin, is_experiment, attested_on or catalyst.attested_on)
        if not created and wanted != _profile(catalyst):
            catalyst.named_as, catalyst.origin, catalyst.is_experiment, catalyst.attested_on = wanted
            catalyst.version += 1
            catalyst.save()
        _replace_activities(catalyst, activities)
        _replace_places(catalyst, places)
        indexing.schedule("organisation", [organisation.pk])
    return catalyst


@transaction.atomic
def remove_catalyst(*, actor: User | None, organisation: Organisation) -> None:
    """Say that an organisation is not a catalyst after all; the history keeps what was said."""
    with recorded(actor=actor, action="organisations.remove_catalyst"):
        Catalyst.objects.filter(organisation=organisation).delete()
        indexing.schedule("organisation", [organisation.pk])


def _profile(catalyst: Catalyst) -> tuple[str, str, bool | None, date | None]:
    return (catalyst.named_as, catalyst.origin, catalyst.is_experiment, catalyst.attested_on)


def _replace_activities(catalyst: Catalyst, activities: Iterable[Concept]) -> None:
    wanted = {concept.pk for concept in activities}
    present = set(catalyst.activity_links.values_list("concept_id", flat=True))
    catalyst.activity_links.filter(concept_id__in=present - wanted).delete()
    CatalystActivity.objects.bulk_create(
        CatalystActivity(catalyst=catalyst, concept_id=key) for key in sorted(wanted - present)
    )


def _replace_places(catalyst: Catalyst, places: list[Place]) -> None:
    present = {(row.name, row.territory_id, row.latitude, row.longitude): row for row in catalyst.places.all()}
    wanted = {
        (place.name, place.territory.pk if place.territory else None, place.latitude, place.longitude)
        for place in places
    }
    for facts, row in present.items():
        if facts not in wanted:
            row.delete()
    for name, territory, latitude, longitude in sorted(wanted - present.keys(), key=str):
        CatalystPlace.objects.create(
            catalyst=catalyst, name=name, territory_id=territory, latitude=latitude, longitude=longitude
        )
