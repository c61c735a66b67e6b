"""The link of a letter is worth its answer: neither the logs nor the history keep the token that its address holds."""

import logging
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from pghistory import middleware

HIDDEN = "…"


def hide_tokens(text: str) -> str:
    """Return a text without what follows, in its addresses, one of `settings.SECRET_ADDRESSES`."""
    return _pattern().sub(rf"\1{HIDDEN}", text)


class DiscreetFormatter(logging.Formatter):
    """Writes a line of the log, its traceback included, without tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return hide_tokens(super().format(record))


class HistoryMiddleware(middleware.HistoryMiddleware):
    """Notes in the history which address wrote, without its token."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        return context | {"url": hide_tokens(context["url"])}


@cache
def _pattern() -> re.Pattern[str]:
    starts = "|".join(re.escape(start) for start in settings.SECRET_ADDRESSES)
    return re.compile(rf"({starts})[^/\s?#\"'<>]+")
