"""The entries of the menu; an entry appears when its first feature is registered."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the menu, under one of the five sections of the site."""

    section: str
    label: Any
    url_name: str
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: Any
    url: str
    section: str
    current: bool


_entries: list[Entry] = []


def register(entry: Entry) -> None:
    """Add an entry; called from `AppConfig.ready()`."""
    if entry not in _entries:
        _entries.append(entry)
        _entries.sort(key=lambda each: each.order)


def links(path: str) -> list[Link]:
    """Return the menu for the page at `path`; the entry whose address begins the path is current."""
    return [
        Link(label=entry.label, url=url, section=entry.section, current=url != "/" and path.startswith(url))
        for entry in _entries
        for url in [reverse(entry.url_name)]
    ]
