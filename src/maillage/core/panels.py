"""Blocks that an upper app adds to the page of a lower one, without the lower one knowing it."""

import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

logger = logging.getLogger(__name__)

Selector = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A title, what it reads (two queries at most, None to stay hidden), its template and its place."""

    name: str
    selector: Selector
    template: str
    order: int = 0


_panels: dict[str, list[Panel]] = defaultdict(list)


def register(page: str, panel: Panel) -> None:
    """Add a panel to a page ("territory", "organisation", "home"); called from `AppConfig.ready()`."""
    if panel not in _panels[page]:
        _panels[page].append(panel)
        _panels[page].sort(key=lambda each: each.order)


def render(page: str, request: HttpRequest, subject: Any) -> list[SafeString]:
    """Return the panels of a page as HTML; one that fails is logged and left out, the page lives on."""
    rendered = []
    for panel in _panels[page]:
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                context = panel.selector(request, subject)
                if context is not None:
                    rendered.append(render_to_string(panel.template, {**context, "subject": subject}, request))
        except Exception:
            logger.exception("panel %s of page %s failed", panel.name, page)
    return rendered
