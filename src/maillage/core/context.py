"""What every page knows."""

from typing import Any

from django.conf import settings

from maillage.core import navigation
from maillage.core.version import VERSION

THEMES = {"light", "dark"}


def site(request: Any) -> dict[str, Any]:
    """Return the menu, the chosen theme (empty: that of the reader's system), the demonstration flag, the version.

    Kept on the request: a page and each of its panels ask for it.
    """
    kept: dict[str, Any] | None = getattr(request, "_site", None)
    if kept is None:
        theme = request.COOKIES.get("theme", "")
        kept = {
            "navigation_entries": navigation.links(request.path),
            "theme": theme if theme in THEMES else "",
            "demo": settings.DEMO,
            "version": VERSION,
        }
        request._site = kept  # noqa: SLF001 a memo of the request
    return kept
