"""What alliances add to the pages of territories and organisations, to the home page and to one's own space."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Prefetch, Window
from django.http import HttpRequest

from maillage.alliances.models import Alliance, Participation, ParticipationRole
from maillage.alliances.policies import can_create
from maillage.alliances.querysets import ALLIANCE, AllianceQuerySet
from maillage.alliances.selectors.detail import holds
from maillage.alliances.selectors.index import with_table
from maillage.core import clock
from maillage.core.audiences import tokens_for
from maillage.core.panels import Panel
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import numbers
from maillage.territories.models import Territory

SHOWN = 5
NEWEST = 3
DATES = ("period", "start_precision", "end_precision", "attested_on")
# What a line shows: composing the other columns costs more than reading them.
STAY = ("organisation", "state", "leaving_reason", *DATES)
OF_ALLIANCE = ("name", "slug", "purpose", *DATES, "territory__name")


def show_here(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """Return the alliances in force that touch a territory, the most local first, five of them: two queries."""
    today = clock.today()
    rows = Alliance.objects.visible_to(request.user).in_force(today).touching(territory.pk)
    found = _first(rows.order_by("territory__communes_count", "slug", "pk"), request, SHOWN)
    return {**_counted(found), "can_create": can_create(request.user), "territory": territory}


def show_theirs(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """Return the alliances of an organisation, those it left last: two queries. Nothing to say shows nothing."""
    today = clock.today()
    roles = ParticipationRole.objects.only("participation", "role", *DATES)
    rows = list(
        Participation.objects.visible_to(request.user)
        .filter(organisation=organisation)
        .select_related("alliance__territory")
        .prefetch_related(Prefetch("roles", queryset=roles.order_by("period", "pk")))
        .order_by(F("period").desc(nulls_last=True), "pk")
        .only(*STAY, *(f"alliance__{column}" for column in OF_ALLIANCE))
    )
    lives = [each for each in rows if holds(each, today) and holds(each.alliance, today)]
    past = [each for each in rows if each not in lives]
    if not rows and not can_create(request.user):
        return None
    return {
        "present": [_line(each, today) for each in lives[:SHOWN]],
        "past": [_line(each, today) for each in past[:SHOWN]],
        "total": len({each.alliance_id for each in lives}),
        "more": len(rows) > SHOWN,
        "organisation": organisation,
        "can_create": can_create(request.user),
    }


def show_newest(request: HttpRequest, _subject: None) -> dict[str, Any] | None:
    """Return how many real alliances there are and the last described: two queries; nothing before the first one."""
    rows = Alliance.objects.visible_to(request.user).filter(is_fictitious=False)
    found = _first(rows.order_by("-created_at", "pk"), request, NEWEST)
    return _counted(found) if found else None


def show_mine(request: HttpRequest, reader: Any) -> dict[str, Any] | None:
    """Return the alliances that the reader animates or takes part in, the last changed first: two queries."""
    own = numbers(tokens_for(reader), ALLIANCE)
    rows = Alliance.objects.visible_to(reader).filter(pk__in=own)
    found = _first(rows.order_by("-updated_at", "pk"), request, SHOWN)
    if not found and not can_create(reader):
        return None
    return _counted(found)


def _first(rows: AllianceQuerySet, request: HttpRequest, count: int) -> list[Any]:
    """Return the first alliances with who is around the table; each carries the number of all (`total`)."""
    counted = with_table(rows.annotate(total=Window(Count("pk"))), request.user, clock.today())
    return list(counted[:count])


def _counted(found: list[Any]) -> dict[str, Any]:
    return {"alliances": found, "total": found[0].total if found else 0}


def _line(participation: Participation, today: Any) -> dict[str, Any]:
    roles: Iterable[ParticipationRole] = participation.roles.all()
    return {"participation": participation, "roles": [each for each in roles if holds(each, today)]}


TERRITORY = Panel(name="alliances", selector=show_here, template="alliances/panels/territory.html", order=20)
ORGANISATION = Panel(name="alliances", selector=show_theirs, template="alliances/panels/organisation.html", order=20)
HOME = Panel(name="alliances", selector=show_newest, template="alliances/panels/home.html", order=10)
MINE = Panel(name="alliances", selector=show_mine, template="alliances/panels/mine.html", order=30)
