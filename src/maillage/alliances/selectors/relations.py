"""The relations of an organisation, for its page and for who declares them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Value, Window
from django.db.models.functions import Coalesce

from maillage.alliances.models import Relation
from maillage.alliances.querysets import RelationQuerySet
from maillage.alliances.selectors.requests import say_relation
from maillage.core.audiences import tokens_for
from maillage.core.prepared import Prepared
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import OWN, numbers

ENDS = ("from_organisation", "to_organisation")
DATES = ("period", "start_precision", "end_precision", "attested_on")
# What a row shows: composing the other columns costs more than reading them.
SHOWN = ("public_id", "kind", "detail", "state", "confirmed_by_link", "contested_text", "source", "audience", *DATES)
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """A relation as one end sees it: who is at the other end, in which sentence, and whether it is over."""

    relation: Relation
    other: Organisation
    sentence: str
    is_over: bool


def relations_of(
    organisation: Organisation, reader: Any, today: date, *, page: int = 1
) -> tuple[list[RelationRow], int]:
    """Return a page of MOST relations of an organisation that the reader may see, those in force first, and how many
    there are in all. One query; a page beyond the end is empty and counts nothing.
    """
    values = {"reader": reader, "organisation": organisation.pk, "today": today}
    read: list[Any] = _first(**values) if page == 1 else list(_in_order(**values)[(page - 1) * MOST : page * MOST])
    told = [
        RelationRow(
            relation=each,
            other=each.to_organisation if each.from_organisation_id == organisation.pk else each.from_organisation,
            sentence=say_relation(each),
            is_over=each.is_over,
        )
        for each in read
    ]
    return told, read[0].total if read else 0


def around(organisation: Organisation | int, reader: Any) -> RelationQuerySet:
    """Return the relations of which an organisation is an end, those that the reader may see."""
    ends = Q(from_organisation=organisation) | Q(to_organisation=organisation)
    return Relation.objects.visible_to(reader).filter(ends)


@Prepared
def _first(*, reader: Any, organisation: int, today: date) -> RelationQuerySet:
    return _in_order(reader=reader, organisation=organisation, today=today)[:MOST]


def _in_order(*, reader: Any, organisation: int, today: date) -> RelationQuerySet:
    over = ExpressionWrapper(Q(period__endswith__lte=today), output_field=BooleanField())
    return (
        around(organisation, reader)
        .annotate(total=Window(Count("pk")), is_over=Coalesce(over, Value(value=False)))
        .select_related(*ENDS)
        .order_by("is_over", "kind", "period", "pk")
        .only(*SHOWN, *(f"{end}__{column}" for end in ENDS for column in ("name", "slug")))
    )


def declaring(reader: Any, organisation: Organisation) -> Organisation | None:
    """Return the organisation in whose name the reader declares its relations, None for a third party.

    A steward or an administrator who is not of the organisation speaks in nobody's name.
    """
    return organisation if organisation.pk in numbers(tokens_for(reader), OWN) else None
