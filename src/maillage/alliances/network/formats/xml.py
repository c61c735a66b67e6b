"""Writing XML piece by piece: text is escaped, and what XML cannot hold is left out."""

import re
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: object) -> str:
    """Return a text as the content of an element."""
    return escape(FORBIDDEN.sub("", str(value)))


def attribute(value: object) -> str:
    """Return a text as a quoted attribute."""
    return quoteattr(FORBIDDEN.sub("", str(value)))


def comment(lines: list[str]) -> str:
    """Return sentences as a comment."""
    body = FORBIDDEN.sub("", "\n".join(lines)).replace("--", "- -")
    return f"<!--\n{body}\n-->\n"
