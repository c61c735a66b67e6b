"""What an organisation needs and offers: said, ended, taken away."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.dates import Precision, Span
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation, Resource
from maillage.search import indexing


@transaction.atomic
def add_resource(
    *,
    actor: User | None,
    organisation: Organisation,
    side: str,
    means: str,
    text: str,
    attested_on: date,
    span: Span | None = None,
) -> Resource:
    """Note what an organisation needs or offers, attested that day.

    Raises ValidationError without words, for what is already in the list, or for an end before the start.
    """
    with recorded(actor=actor, action="organisations.add_resource"):
        added = Resource(
            organisation=organisation,
            side=side,
            means=means,
            text=text.strip(),
            attested_on=attested_on,
            **(span or Span())._asdict(),
        )
        added.full_clean()
        added.save()
        indexing.schedule("organisation", [organisation.pk])
    return added


@transaction.atomic
def end_resource(*, actor: User | None, resource: Resource, on: date) -> Resource:
    """Note that a need is met or an offer over: `on` is the first day it no longer holds. Locks the row.

    Raises ValidationError if it has not begun yet that day.
    """
    with recorded(actor=actor, action="organisations.end_resource"):
        current: Resource = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
        lower = current.period.lower if current.period else None
        if lower and on <= lower:
            raise ValidationError(_("Ceci n’a pas encore commencé : retirez-le plutôt."))
        current.period, current.end_precision = DateRange(lower, on), Precision.DAY
        current.version += 1
        current.save()
        indexing.schedule("organisation", [current.organisation_id])
    return current


@transaction.atomic
def remove_resource(*, actor: User | None, resource: Resource) -> None:
    """Take away what was written by mistake; the history keeps it."""
    with recorded(actor=actor, action="organisations.remove_resource"):
        resource.delete()
        indexing.schedule("organisation", [resource.organisation_id])
