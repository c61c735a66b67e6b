"""The page of an organisation, its history, and the page that explains the quality score."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import json_script
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from maillage.core import clock, panels
from maillage.organisations import identifiers
from maillage.organisations.policies import Moved, access_organisation, can_create, rights_on
from maillage.organisations.selectors.detail import read_detail
from maillage.organisations.selectors.history import read_history
from maillage.organisations.selectors.machines import json_ld
from maillage.organisations.selectors.quality import CRITERIA
from maillage.organisations.selectors.sentences import introduce


@login_not_required
@require_safe
def show_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who the organisation is, what it is linked to, and where all this comes from."""
    try:
        organisation = access_organisation(actor=request.user, slug=slug)
    except Moved as moved:
        return redirect(moved.organisation, permanent=True)
    detail = read_detail(organisation, clock.today())
    address = request.build_absolute_uri(organisation.get_absolute_url())
    context: dict[str, Any] = {
        "detail": detail,
        "organisation": organisation,
        "introduction": introduce(detail),
        "rights": rights_on(request.user, organisation),
        "can_create": can_create(request.user),
        "json_ld": data_block(json_ld(detail, address)),
        "siren": identifiers.format_siren(organisation.siren) if organisation.siren else "",
        "siret": identifiers.format_siret(organisation.siret) if organisation.siret else "",
        "panels": panels.render("organisation", request, organisation),
    }
    return render(request, "organisations/detail.html", context)


@login_not_required
@require_safe
def show_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell who changed what and when; names are for members."""
    try:
        organisation = access_organisation(actor=request.user, slug=slug)
    except Moved as moved:
        return redirect("organisations:history", moved.organisation.slug, permanent=True)
    rights = rights_on(request.user, organisation)
    context = {
        "organisation": organisation,
        "rights": rights,
        "steps": read_history(organisation, with_names=rights.can_see_members),
    }
    return render(request, "organisations/history.html", context)


@login_not_required
@require_safe
def show_quality(request: HttpRequest) -> HttpResponse:
    """Explain the quality score: its ten criteria and how each counts."""
    return render(request, "organisations/quality.html", {"criteria": CRITERIA})


def data_block(data: dict[str, Any]) -> str:
    """Write JSON-LD as an inert data block: not a script for the browser, its text escaped."""
    block = json_script(data).replace('type="application/json"', 'type="application/ld+json"', 1)
    return mark_safe(block)  # noqa: S308 escaped by json_script
