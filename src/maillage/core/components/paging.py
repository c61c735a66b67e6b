"""The numbers that a pagination shows."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

GAP = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of the list: its address, or a gap (number 0)."""

    number: int
    url: str
    current: bool = False
    far: bool = False


def shown_numbers(number: int, last: int) -> list[int]:
    """Return the first and last pages, the current one and its neighbours, 0 where numbers are skipped."""
    kept = sorted({page for page in (1, 2, number - 1, number, number + 1, last - 1, last) if 1 <= page <= last})
    shown: list[int] = []
    for page in kept:
        if shown and page - shown[-1] == 2:
            shown.append(page - 1)
        elif shown and page - shown[-1] > 2:
            shown.append(GAP)
        shown.append(page)
    return shown


def page_address(request: HttpRequest, number: int, parameter: str, anchor: str = "") -> str:
    """Return the address of another page of the same list: every other parameter is kept, page 1 is not written."""
    query = request.GET.copy()
    query.pop(parameter, None)
    if number > 1:
        query[parameter] = str(number)
    text = query.urlencode()
    address = f"?{text}" if text else request.path
    return f"{address}#{anchor}" if anchor else address


def page_links(request: HttpRequest, number: int, last: int, parameter: str, anchor: str = "") -> dict[str, Any]:
    """Return what the pagination template needs: pages, previous, next."""
    return {
        "pages": [
            PageLink(
                number=page,
                url=page_address(request, page, parameter, anchor) if page else "",
                current=page == number,
                far=page not in {GAP, 1, number, last} and abs(page - number) > 0,
            )
            for page in shown_numbers(number, last)
        ],
        "previous": page_address(request, number - 1, parameter, anchor) if number > 1 else "",
        "next": page_address(request, number + 1, parameter, anchor) if number < last else "",
        "number": number,
        "last": last,
    }
