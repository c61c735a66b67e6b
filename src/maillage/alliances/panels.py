"""What alliances add to the pages of territories and organisations, to the home page and to one's own space."""

from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.http import HttpRequest

from maillage.alliances.models import Alliance, Participation, ParticipationRole
from maillage.alliances.policies import can_create
from maillage.alliances.querysets import ALLIANCE, AllianceQuerySet, ParticipationQuerySet
from maillage.alliances.selectors.detail import holds
from maillage.alliances.selectors.index import taking_part
from maillage.core import clock
from maillage.core.audiences import tokens_for
from maillage.core.panels import Panel
from maillage.core.prepared import Prepared, together
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import numbers
from maillage.territories.models import Territory

SHOWN = 5
NEWEST = 3
DATES = ("period", "start_precision", "end_precision", "attested_on")
# What a line shows: composing the other columns costs more than reading them.
STAY = ("organisation", "state", "leaving_reason", *DATES)
OF_ALLIANCE = ("name", "slug", "purpose", *DATES, "territory__name")
LISTED = (*OF_ALLIANCE, "audience", "is_fictitious")


def show_here(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """Return the alliances in force that touch a territory, the most local first, five of them: two queries."""
    today = clock.today()
    found = _with_table(_local(reader=request.user, territory=territory.pk, today=today), request.user, today)
    return {**_counted(found), "can_create": can_create(request.user), "territory": territory}


def show_theirs(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """Return the alliances of an organisation, those it left last: one query. Nothing to say shows nothing."""
    today = clock.today()
    theirs: dict[str, Any] = {"reader": request.user, "organisation": organisation.pk}
    rows, roles = together(_stays.ask(**theirs), _roles.ask(**theirs))
    lives = [each for each in rows if holds(each, today) and holds(each.alliance, today)]
    past = [each for each in rows if each not in lives]
    if not rows and not can_create(request.user):
        return None
    return {
        "present": [_line(each, roles, today) for each in lives[:SHOWN]],
        "past": [_line(each, roles, today) for each in past[:SHOWN]],
        "total": len({each.alliance_id for each in lives}),
        "more": len(rows) > SHOWN,
        "organisation": organisation,
        "can_create": can_create(request.user),
    }


def show_newest(request: HttpRequest, _subject: None) -> dict[str, Any] | None:
    """Return how many real alliances there are and the last described: two queries; nothing before the first one."""
    found = _with_table(_newest(reader=request.user), request.user, clock.today())
    return _counted(found) if found else None


def show_mine(request: HttpRequest, reader: Any) -> dict[str, Any] | None:
    """Return the alliances that the reader animates or takes part in, the last changed first: two queries."""
    found = _with_table(_own(reader=reader), reader, clock.today())
    if not found and not can_create(reader):
        return None
    return _counted(found)


def _with_table(found: list[Any], reader: Any, today: date) -> list[Any]:
    """Add to each alliance who is around its table (`around`): one query."""
    tables: dict[int, list[Participation]] = {each.pk: [] for each in found}
    for participation in _around(reader=reader, alliances=tuple(tables), today=today):
        tables[participation.alliance_id].append(participation)
    for each in found:
        each.around = tables[each.pk]
    return found


def _counted(found: list[Any]) -> dict[str, Any]:
    return {"alliances": found, "total": found[0].total if found else 0}


def _line(participation: Participation, roles: list[ParticipationRole], today: date) -> dict[str, Any]:
    its_own = [each for each in roles if each.participation_id == participation.pk]
    return {"participation": participation, "roles": [each for each in its_own if holds(each, today)]}


@Prepared
def _local(*, reader: Any, territory: int, today: date) -> AllianceQuerySet:
    rows = Alliance.objects.visible_to(reader).in_force(today).touching(territory)
    return _counting(rows).order_by("territory__communes_count", "slug", "pk")[:SHOWN]


@Prepared
def _newest(*, reader: Any) -> AllianceQuerySet:
    rows = Alliance.objects.visible_to(reader).filter(is_fictitious=False)
    return _counting(rows).order_by("-created_at", "pk")[:NEWEST]


@Prepared
def _own(*, reader: Any) -> AllianceQuerySet:
    rows = Alliance.objects.visible_to(reader).filter(pk__in=numbers(tokens_for(reader), ALLIANCE))
    return _counting(rows).order_by("-updated_at", "pk")[:SHOWN]


def _counting(rows: AllianceQuerySet) -> AllianceQuerySet:
    """Let each row carry the number of all (`total`), with the columns that a list shows."""
    counted: AllianceQuerySet = rows.annotate(total=Window(Count("pk"))).select_related("territory").only(*LISTED)
    return counted


@Prepared
def _around(*, reader: Any, alliances: tuple[int, ...], today: date) -> ParticipationQuerySet:
    return taking_part(reader, today).filter(alliance__in=alliances)


@Prepared
def _stays(*, reader: Any, organisation: int) -> ParticipationQuerySet:
    rows = Participation.objects.visible_to(reader).filter(organisation=organisation)
    rows = rows.select_related("alliance__territory").order_by(F("period").desc(nulls_last=True), "pk")
    return rows.only(*STAY, *(f"alliance__{column}" for column in OF_ALLIANCE))


@Prepared
def _roles(*, reader: Any, organisation: int) -> QuerySet[ParticipationRole]:
    stays = Participation.objects.visible_to(reader).filter(organisation=organisation)
    rows = ParticipationRole.objects.filter(participation__in=stays)
    return rows.order_by("period", "pk").only("participation", "role", *DATES)


TERRITORY = Panel(name="alliances", selector=show_here, template="alliances/panels/territory.html", order=20)
ORGANISATION = Panel(name="alliances", selector=show_theirs, template="alliances/panels/organisation.html", order=20)
HOME = Panel(name="alliances", selector=show_newest, template="alliances/panels/home.html", order=10)
MINE = Panel(name="alliances", selector=show_mine, template="alliances/panels/mine.html", order=30)
