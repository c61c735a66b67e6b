"""What surrounds an organisation: themes, territories of action, other names, sources."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.dates import Precision
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import (
    Organisation,
    OrganisationName,
    OrganisationSource,
    OrganisationTopic,
    Perimeter,
)
from maillage.search import indexing
from maillage.territories.models import Territory
from maillage.themes.models import Concept


def replace_topics(organisation: Organisation, *, framework: str, concepts: Iterable[Concept]) -> bool:
    """Keep exactly these concepts of a framework; tell whether something changed. Called inside a transaction."""
    wanted = {concept.pk: concept for concept in concepts}
    links = OrganisationTopic.objects.filter(organisation=organisation, concept__framework__slug=framework)
    present = set(links.values_list("concept_id", flat=True))
    gone = present - wanted.keys()
    if gone:
        links.filter(concept_id__in=gone).delete()
    OrganisationTopic.objects.bulk_create(
        OrganisationTopic(organisation=organisation, concept=concept)
        for key, concept in wanted.items()
        if key not in present
    )
    return present != wanted.keys()


def replace_perimeters(organisation: Organisation, *, territories: Iterable[Territory], attested_on: date) -> bool:
    """Keep exactly these territories of action, new ones attested that day; tell whether something changed."""
    wanted = {territory.pk: territory for territory in territories}
    links = Perimeter.objects.filter(organisation=organisation)
    present = set(links.values_list("territory_id", flat=True))
    gone = present - wanted.keys()
    if gone:
        links.filter(territory_id__in=gone).delete()
    Perimeter.objects.bulk_create(
        Perimeter(organisation=organisation, territory=territory, attested_on=attested_on)
        for key, territory in wanted.items()
        if key not in present
    )
    return present != wanted.keys()


@transaction.atomic
def add_name(
    *,
    actor: User | None,
    organisation: Organisation,
    name: str,
    kind: str,
    until: date | None = None,
    source: str = "",
) -> OrganisationName:
    """Keep another name; `until` is the day on which it stopped being used. The same name twice changes nothing."""
    with recorded(actor=actor, action="organisations.add_name"):
        added, created = OrganisationName.objects.get_or_create(
            organisation=organisation,
            name=name,
            kind=kind,
            defaults={
                "source": source,
                "period": DateRange(None, until) if until else None,
                "end_precision": Precision.DAY if until else Precision.UNKNOWN,
            },
        )
        if created:
            indexing.schedule("organisation", [organisation.pk])
    return added


@transaction.atomic
def remove_name(*, actor: User | None, name: OrganisationName) -> None:
    """Take another name away; the history keeps it."""
    with recorded(actor=actor, action="organisations.remove_name"):
        name.delete()
        indexing.schedule("organisation", [name.organisation_id])


@transaction.atomic
def add_source(
    *,
    actor: User | None,
    organisation: Organisation,
    title: str,
    reference: str = "",
    url: str = "",
    attested_on: date | None = None,
    attested_precision: str = Precision.DAY,
) -> OrganisationSource:
    """Cite a source. The same source and reference twice changes nothing. Raises ValidationError without a title."""
    if not title.strip():
        raise ValidationError({"title": _("Nommez la source.")})
    fields: dict[str, Any] = {"url": url, "attested_on": attested_on, "attested_precision": attested_precision}
    with recorded(actor=actor, action="organisations.add_source"):
        source, _created = OrganisationSource.objects.get_or_create(
            organisation=organisation, title=title.strip(), reference=reference.strip(), defaults=fields
        )
    return source


@transaction.atomic
def remove_source(*, actor: User | None, source: OrganisationSource) -> None:
    """Take a source away; the history keeps it."""
    with recorded(actor=actor, action="organisations.remove_source"):
        source.delete()
