"""The read API of organisations and of the map."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from maillage.core import clock
from maillage.core.audiences import tokens_for
from maillage.core.problems import problem
from maillage.organisations.policies import access_organisation
from maillage.organisations.selectors.detail import read_detail
from maillage.organisations.selectors.machines import as_json
from maillage.organisations.selectors.mapping import ask_map, cells_as_json, only_organisation, zoom_of

router = Router(tags=["organisations"])


@router.get("/organisations/{public_id}", summary="Une organisation", url_name="organisation")
def read_organisation(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Return the facts of an organisation that the reader may see; people are left out."""
    organisation = access_organisation(actor=request.user, public_id=_identifier(public_id))
    detail = read_detail(organisation, clock.today())
    return as_json(detail, request.build_absolute_uri(organisation.get_absolute_url()))


@router.get("/map", summary="Les organisations d’un cadre de la carte", url_name="map")
def read_map(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """Parameters: bbox=west,south,east,north and zoom, then those of the search; `organisation` keeps one alone."""
    if alone := request.GET.get("organisation", ""):
        organisation = access_organisation(actor=request.user, public_id=_identifier(alone))
        return only_organisation(organisation)
    zoom = zoom_of(request.GET.get("zoom", ""))
    asked = ask_map(request.GET, tokens_for(request.user))
    if zoom is None or asked.remarks:
        remarks = dict(asked.remarks)
        if zoom is None:
            remarks["zoom"] = _("Échelle impossible : donnez un nombre de 0 à 22.")
        return problem(400, _("Paramètre à corriger"), " ".join(remarks.values()), parameters=remarks)
    return cells_as_json(asked.query, zoom)


def _identifier(value: str) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except ValueError as error:
        raise Http404(_("Cet identifiant n’a pas la forme attendue.")) from error
