"""The address of the site, for the links of letters: one rule, whether a request or a job sends them."""

from django.conf import settings
from django.http import HttpRequest


def site_address(request: HttpRequest | None = None) -> str:
    """Return the address of the site without a final slash.

    It is the one of the settings when there is one, so that all letters agree; else the one by which the reader of the
    request reached the site, whose host was checked; else, for a job that no request began, that of this machine.
    """
    if settings.SITE_URL:
        return str(settings.SITE_URL).rstrip("/")
    if request is not None:
        return request.build_absolute_uri("/").rstrip("/")
    return str(settings.LOCAL_URL)
