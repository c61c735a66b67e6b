"""The search, for machines and for the page's own islands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from maillage.core.audiences import tokens_for
from maillage.core.problems import problem
from maillage.search import engine, parameters
from maillage.search.query import Hit

router = Router(tags=["recherche"])


@router.get("/search", summary="Chercher parmi les territoires et les organisations", url_name="search")
def search(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """Parameters are those of the page: q, kind, world, craft, theme, odd, territory, near, bbox, sort, page; `suggest=1` answers as one types."""
    current = engine.current()
    audiences = tokens_for(request.user)
    if request.GET.get("suggest"):
        return {"hits": [_hit(hit) for hit in current.suggest(request.GET.get("q", ""), audiences)]}
    asked = parameters.read(request.GET, engine=current, audiences=audiences)
    if asked.remarks:
        return problem(400, "Paramètre à corriger", " ".join(asked.remarks.values()), parameters=dict(asked.remarks))
    result = current.search(asked.query)
    return {
        "hits": [_hit(hit) for hit in result.hits],
        "total": result.total,
        "page": result.page,
        "pages": result.pages,
        "facets": {
            name: [{"value": each.value, "count": each.count, "selected": each.selected} for each in counts]
            for name, counts in result.facets.items()
        },
        "suggestions": list(result.suggestions),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "key": hit.key,
        "kind": hit.kind,
        "title": hit.title,
        "title_html": hit.title_html,
        "url": hit.url,
        "subtitle": hit.subtitle,
        "snippet_html": hit.snippet_html,
        "marks": dict(hit.marks),
        "latitude": hit.latitude,
        "longitude": hit.longitude,
        "distance_km": hit.distance_km,
    }
