"""Addresses of the home page, the search, and the static pages."""

from django.urls import URLPattern, URLResolver, path

from maillage.portal import pages, views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("recherche/", views.search, name="search"),
    path("mentions-legales/", pages.legal_notice, name="legal_notice"),
    path("donnees-personnelles/", pages.personal_data, name="personal_data"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("plan-du-site/", pages.site_map, name="site_map"),
    path("aide/", pages.user_help, name="help"),
    path("contact/", pages.contact, name="contact"),
    path("sante/", pages.health, name="health"),
]
