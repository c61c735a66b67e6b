"""What waits for the answer of the reader's organisations."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from maillage.alliances.enums import TieState
from maillage.alliances.models import Participation, Relation
from maillage.alliances.selectors.confirmations import answering
from maillage.core.audiences import tokens_for
from maillage.organisations.querysets import OWN, numbers

UNANSWERED = (TieState.DECLARED, TieState.SILENT)
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Ties that somebody declared about one's organisations, the latest first, ten of each kind at most."""

    participations: list[Participation]
    relations: list[Relation]


def read_waiting(reader: Any) -> Waiting:
    """Return what waits for the answer of the reader's own organisations: two queries, none without organisation.

    An organisation reads what is said of it, whoever may see the alliance.
    """
    own = set(numbers(tokens_for(reader), OWN))
    if not own:
        return Waiting(participations=[], relations=[])
    participations = Participation.objects.filter(organisation__in=own, state__in=UNANSWERED)
    ends = Q(from_organisation__in=own) | Q(to_organisation__in=own)
    relations = Relation.objects.filter(ends, state__in=UNANSWERED)
    found = relations.select_related("from_organisation", "to_organisation").order_by("-created_at", "-pk")
    return Waiting(
        participations=list(
            participations.select_related("alliance", "organisation").order_by("-created_at", "-pk")[:SHOWN]
        ),
        relations=[each for each in found if answering(each) & own][:SHOWN],
    )
