"""Relations between two organisations: declared, ended."""

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
        added = Relation(
            from_organisation=from_organisation,
            to_organisation=to_organisation,
            kind=kind,
            detail=detail.strip(),
            audience=audience,
            source=source,
            source_url=source_url,
            declared_by=declared_by,
            attested_on=attested_on or clock.today(),
            state_since=attested_on or clock.today(),
            brought_by=brought_by,
            **(span or Span())._asdict(),
        )
        added.full_clean(
            exclude=["from_organisation", "to_organisation", "declared_by", "brought_by"], validate_constraints=False
        )
        added.validate_constraints()
        added.save()
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
