"""What the path of alliances adds to one's own space: the commitments that are late or soon due."""

from typing import Any

from django.http import HttpRequest

from maillage.alliances.selectors.commitments import read_due
from maillage.core import clock
from maillage.core.panels import Panel


def show_due(request: HttpRequest, reader: Any) -> dict[str, Any] | None:
    """Return what is late or due in two weeks in the reader's alliances: one query; nothing when there is nothing."""
    due = read_due(reader, clock.today())
    return None if due is None else {"due": due}


COMMITMENTS = Panel(name="commitments", selector=show_due, template="alliances/commitment_panel.html", order=20)
