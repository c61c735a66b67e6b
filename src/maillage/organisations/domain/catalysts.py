"""The profile of a catalyst."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.organisations.coordinates import demand_plausible
from maillage.organisations.domain.organisations import StaleVersion
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
    version: int | None = None,
) -> Catalyst:
    """Say that an organisation is a catalyst and what it does; what was said before is replaced.

    `version` is that of the record the writer has seen, None for a loader. Locks the record. Raises StaleVersion, and
    ValidationError for an impossible point.
    """
    places = list(places)
    for place in places:
        demand_plausible(latitude=place.latitude, longitude=place.longitude, seat=place.territory)
    with recorded(actor=actor, action="organisations.set_catalyst"):
        record = _lock(organisation, version)
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
        changed = created
        if not created and wanted[:-1] != _profile(catalyst):
            catalyst.named_as, catalyst.origin, catalyst.is_experiment, catalyst.attested_on = wanted
            catalyst.version += 1
            catalyst.save()
            changed = True
        changed |= _replace_activities(catalyst, activities)
        changed |= _replace_places(catalyst, places)
        if changed:
            _touch(record)
    return catalyst


@transaction.atomic
def remove_catalyst(*, actor: User | None, organisation: Organisation, version: int | None = None) -> None:
    """Say that an organisation is not a catalyst after all; the history keeps what was said. Raises StaleVersion."""
    with recorded(actor=actor, action="organisations.remove_catalyst"):
        record = _lock(organisation, version)
        if Catalyst.objects.filter(organisation=organisation).delete()[0]:
            _touch(record)


def _lock(organisation: Organisation, version: int | None) -> Organisation:
    current = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if version is not None and current.version != version:
        raise StaleVersion(current)
    return current


def _touch(organisation: Organisation) -> None:
    organisation.version += 1
    organisation.save(update_fields=["version", "updated_at"])
    indexing.schedule("organisation", [organisation.pk])


def _profile(catalyst: Catalyst) -> tuple[str, str, bool | None]:
    return (catalyst.named_as, catalyst.origin, catalyst.is_experiment)


def _replace_activities(catalyst: Catalyst, activities: Iterable[Concept]) -> bool:
    wanted = {concept.pk for concept in activities}
    present = set(catalyst.activity_links.values_list("concept_id", flat=True))
    catalyst.activity_links.filter(concept_id__in=present - wanted).delete()
    CatalystActivity.objects.bulk_create(
        CatalystActivity(catalyst=catalyst, concept_id=key) for key in sorted(wanted - present)
    )
    return present != wanted


def _replace_places(catalyst: Catalyst, places: list[Place]) -> bool:
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
    return wanted != present.keys()
