"""Addresses of the home page, the search, and the static pages."""

from django.urls import URLPattern, URLResolver, path

from maillage.portal import views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("recherche/", views.search, name="search"),
]
