"""What surrounds an organisation: themes, territories of action, other names, sources."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.dates import Precision, Span, span_of, type_span
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


def replace_perimeters(
    organisation: Organisation,
    *,
    territories: Iterable[Territory],
    attested_on: date,
    spans: Mapping[Territory, Span] | None = None,
) -> bool:
    """Keep exactly these territories of action, new ones attested that day; tell whether something changed.

    `spans` says when it acts in some of them; a known territory without one keeps its dates. Called inside a
    transaction.
    """
    wanted = {territory.pk: territory for territory in territories}
    given = {territory.pk: span for territory, span in (spans or {}).items()}
    present = {link.territory_id: link for link in Perimeter.objects.filter(organisation=organisation)}
    gone = present.keys() - wanted.keys()
    if gone:
        Perimeter.objects.filter(organisation=organisation, territory_id__in=gone).delete()
    redated = [
        _date(present[key], span)
        for key, span in given.items()
        if key in present.keys() & wanted.keys() and type_span(span) != type_span(span_of(present[key]))
    ]
    Perimeter.objects.bulk_update(redated, ["period", "start_precision", "end_precision"])
    Perimeter.objects.bulk_create(
        _date(Perimeter(organisation=organisation, territory=territory, attested_on=attested_on), given.get(key))
        for key, territory in wanted.items()
        if key not in present
    )
    return present.keys() != wanted.keys() or bool(redated)


def _date(perimeter: Perimeter, span: Span | None) -> Perimeter:
    if span is not None:
        perimeter.period, perimeter.start_precision, perimeter.end_precision = span
    return perimeter


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
