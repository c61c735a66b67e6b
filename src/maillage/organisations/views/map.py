"""The map of organisations, its list, and its version for other sites."""

from dataclasses import replace
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from maillage.core.audiences import PUBLIC, tokens_for
from maillage.organisations import facets
from maillage.organisations.policies import can_create
from maillage.organisations.selectors.mapping import Listing, list_map

CATALYST = "catalyst"


@login_not_required
@require_safe
def list_organisations(request: HttpRequest) -> HttpResponse:
    """Lead to the search, kept to organisations: it is the list, with its filters."""
    query = request.GET.copy()
    query["kind"] = "organisation"
    return redirect(f"{reverse('portal:search')}?{query.urlencode()}")


@login_not_required
@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    """Show on a map and in a list every organisation that matches the address, with the filters of the search."""
    context = _context(request, tokens_for(request.user)) | {"can_create": can_create(request.user)}
    template = "organisations/_map.html" if request.htmx else "organisations/map.html"  # type: ignore[attr-defined]  # django-htmx
    return render(request, template, context)


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed_map(request: HttpRequest) -> HttpResponse:
    """The map alone, for a frame in another site: public things only, whoever reads."""
    return render(request, "organisations/map_embedded.html", _context(request, frozenset({PUBLIC})))


def _context(request: HttpRequest, audiences: frozenset[str]) -> dict[str, Any]:
    listing = list_map(request.GET, audiences)
    shared = request.GET.copy()
    shared.pop("page", None)
    query = shared.urlencode()
    return {
        "listing": listing,
        "asked": listing.asked,
        "query": listing.asked.query,
        "result": listing.result,
        "facets": _facets(request, listing),
        "map_query": query,
        "share_url": request.build_absolute_uri(f"{reverse('organisations:map')}?{query}".rstrip("?")),
        "embed_url": request.build_absolute_uri(f"{reverse('organisations:embed')}?{query}".rstrip("?")),
        "tiles": settings.MAP_TILES_URL,
    }


def _facets(request: HttpRequest, listing: Listing) -> facets.Facets:
    """Name the facets; the map always shows organisations, so of the kinds only catalysts are a choice."""
    named = facets.describe(listing.result, listing.asked.query.filters, request.GET)
    groups = tuple(
        replace(group, choices=tuple(choice for choice in group.choices if choice.value == CATALYST))
        if group.name == "kind"
        else group
        for group in named.groups
    )
    shown = str(facets.KINDS["organisation"])
    return replace(
        named,
        groups=tuple(group for group in groups if group.choices),
        chips=tuple(chip for chip in named.chips if chip.label != shown),
    )
