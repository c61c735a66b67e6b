"""What was changed on a hand-made perimeter, when and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from maillage.core.dates import describe_period
from maillage.territories.models import Territory

MOST = 500
FIELDS = ("name", "subtype", "siren", "source")
LABELS = {"name": "nom", "subtype": "type", "siren": "SIREN", "source": "source"}


@dataclass(slots=True, kw_only=True)
class Change:
    """One gesture: everything that was written together."""

    at: datetime
    user_id: int | None
    reason: str
    lines: list[str] = field(default_factory=list)


def list_changes(perimeter: Territory) -> list[Change]:
    """Return the changes of a perimeter, the latest first, what was written together in one. Three queries."""
    events: list[tuple[datetime, Any, str]] = []
    events += _identity(perimeter)
    events += _composition(perimeter)
    events.sort(key=lambda event: event[0])
    changes: list[Change] = []
    last: Any = object()
    for at, context, line in events:
        key = (context.pk if context else None, at)
        if key != last:
            last = key
            metadata = context.metadata if context else {}
            changes.append(Change(at=at, user_id=metadata.get("user"), reason=metadata.get("reason", "")))
        changes[-1].lines.append(line)
    return changes[::-1]


def _identity(perimeter: Territory) -> Iterable[tuple[datetime, Any, str]]:
    model = apps.get_model("territories", "TerritoryEvent")
    rows = model.objects.filter(pgh_obj_id=perimeter.pk).select_related("pgh_context").order_by("pgh_id")[:MOST]
    before = None
    for row in rows:
        if before is None:
            yield row.pgh_created_at, row.pgh_context, _("Périmètre créé : %(name)s") % {"name": row.name}
        else:
            for name in FIELDS:
                old, new = getattr(before, name), getattr(row, name)
                if old != new:
                    line = _("%(label)s : « %(old)s » devient « %(new)s »") % {
                        "label": LABELS[name],
                        "old": old,
                        "new": new,
                    }
                    yield row.pgh_created_at, row.pgh_context, line
        before = row


def _composition(perimeter: Territory) -> Iterable[tuple[datetime, Any, str]]:
    model = apps.get_model("territories", "CompositionEvent")
    rows = list(
        model.objects.filter(container_id=perimeter.pk).select_related("pgh_context").order_by("pgh_id")[: MOST * 10]
    )
    names = dict(Territory.objects.filter(id__in={row.part_id for row in rows}).values_list("id", "name"))
    for row in rows:
        part = names.get(row.part_id, _("un territoire supprimé"))
        period = describe_period(row.period, row.start_precision, row.end_precision, row.attested_on)
        words = {"insert": _("Entre : %(part)s (%(period)s)"), "delete": _("Retiré : %(part)s (%(period)s)")}
        line = words.get(row.pgh_label, _("Dates corrigées : %(part)s (%(period)s)"))
        yield row.pgh_created_at, row.pgh_context, line % {"part": part, "period": period}
