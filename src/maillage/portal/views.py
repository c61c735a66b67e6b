"""The home page and the search page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from maillage.core import panels
from maillage.core.audiences import tokens_for
from maillage.organisations import facets
from maillage.portal.selectors import figures, latest_organisations
from maillage.search import engine, parameters
from maillage.search.query import Sort

SORTS = {
    Sort.RELEVANCE: _("Pertinence"),
    Sort.NAME: _("Nom"),
    Sort.DISTANCE: _("Distance"),
    Sort.DATE: _("Date"),
}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, offer one search and one map, show the network in figures and what is new."""
    context = {
        "figures": figures(request.user),
        "latest": latest_organisations(request.user),
        "panels": panels.render("home", request, None),
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search everything that the reader may see; every state of the page is an address."""
    current = engine.current()
    asked = parameters.read(request.GET, engine=current, audiences=tokens_for(request.user))
    result = current.search(asked.query)
    context = {
        "asked": asked,
        "query": asked.query,
        "result": result,
        "facets": facets.describe(result, asked.query.filters, request.GET),
        "sorts": [
            {"value": sort.value, "label": label, "chosen": sort == asked.query.sort} for sort, label in SORTS.items()
        ],
        "suggested": [
            {"text": text, "url": facets.address_with(request.GET, "q", [text])} for text in result.suggestions
        ],
        "without_filters": facets.address_with(request.GET.__class__(""), "q", [asked.query.text]),
    }
    if result.widest:
        widest = result.widest
        context["widest"] = {
            "label": facets.describe(result, asked.query.filters, request.GET).labels.get((widest.facet, widest.value)),
            "count": widest.count,
        }
    template = "portal/_results.html" if request.htmx else "portal/search.html"  # type: ignore[attr-defined]
    return render(request, template, context)
