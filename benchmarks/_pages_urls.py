"""The site, and a view that does nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler404
from config.urls import urlpatterns as site

__all__ = ["handler404", "urlpatterns"]


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("vide")


urlpatterns = [path("vide/", empty), *site]
