"""Addresses."""

from django.urls import path

from maillage.core import views

app_name = "core"
urlpatterns = [
    path("composants/", views.components, name="components"),
    path("apparence/", views.appearance, name="appearance"),
]
