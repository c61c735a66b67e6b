"""The search, for machines and for the page's own islands."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from maillage.core.audiences import tokens_for
from maillage.core.problems import problem
from maillage.search import engine, parameters
from maillage.search.query import Hit

router = Router(tags=["recherche"])

MOST_KINDS = 10

SINGLE = {
    "q": "texte cherché (300 caractères)",
    "near": "« latitude,longitude », code ou nom d’un territoire",
    "bbox": "ouest,sud,est,nord en degrés",
    "sort": "relevance, name, distance ou date",
    "page": "numéro de page, 20 réponses par page",
    "suggest": "1 : répondre pendant la frappe, seulement `hits`, d’une seule sorte si `kind` est donné",
}
PARAMETERS = [
    {"name": name, "in": "query", "description": text, "schema": {"type": "string"}} for name, text in SINGLE.items()
] + [
    {
        "name": name,
        "in": "query",
        "description": "valeurs de cette facette, répétable",
        "schema": {"type": "array", "items": {"type": "string"}},
        "explode": True,
    }
    for name in settings.SEARCH_FACETS
]


@router.get(
    "/search",
    summary="Chercher parmi les territoires et les organisations",
    url_name="search",
    openapi_extra={"parameters": PARAMETERS},
)
def search(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """Les paramètres sont ceux de la page de recherche."""
    current = engine.current()
    audiences = tokens_for(request.user)
    if request.GET.get("suggest"):
        kinds = {"kind": tuple(request.GET.getlist("kind")[:MOST_KINDS])}
        return {"hits": [_hit(hit) for hit in current.suggest(request.GET.get("q", ""), audiences, filters=kinds)]}
    asked = parameters.read(request.GET, engine=current, audiences=audiences)
    if asked.remarks:
        return problem(400, _("Paramètre à corriger"), " ".join(asked.remarks.values()), parameters=dict(asked.remarks))
    result = current.search(asked.query)
    return {
        "hits": [_hit(hit) for hit in result.hits],
        "total": result.total,
        "facets": {
            name: [{"value": each.value, "count": each.count, "selected": each.selected} for each in counts]
            for name, counts in result.facets.items()
        },
        "suggestions": list(result.suggestions),
        "page": result.page,
        "pages": result.pages,
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
