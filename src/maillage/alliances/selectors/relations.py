"""The relations of an organisation, for its page and for who declares them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from maillage.alliances.models import Relation
from maillage.alliances.querysets import RelationQuerySet
from maillage.alliances.selectors.requests import say_relation
from maillage.core.audiences import tokens_for
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import OWN, numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """A relation as one end sees it: who is at the other end, in which sentence, and whether it is over."""

    relation: Relation
    other: Organisation
    sentence: str
    is_over: bool


def relations_of(organisation: Organisation, reader: Any, today: date) -> list[RelationRow]:
    """Return the relations of an organisation that the reader may see, those in force first. One query."""
    rows = (
        around(organisation, reader)
        .select_related("from_organisation", "to_organisation")
        .order_by("kind", "period", "pk")
    )
    told = [
        RelationRow(
            relation=each,
            other=each.to_organisation if each.from_organisation_id == organisation.pk else each.from_organisation,
            sentence=say_relation(each),
            is_over=bool(each.period and each.period.upper and each.period.upper <= today),
        )
        for each in rows
    ]
    return sorted(told, key=lambda row: row.is_over)


def around(organisation: Organisation, reader: Any) -> RelationQuerySet:
    """Return the relations of which an organisation is an end, those that the reader may see."""
    ends = Q(from_organisation=organisation) | Q(to_organisation=organisation)
    return Relation.objects.visible_to(reader).filter(ends)


def declaring(reader: Any, organisation: Organisation) -> Organisation | None:
    """Return the organisation in whose name the reader declares its relations, None for a third party.

    A steward or an administrator who is not of the organisation speaks in nobody's name.
    """
    return organisation if organisation.pk in numbers(tokens_for(reader), OWN) else None
