"""Blocks about ties on the pages of lower apps: what waits for an answer, the relations of an organisation."""

from typing import Any

from django.http import HttpRequest

from maillage.alliances.selectors.relations import relations_of
from maillage.alliances.selectors.waiting import read_waiting
from maillage.core import clock
from maillage.core.panels import Panel
from maillage.organisations.models import Organisation
from maillage.organisations.policies import rights_on

SHOWN = 5


def show_waiting(request: HttpRequest, reader: Any) -> dict[str, Any] | None:
    """Return the questions put to the reader's organisations: two queries; nothing when nothing waits."""
    waiting = read_waiting(reader)
    return {"waiting": waiting} if waiting.participations or waiting.relations else None


def show_relations(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """Return the relations of an organisation that the reader sees, five first, fifty at most: one query and rights."""
    rows, total = relations_of(organisation, request.user, clock.today())
    can_edit = rights_on(request.user, organisation).can_edit
    if not rows and not can_edit:
        return None
    return {
        "rows": rows[:SHOWN],
        "more": rows[SHOWN:],
        "total": total,
        "beyond": total - len(rows),
        "can_edit": can_edit,
    }


WAITING = Panel(name="answers", selector=show_waiting, template="alliances/answer_panel.html", order=10)
RELATIONS = Panel(name="relations", selector=show_relations, template="alliances/relations_panel.html", order=30)
