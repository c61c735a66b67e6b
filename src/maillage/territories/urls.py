"""Addresses under /territoires/."""

from django.urls import URLPattern, path, re_path

from maillage.territories.views import composer, pages

app_name = "territories"
urlpatterns: list[URLPattern] = [
    path("", pages.show_index, name="index"),
    path("nouveau/", composer.create_perimeter, name="create"),
    re_path(r"^code-postal/(?P<code>\d{5})/$", pages.show_postal_code, name="postal_code"),
    path("<str:address>/", pages.show_territory, name="detail"),
    path("<str:address>/composition/<str:nature>/", pages.list_parts, name="parts"),
    path("<str:address>/modifier/", composer.rename_perimeter, name="rename"),
    path("<str:address>/recomposer/", composer.recompose_perimeter, name="recompose"),
    path("<str:address>/historique/", pages.show_history, name="history"),
]
