"""Relations between two organisations: declared, ended."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.models import NetworkImport, Relation
from maillage.core import clock
from maillage.core.audiences import Audience
from maillage.core.dates import Precision, Span
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation

ENDS = ("from_organisation", "to_organisation", "declared_by", "brought_by")
BATCH = 500


@transaction.atomic
def add_relation(
    *,
    actor: User | None,
    from_organisation: Organisation,
    to_organisation: Organisation,
    kind: str,
    span: Span | None = None,
    detail: str = "",
    audience: str = Audience.PUBLIC,
    source: str = "",
    source_url: str = "",
    declared_by: Organisation | None = None,
    attested_on: date | None = None,
    brought_by: NetworkImport | None = None,
) -> Relation:
    """Declare what the first organisation is to the second; the other party has not confirmed yet.

    Raises ValidationError: an organisation with itself, the same relation at the same dates, an end before its start.
    """
    if from_organisation.pk == to_organisation.pk:
        raise ValidationError({"to_organisation": _("Une organisation ne peut pas être reliée à elle-même.")})
    with recorded(actor=actor, action="alliances.add_relation"):
        added = draft_relation(
            from_organisation=from_organisation,
            to_organisation=to_organisation,
            kind=kind,
            span=span,
            detail=detail,
            audience=audience,
            source=source,
            attested_on=attested_on,
            brought_by=brought_by,
        )
        added.source_url, added.declared_by = source_url, declared_by
        added.full_clean(exclude=ENDS, validate_constraints=False)
        added.validate_constraints()
        added.save()
    return added


def draft_relation(
    *,
    from_organisation: Organisation,
    to_organisation: Organisation,
    kind: str,
    span: Span | None = None,
    detail: str = "",
    audience: str = Audience.PUBLIC,
    source: str = "",
    attested_on: date | None = None,
    brought_by: NetworkImport | None = None,
) -> Relation:
    """Return a relation as it is declared, nothing being stored yet."""
    return Relation(
        from_organisation=from_organisation,
        to_organisation=to_organisation,
        kind=kind,
        detail=detail.strip(),
        audience=audience,
        source=source,
        attested_on=attested_on or clock.today(),
        state_since=attested_on or clock.today(),
        brought_by=brought_by,
        **(span or Span())._asdict(),
    )


@transaction.atomic
def add_relations(*, actor: User | None, declared: Iterable[Relation]) -> list[Relation]:
    """Store relations that are all new, all or none: two queries for a thousand.

    Raises ValidationError, and IntegrityError for what the database refuses: an organisation with itself, the same
    relation twice at some dates, an end before its start.
    """
    added = list(declared)
    with recorded(actor=actor, action="alliances.add_relation"):
        for relation in added:
            relation.clean_fields(exclude=ENDS)
        Relation.objects.bulk_create(added, BATCH)
    return added


@transaction.atomic
def end_relation(*, actor: User | None, relation: Relation, on: date, precision: str = Precision.DAY) -> Relation:
    """Note that a relation is over: `on` is the first day it no longer holds. Locks the row. Raises ValidationError."""
    with recorded(actor=actor, action="alliances.end_relation"):
        current = Relation.objects.select_for_update(of=("self",)).get(pk=relation.pk)
        lower = current.period.lower if current.period else None
        if lower and on <= lower:
            raise ValidationError({"on": _("La fin vient avant le début : vérifiez la date.")})
        current.period, current.end_precision = DateRange(lower, on), precision
        current.version += 1
        current.save()
    return current
