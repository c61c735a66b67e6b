"""Blocks about meetings on the pages of lower apps: who to meet, and the meetings one follows."""

from typing import Any

from django.http import HttpRequest

from maillage.alliances.policies import can_be_advised
from maillage.alliances.selectors.introductions import under_way
from maillage.core.panels import Panel
from maillage.organisations.models import Organisation
from maillage.organisations.policies import rights_on

SHOWN = 5


def show_who_to_meet(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """Lead the people of an organisation to its advices; nothing for others: at most one query, on their rights."""
    return {} if rights_on(request.user, organisation).can_edit else None


def show_meetings(request: HttpRequest, reader: Any) -> dict[str, Any] | None:
    """Return the meetings of which the reader awaits the outcome: one query; nothing without a role."""
    if not can_be_advised(reader):
        return None
    rows = list(under_way(reader)[: SHOWN + 1])
    return {"meetings": rows[:SHOWN], "more": len(rows) > SHOWN}


WHO_TO_MEET = Panel(name="advice", selector=show_who_to_meet, template="alliances/advice_organisation.html", order=25)
MEETINGS = Panel(name="meetings", selector=show_meetings, template="alliances/advice_mine.html", order=90)
