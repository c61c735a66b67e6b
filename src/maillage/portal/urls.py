"""Addresses of the home page, the search, the read API, and the static pages."""

from django.urls import URLPattern, URLResolver, path

from maillage.portal import api, views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("recherche/", views.search, name="search"),
    path("api/v1/", api.urls()),
]
