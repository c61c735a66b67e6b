"""The read API: each app's endpoints under one address, errors as problem details in French."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from maillage.alliances.endpoints import router as alliances
from maillage.alliances.network_endpoints import router as network
from maillage.core.problems import problem
from maillage.core.version import VERSION
from maillage.organisations.endpoints import router as organisations
from maillage.portal.endpoints import router as search
from maillage.territories.endpoints import router as territories


class CompactRenderer(JSONRenderer):
    """JSON without spaces, accents as they are: a map of three hundred points is a fifth lighter."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


api = NinjaAPI(
    title="Maillage",
    version=VERSION,
    description="Lecture des territoires et des organisations visibles par la personne qui demande.",
    docs_url=None,
    urls_namespace="api",
    renderer=CompactRenderer(),
)
api.add_router("", search)
api.add_router("", territories)
api.add_router("", organisations)
api.add_router("", network)
api.add_router("", alliances)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("Introuvable"), str(error) or _("Vérifiez le code ou l’identifiant demandé."))


@api.exception_handler(PermissionDenied)
def refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, _("Accès refusé"), str(error) or _("Votre compte n’a pas ce droit."))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, Any] = {".".join(str(part) for part in each["loc"][1:]): each["type"] for each in error.errors}
    return problem(
        400, _("Paramètre à corriger"), _("Vérifiez : %(fields)s.") % {"fields": ", ".join(fields)}, parameters=fields
    )


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, _("Demande refusée"), str(error))


def urls() -> tuple[list[Any], str, str]:
    """Return the API's addresses, open to all: what each answers is trimmed to what the reader may see."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        pattern.callback = login_not_required(cast("Callable[..., HttpResponse]", pattern.callback))
    return patterns, application, namespace
