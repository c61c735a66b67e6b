"""French typography: numbers, dates, spaces before high punctuation, apostrophes."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from maillage.core.dates import write_date

NARROW = "\u202f"
NO_BREAK = "\u00a0"
_HIGH = re.compile(r"[ \u00a0\u202f]*([;!?]+|:(?=\s|$)|»)")
_ADDRESS = re.compile(r"(\w+://\S+|\S+@\S+|&(?:#\d+|#x[0-9a-fA-F]+|\w+);)")
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_DIGITS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_PERCENT = re.compile(r"(?<=\d) ?(?=[%€])")


def french_number(value: Any, decimals: int | None = None) -> str:
    """Write a number the French way: 1 234,5 with narrow no-break spaces; "" for None, text as it is.

    Without `decimals`, as many as the number has, two at most.
    """
    if value is None or value == "":
        return ""
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    if decimals is None:
        rounded = round(number, 2).normalize()
        decimals = max(0, -int(rounded.as_tuple().exponent))
    text = f"{number:,.{decimals}f}"
    return text.replace(",", NARROW).replace(".", ",").replace("-", "\u2212")


def french_date(value: date | datetime | None, precision: str = "day") -> str:
    """Write a date in French ("26 juin 2019"), an instant at Paris time; "" for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return write_date(value, precision)


def iso_date(value: date | datetime) -> str:
    """Return the machine form of the same day, for `<time datetime>`."""
    return (timezone.localtime(value).date() if isinstance(value, datetime) else value).isoformat()


def counted(number: int, words: str) -> str:
    """Write "1 234 organisations" from 1234 and "organisation,organisations"; French zero and one are singular."""
    singular, _, plural = words.partition(",")
    return f"{french_number(number)}{NO_BREAK}{singular if abs(number) < 2 else plural or singular + 's'}"


def typo(text: Any) -> SafeString:
    """Set narrow no-break spaces and typographic apostrophes in French text; addresses and entities are left alone.

    Text that is not marked safe is escaped; markup inside safe text is kept.
    """
    parts = re.split(r"(<[^>]*>)", conditional_escape(text))
    return mark_safe("".join(part if part.startswith("<") else _set_text(part) for part in parts))  # noqa: S308


def _set_text(text: str) -> str:
    text = text.replace("&#x27;", "’").replace("&#39;", "’").replace("'", "’")
    pieces = _ADDRESS.split(text)
    return "".join(piece if index % 2 else _set_spaces(piece) for index, piece in enumerate(pieces))


def _set_spaces(text: str) -> str:
    text = _HIGH.sub(lambda found: (NO_BREAK if found[1] in {":", "»"} else NARROW) + found[1], text)
    text = _OPENING.sub(f"«{NO_BREAK}", text)
    text = _DIGITS.sub(NARROW, text)
    return _PERCENT.sub(NARROW, text)
