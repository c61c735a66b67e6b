"""What a cell says as text, the same whether it comes from a CSV or a spreadsheet, and what makes it harmless."""

from datetime import date, datetime
from typing import Any

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
SHIELD = "'"


def write_cell(value: Any) -> str:
    """Return the text of a value: nothing for None, "oui" or "non", ISO days, numbers with a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().replace(tzinfo=None).isoformat() == "00:00:00" else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def shield(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a plain number stays a number."""
    if text.startswith(FORMULA) and not _is_number(text):
        return SHIELD + text
    return text


def unshield(text: str) -> str:
    """Return the text that `shield` made harmless."""
    return text[1:] if text.startswith(SHIELD) and text[1:].startswith(FORMULA) else text


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1)
    return text[0] in "+-" and digits.isascii() and digits.isdigit()
