"""Every address of the site, composed from the apps."""

from django.urls import include, path

from maillage.portal import api

urlpatterns = [
    path("", include("maillage.portal.urls")),
    path("api/v1/", api.urls()),
    path("", include("maillage.core.urls")),
    path("territoires/", include("maillage.territories.urls")),
    path("", include("maillage.themes.urls")),
    path("", include("maillage.organisations.urls")),
    path("", include("maillage.alliances.urls")),
    path("", include("maillage.accounts.urls")),
]

handler404 = "maillage.core.views.page_not_found"
handler403 = "maillage.core.views.permission_denied"
handler500 = "maillage.core.views.server_error"
handler400 = "maillage.core.views.bad_request"
