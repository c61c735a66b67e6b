"""What the pages where an alliance is described begin with, and what they say is missing."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.alliances.enums import Governance
from maillage.alliances.models import Alliance, Participation
from maillage.organisations.models import Membership, Organisation


def own_organisations(user: Any, today: date) -> list[Organisation]:
    """Return the reader's organisation when there is one only: who describes an alliance often takes part in it."""
    rows = Membership.objects.in_force(today).filter(user=user).select_related("organisation")[:2]
    found = [each.organisation for each in rows]
    return found if len(found) == 1 else []


def missing_parts(alliance: Alliance, reader: Any) -> tuple[dict[str, str], list[Participation]]:
    """Return what each section of an alliance lacks, by section, and its participations: six queries."""
    participations = list(
        Participation.objects.visible_to(reader)
        .filter(alliance=alliance)
        .select_related("organisation")
        .order_by("organisation__slug", "period", "pk")
    )
    gaps = {}
    if alliance.period is None:
        gaps["cadre"] = _("depuis quand")
    elif alliance.governance == Governance.UNKNOWN:
        gaps["cadre"] = _("la gouvernance")
    lists = {
        "themes": (alliance.topic_links, _("au moins un thème")),
        "partenariats": (alliance.partnership_types, _("au moins un type")),
        "stade": (alliance.stages, _("où elle en est")),
        "sources": (alliance.sources, _("au moins une source")),
    }
    gaps |= {section: words for section, (rows, words) in lists.items() if not rows.exists()}
    return gaps, participations
