"""The page of the network: a graph, a map, a matrix, and always a table and sentences."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.alliances.network.reading import read_out
from maillage.alliances.network.results import findings_of, is_ready
from maillage.alliances.network.scope import Scope
from maillage.alliances.policies import can_create
from maillage.alliances.selectors.network_beside import read_beside
from maillage.alliances.selectors.network_drawing import as_svg, positions_of
from maillage.alliances.selectors.network_page import (
    COLUMNS,
    GRAPH,
    MAP,
    MATRIX,
    SIZES,
    VIEWS,
    State,
    Surroundings,
    list_contested,
    list_rows,
    measured,
    nearby_moments,
    organisation_url,
    read_asked,
    read_matrix,
    read_state,
    read_surroundings,
)
from maillage.alliances.selectors.network_story import read_comparison, tell
from maillage.alliances.views.network_measuring import waiting_context
from maillage.core.components.typography import counted
from maillage.core.components.worlds import WORLDS
from maillage.core.dates import write_date
from maillage.organisations.enums import World


@login_not_required
@require_safe
def show_network(request: HttpRequest) -> HttpResponse:
    """Show the network of a scope at a date, in the view asked for, with its table and its sentences."""
    state = read_state(request.user, read_asked(request.GET))
    if not is_ready(state.network):
        return render(request, "alliances/network/waiting.html", waiting_context(request, state.network))
    around = read_surroundings(request.user, state)
    return render(request, "alliances/network/page.html", _context(request, state, around))


@login_not_required
@require_safe
def export_svg(request: HttpRequest) -> HttpResponse:
    """Give the graph of an address as a picture that any office tool opens."""
    state = read_state(request.user, read_asked(request.GET))
    if not is_ready(state.network):
        return redirect(_with_query(reverse("alliances:network"), request.GET))
    title = _title(state, read_surroundings(request.user, state))
    picture = as_svg(state, measured(state.network), positions_of(state), title=title)
    answer = HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reseau-{state.asked.day.isoformat()}.svg"'
    return answer


def _context(request: HttpRequest, state: State, around: Surroundings) -> dict[str, Any]:
    asked, network = state.asked, state.network
    findings = findings_of(network)
    measures = findings.measures
    understood = _understood(asked.scope)
    contested, contested_total = list_contested(state)
    contributes = can_create(request.user)
    asks_beside = around.territory is not None and request.GET.get("semblables") == "1"
    return {
        "asked": asked,
        "around": around,
        "title": _title(state, around),
        "title_is_default": not asked.scope.focus and around.territory is None,
        "network": network,
        "dates": state.dates,
        "tied": len(state.tied),
        "untied": len(network.nodes) - len(state.tied),
        "worlds_met": len({network.nodes[place].world for place in state.tied} - {World.UNKNOWN}),
        "alliances_met": len(network.sizes),
        "before_first": state.dates.first is not None and asked.day < state.dates.first,
        "is_graph": asked.view == GRAPH,
        "is_map": asked.view == MAP,
        "matrix": read_matrix(network, measures) if asked.view == MATRIX else None,
        "worlds": [(code, code in asked.scope.world) for code in WORLDS],
        "sizes": [(code, label, code == asked.size) for code, label in SIZES.items()],
        "rows": list_rows(state, measures),
        "story": tell(read_out(network, findings)),
        "changes": read_comparison(request.user, state),
        "asks_beside": asks_beside,
        "beside": read_beside(request.user, state, around.territory) if asks_beside else (),
        "contested": contested,
        "contested_total": contested_total,
        "chips": _chips(request, state, around),
        "focus_url": organisation_url(around.focus) if around.focus else "",
        "advice_url": _advice_url(around) if contributes else "",
        "can_import": contributes,
        "api_url": _with_query(reverse("api:network"), understood),
        "api_day_url": _with_query(reverse("api:network"), _with_day(understood, "as_of", asked.day)),
        "svg_url": _with_query(reverse("alliances:network_svg"), _with_day(understood, "le", asked.day)),
        "network_query": _with_day(understood, "le", asked.day).urlencode(),
        **_links(request, state),
    }


def _advice_url(around: Surroundings) -> str:
    """Return the address of the advice for what the page looks at."""
    query = QueryDict(mutable=True)
    if around.focus:
        query["organisation"] = around.focus.slug
    elif around.territory:
        query["territory"] = around.territory.code
    return _with_query(reverse("alliances:advice"), query)


def _links(request: HttpRequest, state: State) -> dict[str, Any]:
    """Return the addresses that lead from this view to another: date, view, order, scope; the rest is kept."""
    asked, dates = state.asked, state.dates
    earlier, later = nearby_moments(dates, asked.day)
    return {
        "earlier": earlier and (earlier, _address(request, le=earlier)),
        "later": later and (later, _address(request, le=later)),
        "first_url": _address(request, le=dates.first),
        "today_url": _address(request, le=None),
        "whole_url": _address(request, organisation=None),
        "clear_url": _address(request, territory=None, theme=None, world=None, avant=None),
        "focus_from": _address(request, organisation=""),
        "beside_url": _address(request, semblables="1"),
        "beside_from": _address(request, territory=""),
        "alone_url": _address(request, avant=None),
        "moments": ",".join(day.isoformat() for day in dates.moments),
        "views": [(code, label, _address(request, vue=code), code == asked.view) for code, label in VIEWS.items()],
        "columns": [(code, label, _address(request, sort=code)) for code, label in COLUMNS.items()],
        "kept_by_date": _kept(request, "le"),
        "kept_by_filters": _kept(request, "territory", "theme", "world", "avant"),
        "kept_by_size": _kept(request, "taille"),
    }


def _chips(request: HttpRequest, state: State, around: Surroundings) -> list[tuple[str, str]]:
    """Name the filters in force, each with the address without it."""
    asked, scope = state.asked, state.asked.scope
    found: list[tuple[str, str]] = []
    if around.territory:
        found.append((around.territory.title, _address(request, territory=None)))
    if scope.theme:
        found.append((dict(around.themes).get(scope.theme, scope.theme), _address(request, theme=None)))
    if scope.world:
        names = ", ".join(str(WORLDS[code].label) for code in scope.world)
        found.append((names, _address(request, world=None)))
    if scope.organisations:
        chosen = counted(len(scope.organisations), _("organisation choisie,organisations choisies"))
        found.append((chosen, _address(request, o=None)))
    if asked.before:
        day = _("comparé au %(day)s") % {"day": write_date(asked.before)}
        found.append((day, _address(request, avant=None)))
    return found


def _title(state: State, around: Surroundings) -> str:
    if state.asked.scope.focus and around.focus:
        return _("Autour de %(name)s") % {"name": around.focus.name}
    if around.territory:
        return _("Réseau : %(name)s") % {"name": around.territory.title}
    return _("Réseau des alliances")


def _understood(scope: Scope) -> QueryDict:
    """Return the query that names a scope, without what could not be read."""
    query = QueryDict(mutable=True)
    for name, value in (("territory", scope.territory), ("theme", scope.theme), ("organisation", scope.focus)):
        if value:
            query[name] = value
    query.setlist("world", list(scope.world))
    query.setlist("o", list(scope.organisations))
    return query


def _with_day(query: QueryDict, name: str, day: date) -> QueryDict:
    dated = query.copy()
    dated[name] = day.isoformat()
    return dated


def _address(request: HttpRequest, **changes: date | str | None) -> str:
    """Return the address of the page with some parameters changed, or taken out by None."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value.isoformat() if isinstance(value, date) else str(value)
    return _with_query(reverse("alliances:network"), query)


def _with_query(address: str, query: QueryDict) -> str:
    return f"{address}?{query.urlencode()}" if query else address


def _kept(request: HttpRequest, *own: str) -> list[tuple[str, str]]:
    """Return the parameters that a form keeps: all but its own fields and the page number."""
    left = {*own, "page"}
    return [(name, value) for name, values in request.GET.lists() if name not in left for value in values if value]
