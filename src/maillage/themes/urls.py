"""Addresses of the frameworks."""

from django.urls import path, re_path

from maillage.themes import views

app_name = "themes"
urlpatterns = [
    path("referentiels/", views.list_frameworks, name="frameworks"),
    path("referentiels/<slug:slug>/", views.show_framework, name="framework"),
    re_path(
        r"^referentiels/(?P<slug>[-a-z0-9]+)\.(?P<extension>json|yaml)$",
        views.download_framework,
        name="framework_download",
    ),
]
