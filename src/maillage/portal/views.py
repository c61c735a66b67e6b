"""The home page and the search page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from maillage.core import panels
from maillage.core.audiences import tokens_for
from maillage.organisations import facets
from maillage.portal.selectors import read_home
from maillage.search import engine, parameters
from maillage.search.query import SearchResult, Sort

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
    figures, latest = read_home(request.user)
    context = {
        "figures": figures,
        "latest": latest,
        "panels": panels.render("home", request, None),
    }
    return render(request, "portal/home.html", context)


def way_out(result: SearchResult, labels: Mapping[tuple[str, str], str], address: QueryDict) -> dict[str, Any] | None:
    """Return the facet value that opens most answers when nothing was found: its name, their number, the address.

    When another choice of a facet is enough the words are kept, otherwise they are dropped.
    """
    widest = result.widest
    label = labels.get((widest.facet, widest.value)) if widest else None
    if widest is None or label is None:
        return None
    words_kept = any(each.count and not each.selected for each in result.facets.get(widest.facet, ()))
    apart = urlencode({widest.facet: widest.value})
    url = facets.address_with(address, widest.facet, [widest.value]) if words_kept else f"?{apart}"
    return {"label": label, "count": widest.count, "url": url}


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search everything that the reader may see; every state of the page is an address."""
    current = engine.current()
    asked = parameters.read(request.GET, engine=current, audiences=tokens_for(request.user))
    result = current.search(asked.query)
    named = facets.describe(result, asked.query.filters, request.GET)
    context = {
        "asked": asked,
        "query": asked.query,
        "result": result,
        "first": (result.page - 1) * result.per_page + 1,
        "facets": named,
        "sorts": [
            {"value": sort.value, "label": label, "chosen": sort == asked.query.sort} for sort, label in SORTS.items()
        ],
        "suggested": [
            {"text": text, "url": facets.address_with(request.GET, "q", [text])} for text in result.suggestions
        ],
        "way_out": way_out(result, named.labels, request.GET),
        "without_filters": "?" + urlencode({"q": asked.query.text}),
    }
    template = "portal/_results.html" if request.htmx else "portal/search.html"  # type: ignore[attr-defined]
    return render(request, template, context)
