"""The page of an alliance on a day, and its history."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from maillage.alliances.policies import Moved, access_alliance, rights_on
from maillage.alliances.selectors.charters import read_charter
from maillage.alliances.selectors.commitments import read_commitments
from maillage.alliances.selectors.detail import for_page, read_detail
from maillage.alliances.selectors.history import read_history
from maillage.alliances.selectors.machines import json_ld
from maillage.alliances.selectors.moments import read_moment
from maillage.alliances.selectors.path import SHOWN, read_path
from maillage.alliances.selectors.sentences import introduce
from maillage.core import clock, panels
from maillage.core.audiences import MEMBERS, tokens_for
from maillage.organisations.views.detail import data_block


@login_not_required
@require_safe
def show_alliance(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an alliance as it is, or as it was on the day of `?le=`; a former address leads to the present one."""
    try:
        alliance = access_alliance(actor=request.user, slug=slug, rows=for_page())
    except Moved as moved:
        query = request.META.get("QUERY_STRING", "")
        return redirect(moved.alliance.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    today = clock.today()
    moment = read_moment(request.GET.get("le", ""), today)
    rights = rights_on(request.user, alliance)
    detail = read_detail(alliance, request.user, rights=rights, on=moment.on, today=today)
    address = request.build_absolute_uri(alliance.get_absolute_url())
    context: dict[str, Any] = {
        "detail": detail,
        "alliance": alliance,
        "moment": moment,
        "today": today,
        "introduction": introduce(detail),
        "rights": rights,
        "path": read_path(alliance, request.user, on=moment.on, shown=SHOWN),
        "commitments": read_commitments(alliance, request.user, on=moment.on, today=today),
        "charter": read_charter(alliance, request.user, own=rights.own, on=moment.on, today=today),
        "mine": next((seat for seat in detail.awaited if seat.can_answer), None),
        "canonical": address,
        "json_ld": data_block(json_ld(detail, address)),
        "panels": [] if detail.is_past else panels.render("alliance", request, alliance),
    }
    return render(request, "alliances/detail.html", context)


@login_not_required
@require_safe
def show_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell who changed what and when; names are for members, what concerns participants for partners."""
    try:
        alliance = access_alliance(actor=request.user, slug=slug)
    except Moved as moved:
        return redirect("alliances:history", moved.alliance.slug, permanent=True)
    rights = rights_on(request.user, alliance)
    with_names = MEMBERS in tokens_for(request.user) or rights.can_edit
    context = {
        "alliance": alliance,
        "rights": rights,
        "with_names": with_names,
        "steps": read_history(alliance, with_names=with_names, as_partner=rights.is_partner),
    }
    return render(request, "alliances/history.html", context)
