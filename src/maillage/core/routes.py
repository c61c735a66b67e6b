"""Addresses of what pages link to by the dozen: a route is looked up once, not once a link."""

from functools import cache

from django.urls import get_script_prefix, reverse

PLACE = "place"


def page_address(view: str, part: str) -> str:
    """Return what `reverse(view, args=[part])` does, for a part that needs no quoting (a slug, a code)."""
    before, after = _around(view, get_script_prefix())
    return f"{before}{part}{after}"


@cache
def _around(view: str, script_prefix: str) -> tuple[str, str]:
    """Return what stands before and after the part; the address of the site's root counts, as it may vary."""
    before, _place, after = reverse(view, args=[PLACE]).rpartition(PLACE)
    return before, after
