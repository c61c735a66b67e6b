"""The page of the network: a graph, a map, a matrix, and always a table and sentences."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.alliances.forms.part import PartForm
from maillage.alliances.network.graph import Node
from maillage.alliances.network.scope import Scope
from maillage.alliances.policies import can_create
from maillage.alliances.selectors.network import KnownDates
from maillage.alliances.selectors.network_beside import read_beside
from maillage.alliances.selectors.network_drawing import as_svg, positions_of
from maillage.alliances.selectors.network_kept import NotMeasured, read_measured
from maillage.alliances.selectors.network_page import (
    COLUMNS,
    GRAPH,
    MAP,
    MATRIX,
    SIZES,
    TABLE,
    VIEWS,
    Asked,
    Surroundings,
    focus_of,
    measured,
    nearby_moments,
    organisation_url,
    read_asked,
    read_surroundings,
)
from maillage.alliances.selectors.network_sheet import Sheet, read_sheet, write_sheet
from maillage.alliances.selectors.network_story import Comparison, read_comparison
from maillage.alliances.views.network_measuring import waiting_context
from maillage.core.articles import of_name
from maillage.core.components.typography import counted
from maillage.core.components.worlds import WORLDS
from maillage.core.dates import write_date

# What a form adds to the words typed for a territory: the key of the suggestion, or the proposal chosen.
TYPED = ("territory-key", "territory-pick-0")


@login_not_required
@require_safe
def show_network(request: HttpRequest) -> HttpResponse:
    """Show the network of a scope at a date, in the view asked for, with its table and its sentences."""
    asked = read_asked(request.GET)
    typed = _typed(request, asked)
    if typed is not None and typed.is_valid():
        found = typed.cleaned_data["territory"]
        empty = [name for name, values in request.GET.lists() if not any(values)]
        return redirect(_address(request, **dict.fromkeys([*empty, *TYPED]) | {"territory": found and found.code}))
    try:
        sheet, changes = _read(request, asked)
    except NotMeasured as waiting:
        return render(request, "alliances/network/waiting.html", waiting_context(request, waiting.network))
    return render(request, "alliances/network/page.html", _context(request, asked, sheet, changes, typed))


@login_not_required
@require_safe
def export_svg(request: HttpRequest) -> HttpResponse:
    """Give the graph of an address as a picture that any office tool opens."""
    asked = read_asked(request.GET)
    try:
        state = read_measured(request.user, asked)
    except NotMeasured:
        return redirect(_with_query(reverse("alliances:network"), request.GET))
    title = _title(asked, read_surroundings(asked), focus_of(state.facts))
    picture = as_svg(state, measured(state.network), positions_of(state.facts), title=title)
    answer = HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reseau-{asked.day.isoformat()}.svg"'
    return answer


def _typed(request: HttpRequest, asked: Asked) -> PartForm | None:
    """Return what was typed to name a territory, None when the address gives a code or nothing."""
    if "territory" in asked.remarks or any(name in request.GET for name in TYPED):
        return PartForm(request.GET)
    return None


def _read(request: HttpRequest, asked: Asked) -> tuple[Sheet, Comparison | None]:
    """Read what the page shows, and what changed since an earlier day when one is asked for. Raises NotMeasured."""
    if asked.before is None:
        return read_sheet(request.user, asked), None
    state = read_measured(request.user, asked)
    return write_sheet(state), read_comparison(request.user, state)


def _context(
    request: HttpRequest, asked: Asked, sheet: Sheet, changes: Comparison | None, typed: PartForm | None
) -> dict[str, Any]:
    around = read_surroundings(asked)
    understood = _understood(asked.scope)
    contributes = can_create(request.user)
    asks_beside = around.territory is not None and request.GET.get("semblables") == "1"
    part = typed or PartForm(initial={"territory": around.territory})
    return {
        "asked": asked,
        "around": around,
        "sheet": sheet,
        "part": part,
        "remarks": asked.remarks | {name: " ".join(map(str, said)) for name, said in part.errors.items()},
        "title": _title(asked, around, sheet.focus),
        "title_is_default": not asked.scope.focus and around.territory is None,
        "before_first": sheet.dates.first is not None and asked.day < sheet.dates.first,
        "is_graph": asked.view == GRAPH,
        "is_map": asked.view == MAP,
        "is_matrix": asked.view == MATRIX,
        "is_table": asked.view == TABLE,
        "opens_table": asked.view == TABLE or "sort" in request.GET or "page" in request.GET,
        "worlds": [(code, code in asked.scope.world) for code in WORLDS],
        "sizes": [(code, label, code == asked.size) for code, label in SIZES.items()],
        "rows": sheet.table.page(asked.sort, asked.page),
        "changes": changes,
        "asks_beside": asks_beside,
        "beside": read_beside(request.user, sheet, around.territory, asked.day) if asks_beside else (),
        "chips": _chips(request, asked, around),
        "focus_url": organisation_url(sheet.focus.slug) if sheet.focus else "",
        "advice_url": _advice_url(around, sheet.focus) if contributes else "",
        "can_import": contributes,
        "api_url": _with_query(reverse("api:network"), understood),
        "api_day_url": _with_query(reverse("api:network"), _with_day(understood, "as_of", asked.day)),
        "svg_url": _with_query(reverse("alliances:network_svg"), _with_day(understood, "le", asked.day)),
        "network_query": _with_day(understood, "le", asked.day).urlencode(),
        **_links(request, asked, sheet.dates),
    }


def _advice_url(around: Surroundings, focus: Node | None) -> str:
    """Return the address of the advice for what the page looks at."""
    query = QueryDict(mutable=True)
    if focus:
        query["organisation"] = focus.slug
    elif around.territory:
        query["territory"] = around.territory.code
    return _with_query(reverse("alliances:advice"), query)


def _links(request: HttpRequest, asked: Asked, dates: KnownDates) -> dict[str, Any]:
    """Return the addresses that lead from this view to another: date, view, order, scope; the rest is kept."""
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
        "columns": [(code, label, f"{_address(request, sort=code)}#tableau") for code, label in COLUMNS.items()],
        "kept_by_date": _kept(request, "le"),
        "kept_by_filters": _kept(request, "territory", *TYPED, "theme", "world", "avant"),
        "kept_by_size": _kept(request, "taille"),
    }


def _chips(request: HttpRequest, asked: Asked, around: Surroundings) -> list[tuple[str, str]]:
    """Name the filters in force, each with the address without it."""
    scope = asked.scope
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


def _title(asked: Asked, around: Surroundings, focus: Node | None) -> str:
    if asked.scope.focus and focus:
        return _("Autour %(of_name)s") % {"of_name": of_name(focus.name)}
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
