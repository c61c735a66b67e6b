"""The read API of the network: the twin of the page `/reseau/`."""

from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.translation import gettext as _
from ninja import Router, Schema

from maillage.alliances.selectors.network_drawing import write_json
from maillage.alliances.selectors.network_kept import NotMeasured, read_told
from maillage.alliances.selectors.network_page import read_asked
from maillage.core.problems import problem

router = Router(tags=["alliances"])


class NetworkHit(Schema):
    """Une organisation reliée, sa place sur le dessin et ses mesures ce jour-là."""

    id: str
    name: str
    url: str
    world: str
    seat: str
    lat: float | None
    lon: float | None
    x: float
    y: float
    ties: int
    strength: float
    between: float


class NetworkHub(Schema):
    """Une alliance trop nombreuse pour que chaque paire de membres soit un lien."""

    alliance: int
    members: list[int]
    x: float
    y: float


class NetworkAlliance(Schema):
    name: str
    url: str


class NetworkAnswer(Schema):
    """Le réseau d’un jour.

    Un lien est une suite : places des deux organisations dans `hits`, poids, 1 s’il est confirmé par les parties
    (0 sinon), places des alliances dans `alliances`, nombre de liens directs.
    """

    hits: list[NetworkHit]
    total: int
    on: date
    ties: list[tuple[int, int, float, int, list[int], int]]
    hubs: list[NetworkHub]
    alliances: list[NetworkAlliance]
    contested: int
    untied: int
    unconfirmed: int
    undated: int


@router.get("/network", summary="Le réseau à une date", url_name="network", response=NetworkAnswer)
def read_network(request: HttpRequest) -> HttpResponse:
    """Parameters: `as_of` (2019-06-26), `territory`, `theme`, `world` and `o` (repeated), `organisation`."""
    asked = read_asked(request.GET)
    if asked.remarks:
        return problem(400, _("Paramètre à corriger"), " ".join(asked.remarks.values()), parameters=asked.remarks)
    try:
        written = read_told(request.user, asked, write_json)
    except NotMeasured:
        sentence = _("Ce réseau est grand : demandez sa mesure sur sa page, puis réessayez dans quelques secondes.")
        return problem(503, _("Mesure à faire"), sentence)
    return _compressed(request, HttpResponse(written, content_type="application/json"))


def _compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compress an answer of some hundred kilobytes as the middleware of the framework does, random padding included."""
    return cast("HttpResponse", GZipMiddleware(lambda _request: response).process_response(request, response))
