"""Addresses of alliances and of the network."""

from django.urls import URLPattern, path

from maillage.alliances.views import detail

app_name = "alliances"
urlpatterns: list[URLPattern] = [
    path("alliances/<slug:slug>/", detail.show_alliance, name="detail"),
]
