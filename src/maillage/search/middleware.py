"""While no index was ever built, the pages that need one say so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from maillage.core.problems import problem
from maillage.search.folder import IndexMissing

API = "/api/"


class IndexMissingMiddleware:
    """Answer 503 with a sentence, as a page or as a problem of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, IndexMissing):
            return None
        reason = _("L’index de recherche n’est pas encore construit.")
        if request.path.startswith(API):
            return problem(503, _("Recherche indisponible"), f"{reason} {_('Réessayez dans une minute.')}")
        return render(request, "503.html", {"reason": reason}, status=503)
