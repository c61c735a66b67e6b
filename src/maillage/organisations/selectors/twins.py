"""Organisations that may be the same as one being written."""

from typing import Any

from django.db.models import Q

from maillage.core.database import Fold
from maillage.core.text import fold
from maillage.organisations.models import Organisation

MOST_TWINS = 5


def visible_twins(user: Any, *, name: str) -> list[Organisation]:
    """Return the organisations that the reader may see and that bear this name, now or before: one query.

    SECURITY: hidden ones are never compared, otherwise the answer would tell that they exist.
    """
    folded = fold(name)
    rows = Organisation.objects.visible_to(user).annotate(folded=Fold("name"), other=Fold("names__name"))
    return list(
        rows.filter(Q(folded=folded) | Q(other=folded) | Q(acronym__iexact=name))
        .select_related("seat")
        .distinct()[:MOST_TWINS]
    )
