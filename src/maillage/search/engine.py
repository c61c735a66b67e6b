"""The search engine of the site: one index, opened once in each process and looked at again at each request."""

import functools
import math
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from tantivy import Index, Order, Query, Searcher

from maillage.search import cells as mapping
from maillage.search import distance, words
from maillage.search.cards import CardReader
from maillage.search.facets import Counts, Found, count_answers, count_values, read_found, scale, share_of
from maillage.search.folder import IndexFolder
from maillage.search.matching import EXACT, Box, Matcher, Near
from maillage.search.opening import open_index
from maillage.search.overview import Overview, look_over
from maillage.search.query import (
    CellsResult,
    Hit,
    SearchQuery,
    SearchResult,
    Sort,
    Widening,
)
from maillage.search.reading import Reading, Slot, read
from maillage.search.schema import SAMPLES
from maillage.search.suggesting import suggest_hits

WINDOW = 10_000
MOST_PER_PAGE = 100
FEW = 3
LARGEST_ERROR = 2
REMEMBERED = 256
THREADS = 4
NOTHING = read("")


class Engine:
    """Answers questions on one build of the index. Safe to share between threads."""

    def __init__(self, index: Index, facets: Sequence[str], nested: Sequence[str] = ()) -> None:
        self._index = index
        self._facets = tuple(facets)
        self._nested = frozenset(nested)
        self._matcher = Matcher(index.schema, facets)
        self._counts: OrderedDict[object, tuple[Counts, bool]] = OrderedDict()

    @classmethod
    def open(cls, build: Path, facets: Sequence[str], nested: Sequence[str] = ()) -> "Engine":
        """Return an engine on the index of a folder; `nested` facets hold values inside each other. Raises IndexMissing."""
        return cls(open_index(build, facets), facets, nested)

    def reload(self) -> None:
        """See what was written since, by any process."""
        self._index.reload()
        self._counts.clear()

    def search(self, query: SearchQuery) -> SearchResult:
        """Return one page of answers with counts; never raises, whatever the text, the filters or the page."""
        query = _usable(query)
        searcher = self._index.searcher()
        reading = read(query.text)
        per_page = max(1, min(MOST_PER_PAGE, query.per_page))
        counting = _beside(os.getpid()).submit(self._count, searcher, query, reading, EXACT)
        page, total, found = self._page(searcher, query, reading, EXACT, per_page)
        near, known = EXACT, {}
        anywhere = total if query.bbox is None or total >= FEW else self._total(searcher, query, reading, EXACT)
        if anywhere < FEW and reading.required:
            known = words.frequencies(searcher, self._matcher, reading, query.audiences)
            doubtful = self._doubtful(reading, known, anywhere)
            if doubtful:
                more = self._page(searcher, query, reading, doubtful, per_page)
                if more[1] > total:
                    near, (page, total, found) = doubtful, more
        close = words.close_to(searcher, self._matcher, known, near, query.audiences) if near or not total else {}
        cards = CardReader(searcher, self._matcher, reading, close if near else {})
        hits = tuple(cards.hit(address, score, query.near) for score, address in found)
        facets, estimated = counting.result()
        if near:
            facets, estimated = self._count(searcher, query, reading, near)
        return SearchResult(
            hits=hits,
            total=total,
            facets=facets,
            suggestions=self._suggestions(searcher, query, reading, close) if close else (),
            widest=None if total else self._widest(searcher, query, facets),
            page=page,
            pages=_pages(total, per_page),
            per_page=per_page,
            truncated=reading.truncated,
            approximate=bool(near),
            estimated=estimated,
        )

    def suggest(
        self,
        text: str,
        audiences: frozenset[str],
        limit: int = 8,
        filters: Mapping[str, tuple[str, ...]] | None = None,
    ) -> list[Hit]:
        """Return what a person who is typing may be looking for: names that start so, then close ones."""
        most = max(1, min(MOST_PER_PAGE, limit))
        return suggest_hits(self._index.searcher(), self._matcher, read(text), audiences, most, filters or {})

    def overview(
        self,
        filters: Mapping[str, tuple[str, ...]],
        audiences: frozenset[str],
        *,
        facets: Sequence[str],
        tags: Sequence[str],
        shown: int,
    ) -> Overview:
        """Return counts of a few facets and, for each tag, how many answers carry it and the first by name."""
        whole = self._matcher.allowed(audiences, *self._matcher.filters(filters))
        return look_over(self._index.searcher(), self._matcher, whole, facets=facets, tags=tags, shown=shown)

    def cells(self, query: SearchQuery, zoom: int, by: str = "") -> CellsResult:
        """Return what the map shows of the answers inside `query.bbox`; `by` is the facet whose share is counted.

        `total` counts the answers inside the box, `unplaced` those that match all the rest but have no place.
        """
        query = _usable(query)
        searcher = self._index.searcher()
        reading = read(query.text)
        near = self._tolerate(searcher, query, reading)
        parts = self._parts(query, reading, near, boxed=False)
        unplaced = count_answers(searcher, self._matcher.allowed(query.audiences, *parts, self._matcher.unplaced()))
        shown = self._matcher.allowed(query.audiences, *parts, self._matcher.placed(query.bbox))
        total = count_answers(searcher, shown)
        if total < mapping.FEW:
            points = mapping.read_points(searcher, shown) if total else ()
            return CellsResult(cells=(), points=points, total=total, unplaced=unplaced)
        counted = mapping.count_cells(searcher, shown, zoom, by if by in self._facets else "")
        return CellsResult(cells=counted, points=(), total=total, unplaced=unplaced)

    def _parts(
        self,
        query: SearchQuery,
        reading: Reading,
        near: Near,
        *,
        without: str = "",
        boxed: bool = True,
        lifted: bool = False,
    ) -> list[Query]:
        parts = self._matcher.text(reading, near, lifted=lifted)
        parts += self._matcher.filters(query.filters, without=without)
        if query.bbox is not None and boxed:
            parts.append(self._matcher.box(query.bbox))
        return parts

    @staticmethod
    def _doubtful(reading: Reading, known: dict[Slot, int], total: int) -> Near:
        """Return the words that may be wrong: none when a code has its answer, by one letter when something answers."""
        return EXACT if total and reading.codes else words.doubtful(known, 1 if total else LARGEST_ERROR)

    def _tolerate(self, searcher: Searcher, query: SearchQuery, reading: Reading) -> Near:
        """Return the words that may be wrong, wherever the answers stand."""

        if not reading.required or (total := self._total(searcher, query, reading, EXACT)) >= FEW:
            return EXACT
        known = words.frequencies(searcher, self._matcher, reading, query.audiences)
        near = self._doubtful(reading, known, total)
        return near if near and self._total(searcher, query, reading, near) > total else EXACT

    def _total(self, searcher: Searcher, query: SearchQuery, reading: Reading, near: Near) -> int:
        """Return the number of answers wherever they stand."""
        parts = self._parts(query, reading, near, boxed=False)
        return count_answers(searcher, self._matcher.allowed(query.audiences, *parts))

    def _page(
        self, searcher: Searcher, query: SearchQuery, reading: Reading, near: Near, per_page: int
    ) -> tuple[int, int, Found]:
        """Return the page really given, the total and the answers of that page."""
        page = max(1, min(query.page, WINDOW // per_page))
        total, found = self._slice(searcher, query, reading, near, (page - 1) * per_page, per_page)
        if not found and total and page > 1:
            page = _pages(total, per_page)
            total, found = self._slice(searcher, query, reading, near, (page - 1) * per_page, per_page)
        return (page if total else 1), total, found

    def _slice(
        self, searcher: Searcher, query: SearchQuery, reading: Reading, near: Near, offset: int, limit: int
    ) -> tuple[int, Found]:
        weighed = query.sort is Sort.RELEVANCE or (query.sort is Sort.DISTANCE and query.near is None)
        parts = self._parts(query, reading, near, lifted=weighed)
        whole = self._matcher.allowed(query.audiences, *parts)
        if query.sort is Sort.DISTANCE and query.near is not None:
            return count_answers(searcher, whole), self._by_distance(searcher, query, parts, offset, limit)
        if query.sort is Sort.NAME:
            return _ordered(searcher, whole, offset, limit, "order")
        if query.sort is Sort.DATE:
            return _ordered(searcher, whole, offset, limit, "date", Order.Desc)
        if not reading.slots:
            return _ordered(searcher, whole, offset, limit, "shelf")
        return read_found(searcher.search(whole, limit=limit, offset=offset, weight_by_field="weight"))

    def _by_distance(
        self, searcher: Searcher, query: SearchQuery, parts: list[Query], offset: int, limit: int
    ) -> Found:
        """Give the nearest first, then those without a place."""
        assert query.near is not None
        matcher = self._matcher

        def within(box: Box | None) -> Query:
            return matcher.allowed(query.audiences, *parts, matcher.placed(box))

        placed = count_answers(searcher, within(None))
        found: Found = []
        if offset < placed:
            nearest = distance.nearest(searcher, query.near, min(offset + limit, placed), within)
            found = [(0.0, address) for _, address in nearest[offset : offset + limit]]
        if len(found) < limit:
            rest = matcher.allowed(query.audiences, *parts, matcher.unplaced())
            start = max(0, offset - placed)
            found += _ordered(searcher, rest, start, limit - len(found), "shelf")[1]
        return found

    def _count(self, searcher: Searcher, query: SearchQuery, reading: Reading, near: Near) -> tuple[Counts, bool]:
        """Count facet values, and tell whether by sample.

        The values of a facet are counted without its own choice, so that others stay open; those of a nested
        facet under it, so that one goes from a region to what is inside.
        """
        chosen = {facet: tuple(values) for facet, values in query.filters.items() if values and facet in self._facets}
        asked = (query.text, tuple(sorted(chosen.items())), query.bbox, query.audiences, tuple(near.items()))
        if known := self._counts.get(asked):
            return known
        apart = [facet for facet in chosen if facet not in self._nested]
        together = [facet for facet in self._facets if facet not in apart]
        counts, estimated = self._sampled(searcher, query, self._parts(query, reading, near), together, chosen)
        for facet in apart:
            parts = self._parts(query, reading, near, without=facet)
            some, sampled = self._sampled(searcher, query, parts, [facet], chosen)
            counts, estimated = counts | some, estimated or sampled
        counted = {facet: counts[facet] for facet in self._facets}, estimated
        self._counts[asked] = counted
        while len(self._counts) > REMEMBERED:
            self._counts.popitem(last=False)
        return counted

    def _sampled(
        self,
        searcher: Searcher,
        query: SearchQuery,
        parts: list[Query],
        facets: list[str],
        chosen: Mapping[str, tuple[str, ...]],
    ) -> tuple[Counts, bool]:
        """Count on all the answers, or on a sample when they are too many to be counted in a request."""
        whole = self._matcher.allowed(query.audiences, *parts)
        share = share_of(searcher, whole)
        if share == SAMPLES:
            return count_values(searcher, whole, facets, chosen), False
        some = self._matcher.allowed(query.audiences, *parts, self._matcher.sample(share))
        return scale(count_values(searcher, some, facets, chosen), share), True

    def _suggestions(
        self, searcher: Searcher, query: SearchQuery, reading: Reading, close: dict[str, tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Return other texts, close to the typed one, that give answers to this person."""
        kept = []
        for text in words.rewrite(query.text, reading, close):
            other = self._matcher.text(read(text))
            filters = self._matcher.filters(query.filters)
            if other and count_answers(searcher, self._matcher.allowed(query.audiences, *other, *filters)):
                kept.append(text)
        return tuple(kept[: words.MOST])

    def _widest(self, searcher: Searcher, query: SearchQuery, counted: Counts) -> Widening | None:
        """Return the facet value that opens most answers: another choice of a facet, or the largest part of all."""
        options = [
            (count.count, facet, count.value)
            for facet, counts in counted.items()
            for count in counts
            if not count.selected and count.count
        ]
        if not options:
            everything, _ = self._count(searcher, SearchQuery(audiences=query.audiences), NOTHING, EXACT)
            facet = self._facets[0]
            options = [(count.count, facet, count.value) for count in everything[facet]]
        if not options:
            return None
        count, facet, value = max(options, key=lambda each: (each[0], each[1], each[2]))
        return Widening(facet=facet, value=value, count=count)


def _usable(query: SearchQuery) -> SearchQuery:
    """Return the question without a place that is nowhere, nor characters that no text can hold."""
    near = query.near if query.near and all(map(math.isfinite, query.near)) else None
    filters = {
        facet: tuple(value.encode("utf-8", "ignore").decode() for value in values)
        for facet, values in query.filters.items()
    }
    return replace(query, near=near, filters=filters)


def _pages(total: int, per_page: int) -> int:
    return max(1, -(-min(total, WINDOW) // per_page))


def _ordered(
    searcher: Searcher, query: Query, offset: int, limit: int, field: str, order: Order = Order.Asc
) -> tuple[int, Found]:
    """Return the total, and answers in the order of a field, without weighing them."""
    total, found = read_found(searcher.search(query, limit=limit, offset=offset, order_by_field=field, order=order))
    return total, [(0.0, address) for _, address in found]


@functools.cache
def _beside(process: int) -> ThreadPoolExecutor:
    """Return the threads that count while a page is read; those of a parent process do not survive a fork."""
    return ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix=f"search-{process}")


class _Opened:
    """The engine of this process, with what tells that the index changed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.build: Path | None = None
        self.stamp: tuple[int, int] = (0, 0)
        self.engine: Engine | None = None


_opened = _Opened()


def folder() -> IndexFolder:
    """Return the folder of the indexes of this site."""
    return IndexFolder(Path(settings.DATA_DIR) / "index")


def current(find: Callable[[], IndexFolder] = folder) -> Engine:
    """Return the engine on the index in use, opened again if it was rebuilt or written to. Raises IndexMissing."""
    build = find().current()
    state = (build / "meta.json").stat()
    stamp = (state.st_mtime_ns, state.st_ino)
    with _opened.lock:
        if _opened.engine is None or _opened.build != build:
            _opened.engine = Engine.open(build, settings.SEARCH_FACETS, settings.SEARCH_NESTED_FACETS)
        elif _opened.stamp != stamp:
            _opened.engine.reload()
        _opened.build, _opened.stamp = build, stamp
        return _opened.engine
