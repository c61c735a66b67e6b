"""Where the apps declare what they give to the index."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from maillage.search.documents import SearchDocument


class Source(Protocol):
    """Gives the documents of one kind: all of them for None, otherwise those of the rows `ids` that still exist."""

    def documents(self, ids: Iterable[int] | None) -> Iterator[SearchDocument]:
        """Yield documents in few queries, without holding them all in memory."""


_sources: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Declare the source of a kind; called from `AppConfig.ready()`."""
    _sources[kind] = source


def sources() -> dict[str, Source]:
    """Return the declared sources by kind, in the order of declaration."""
    return dict(_sources)
