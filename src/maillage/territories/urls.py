"""Addresses under /territoires/."""

from django.urls import URLPattern, path

from maillage.territories import views

app_name = "territories"
urlpatterns: list[URLPattern] = [
    path("<str:address>/", views.show_territory, name="detail"),
]
