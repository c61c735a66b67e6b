"""Addresses of organisations, of the map, of one's own space and of stewardship."""

from django.urls import URLPattern, path

from maillage.organisations.views import detail
from maillage.organisations.views import map as mapping

app_name = "organisations"
urlpatterns: list[URLPattern] = [
    path("organisations/", mapping.list_organisations, name="list"),
    path("organisations/qualite/", detail.show_quality, name="quality"),
    path("organisations/<slug:slug>/", detail.show_organisation, name="detail"),
    path("organisations/<slug:slug>/historique/", detail.show_history, name="history"),
    path("carte/", mapping.show_map, name="map"),
    path("carte/integrer/", mapping.embed_map, name="embed"),
]
