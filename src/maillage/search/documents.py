"""What an app gives to the index: one document for each thing that a person may look for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One thing to find. `facets` uses the names of `settings.SEARCH_FACETS`; `kind` is added by itself.

    `tags` only filter, for blocks of pages: an address cannot ask for them, nothing counts or shows them.
    `row` is the primary key behind the document: `refresh(kind, ids)` needs it to take out a document whose row
    is gone or hidden. `weight` is a prior: between equal matches the heavier document comes first.
    """

    key: str
    kind: str
    title: str
    url: str
    row: int | None = None
    body: str = ""
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ("public",)
    latitude: float | None = None
    longitude: float | None = None
    date: dt.date | None = None
    weight: float = 1.0
    subtitle: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
