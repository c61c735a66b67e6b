"""Write the index: build it again from the database, or bring some rows up to date."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from procrastinate.types import JSONValue
from tantivy import Index, IndexWriter

from maillage.jobs.scheduling import defer
from maillage.search.documents import SearchDocument
from maillage.search.engine import folder
from maillage.search.folder import IndexFolder, IndexMissing
from maillage.search.opening import create_index, open_index
from maillage.search.registry import Source, sources
from maillage.search.schema import owner, to_document

REBUILD_HEAP = 128_000_000
REBUILD_THREADS = 1  # keeps up with the Python that feeds it, and leaves fewer and larger segments, quicker to count in
REFRESH_HEAP = 16_000_000
STEP = 1000
LOCK = "search.index"
REFRESH = "search.refresh"

Progress = Callable[[str, int], None]
_pending: ContextVar[dict[str, set[int]] | None] = ContextVar("pending", default=None)


class UnknownKind(LookupError):
    """No source is registered for that kind of document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """What a rebuild wrote: documents by kind, and the time it took."""

    documents: dict[str, int]
    seconds: float

    @property
    def total(self) -> int:
        """All documents together."""
        return sum(self.documents.values())


def _silent(kind: str, done: int) -> None:
    """Report nothing."""


def is_built() -> bool:
    """Tell whether an index is there, in the form that this version reads."""
    try:
        open_index(folder().current(), settings.SEARCH_FACETS)
    except IndexMissing:
        return False
    return True


def rebuild(progress: Progress = _silent) -> RebuildReport:
    """Build a new index beside the one in use, from all registered sources, and switch to it by one rename.

    What other processes refresh meanwhile is done again on the new index before the switch. Killed at any moment, it
    leaves the index in use as it was. Raises RebuildRunning when another process does the same.
    """
    started = time.monotonic()
    place = folder()
    with place.building():
        with place.writing():
            place.start_notes()
        build = place.create()
        index = create_index(build, settings.SEARCH_FACETS)
        documents = dict.fromkeys(sources(), 0)
        writer = index.writer(REBUILD_HEAP, REBUILD_THREADS)
        for kind, source in sources().items():
            for document in source.documents(None):
                writer.add_document(to_document(document, settings.SEARCH_FACETS, index.schema))
                documents[kind] += 1
                if documents[kind] % STEP == 0:
                    progress(kind, documents[kind])
            progress(kind, documents[kind])
        writer.commit()
        writer.wait_merging_threads()
        _switch(place, index, build.name)
    return RebuildReport(documents=documents, seconds=time.monotonic() - started)


def _switch(place: IndexFolder, index: Index, build: str) -> None:
    with place.writing():
        for kind, rows in place.end_notes().items():
            if kind in sources():
                _rewrite(index, kind, sources()[kind], sorted(rows))
        place.switch(place.path / build)
        place.sweep()


def refresh(kind: str, ids: Iterable[int]) -> int:
    """Bring the documents of some rows up to date; those of rows that are gone or hidden leave the index.

    Returns how many documents were written. Takes the writer and gives it back. Without an index yet, nothing is done:
    its first building will read the rows. Raises UnknownKind.
    """
    rows = sorted(set(ids))
    if kind not in sources():
        raise UnknownKind(kind)
    place = folder()
    with place.writing():
        place.note(kind, rows)
        try:
            index = open_index(place.current(), settings.SEARCH_FACETS)
        except IndexMissing:
            return 0
        return _rewrite(index, kind, sources()[kind], rows)


def _rewrite(index: Index, kind: str, source: Source, rows: list[int]) -> int:
    """Replace, in one commit, all the documents of these rows."""
    written = 0
    with index.writer(REFRESH_HEAP, 1) as writer:
        for row in rows:
            writer.delete_documents_by_term("owner", owner(kind, row))
        for some in _slices(rows):
            for document in source.documents(some):
                _replace(writer, index, document)
                written += 1
        writer.commit()
    return written


def _replace(writer: IndexWriter, index: Index, document: SearchDocument) -> None:
    writer.delete_documents_by_term("key", document.key)
    writer.add_document(to_document(document, settings.SEARCH_FACETS, index.schema))


def _slices(rows: list[int]) -> Iterator[list[int]]:
    left = iter(rows)
    while some := list(itertools.islice(left, STEP)):
        yield some


@contextmanager
def gathered() -> Iterator[None]:
    """Turn everything scheduled inside into one job a kind, scheduled at the end: for those who write many rows."""
    pending: dict[str, set[int]] = {}
    token = _pending.set(pending)
    try:
        yield
    finally:
        _pending.reset(token)
    for kind, ids in pending.items():
        schedule(kind, ids)


def schedule(kind: str, ids: Iterable[int]) -> None:
    """Ask, inside the caller's transaction, for `refresh` to be done after it commits: one job, one after another."""
    pending = _pending.get()
    if pending is not None:
        pending.setdefault(kind, set()).update(ids)
        return
    rows: list[JSONValue] = [*sorted(set(ids))]
    if rows:
        defer(REFRESH, lock=LOCK, kind=kind, ids=rows)
