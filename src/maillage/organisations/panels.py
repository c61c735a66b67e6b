"""What organisations add to the page of a territory."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpRequest

from maillage.core.components.worlds import WORLDS
from maillage.core.panels import Panel
from maillage.organisations.models import Organisation
from maillage.organisations.reach import HERE, INSIDE
from maillage.territories.models import Territory

SHOWN = 5
SEATED = "seated"
ACTING = "acting"

# One pass for everything the panel tells; the addresses are folded names, so they give the order.
PRESENCE = f"""
with {INSIDE}, {HERE},
present as materialized (
    select here.id, here.seated, organisation.slug, organisation.world
    from here join organisations_organisation organisation on organisation.id = here.id
    where here.id in (VISIBLE)
)
(select 'shown', 'seated', '', id from present where seated order by slug limit %s)
union all
(select 'shown', 'acting', '', id from present where not seated order by slug limit %s)
union all
select 'count', case when seated then 'seated' else 'acting' end, '', count(*) from present group by seated
union all
select 'world', world, '', count(*) from present group by world
union all
select 'craft', coalesce(broader.code, concept.code), coalesce(broader.label, concept.label),
       count(distinct catalyst.id)
from present
join organisations_catalyst catalyst on catalyst.organisation_id = present.id
join organisations_catalystactivity activity on activity.catalyst_id = catalyst.id
join themes_concept concept on concept.id = activity.concept_id
left join themes_concept broader on broader.id = concept.broader_id
group by 2, 3
"""  # noqa: S608 no value from outside is written in the text


@dataclass(slots=True)
class Presence:
    """The figures of a territory: keys of the organisations shown, and counts by way of being there, world and craft."""

    shown: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=dict)
    worlds: dict[str, int] = field(default_factory=dict)
    crafts: list[tuple[str, str, int]] = field(default_factory=list)


def read_presence(user: Any, territory: Territory) -> Presence:
    """Count who is seated and who else acts within a territory, among what the reader may see: one query."""
    visible, parameters = Organisation.objects.visible_to(user).order_by().values("pk").query.sql_with_params()
    presence = Presence()
    with connection.cursor() as cursor:
        cursor.execute(
            PRESENCE.replace("VISIBLE", visible), [[territory.pk], [territory.pk], *parameters, SHOWN, SHOWN]
        )
        for subject, code, label, number in cursor.fetchall():
            if subject == "shown":
                presence.shown[code].append(number)
            elif subject == "count":
                presence.counts[code] = number
            elif subject == "world":
                presence.worlds[code] = number
            else:
                presence.crafts.append((code, label, number))
    return presence


def show_presence(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """Return who is seated and who else acts in a territory, five of each, by world and craft: two queries."""
    presence = read_presence(request.user, territory)
    keys = [key for shown in presence.shown.values() for key in shown]
    rows = Organisation.objects.filter(pk__in=keys).select_related("seat", "catalyst").order_by("slug") if keys else []
    organisations = list(rows)
    return {
        "groups": [
            {
                "name": how,
                "organisations": [each for each in organisations if each.pk in presence.shown[how]],
                "count": presence.counts.get(how, 0),
            }
            for how in (SEATED, ACTING)
        ],
        "total": sum(presence.counts.values()),
        "worlds": [{"code": code, "count": presence.worlds[code]} for code in WORLDS if code in presence.worlds],
        "crafts": [{"code": code, "label": label, "count": count} for code, label, count in sorted(presence.crafts)],
        "more": f"territory={territory.code}&kind=organisation",
    }


TERRITORY = Panel(
    name="organisations", selector=show_presence, template="organisations/panels/territory.html", order=10
)
