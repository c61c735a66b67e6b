"""Addresses of organisations, of the map, of one's own space and of stewardship."""

from django.urls import URLPattern, path

from maillage.organisations.views import detail, editing, mine, people, stewardship
from maillage.organisations.views import map as mapping

app_name = "organisations"
urlpatterns: list[URLPattern] = [
    path("organisations/", mapping.list_organisations, name="list"),
    path("organisations/nouvelle/", editing.add_organisation, name="create"),
    path("organisations/qualite/", detail.show_quality, name="quality"),
    path("organisations/<slug:slug>/", detail.show_organisation, name="detail"),
    path("organisations/<slug:slug>/historique/", detail.show_history, name="history"),
    path("organisations/<slug:slug>/modifier/", editing.show_sections, name="edit"),
    path("organisations/<slug:slug>/modifier/<slug:section>/", editing.edit_section, name="edit_section"),
    path("organisations/<slug:slug>/confirmer/", editing.confirm, name="confirm"),
    path("organisations/<slug:slug>/personnes/", people.manage_people, name="members"),
    path("animation/", stewardship.manage_stewards, name="stewards"),
    path("animation/<uuid:public_id>/fin/", stewardship.end, name="end_mandate"),
    path("mon-espace/", mine.show_mine, name="mine"),
    path("carte/", mapping.show_map, name="map"),
    path("carte/integrer/", mapping.embed_map, name="embed"),
]
