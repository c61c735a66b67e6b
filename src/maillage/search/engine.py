"""The search engine of the site: one index, opened once in each process and looked at again at each request."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from tantivy import DocAddress, Index, Order, Query, Searcher

from maillage.search import cells as mapping
from maillage.search import distance, words
from maillage.search.cards import CardReader
from maillage.search.facets import count_answers, count_values
from maillage.search.folder import IndexFolder
from maillage.search.matching import Box, Matcher
from maillage.search.opening import open_index
from maillage.search.query import (
    CellsResult,
    FacetCount,
    Hit,
    SearchQuery,
    SearchResult,
    Sort,
    Widening,
)
from maillage.search.reading import Reading, read
from maillage.search.suggesting import suggest_hits

WINDOW = 10_000
MOST_PER_PAGE = 100
FEW = 3
LARGEST_ERROR = 2
REMEMBERED = 256

Found = list[tuple[float, DocAddress]]
Counts = dict[str, tuple[FacetCount, ...]]


class Engine:
    """Answers questions on one build of the index. Safe to share between threads."""

    def __init__(self, index: Index, facets: Sequence[str], nested: Sequence[str] = ()) -> None:
        self._index = index
        self._facets = tuple(facets)
        self._nested = frozenset(nested)
        self._matcher = Matcher(index.schema, facets)
        self._counts: OrderedDict[object, Counts] = OrderedDict()

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
        searcher = self._index.searcher()
        reading = read(query.text)
        per_page = max(1, min(MOST_PER_PAGE, query.per_page))
        near, total = self._tolerate(searcher, query, reading)
        pages = max(1, -(-min(total, WINDOW) // per_page))
        page = max(1, min(query.page, pages))
        found = self._page(searcher, query, reading, near, (page - 1) * per_page, per_page) if total else []
        close = words.close_to(searcher, self._matcher, reading, query.audiences) if near or not total else {}
        cards = CardReader(searcher, self._matcher, reading, close if near else {})
        return SearchResult(
            hits=tuple(cards.hit(address, score, query.near) for score, address in found),
            total=total,
            facets=self._count(searcher, query, reading, near),
            suggestions=self._suggestions(searcher, query, reading, close) if close else (),
            widest=None if total else self._widest(searcher, query, reading),
            page=page,
            pages=pages,
            per_page=per_page,
            truncated=reading.truncated,
            approximate=near > 0,
        )

    def suggest(self, text: str, audiences: frozenset[str], limit: int = 8) -> list[Hit]:
        """Return what a person who is typing may be looking for: names that start so, then close ones."""
        searcher = self._index.searcher()
        return suggest_hits(searcher, self._matcher, read(text), audiences, max(1, min(MOST_PER_PAGE, limit)))

    def cells(self, query: SearchQuery, zoom: int, by: str = "") -> CellsResult:
        """Return what the map shows of the answers inside `query.bbox`; `by` is the facet whose share is counted.

        `total` counts the answers inside the box, `unplaced` those that match all the rest but have no place.
        """
        searcher = self._index.searcher()
        reading = read(query.text)
        near, _ = self._tolerate(searcher, query, reading, boxed=False)
        parts = self._parts(query, reading, near=near, boxed=False)
        unplaced = count_answers(searcher, self._matcher.allowed(query.audiences, *parts, self._matcher.unplaced()))
        shown = self._matcher.allowed(query.audiences, *parts, self._matcher.placed(query.bbox))
        total = count_answers(searcher, shown)
        if total < mapping.FEW:
            points = mapping.read_points(searcher, shown) if total else ()
            return CellsResult(cells=(), points=points, total=total, unplaced=unplaced)
        counted = mapping.count_cells(searcher, shown, zoom, by if by in self._facets else "")
        return CellsResult(cells=counted, points=(), total=total, unplaced=unplaced)

    def _parts(
        self, query: SearchQuery, reading: Reading, *, near: int = 0, without: str = "", boxed: bool = True
    ) -> list[Query]:
        parts = self._matcher.text(reading, near=near)
        parts += self._matcher.filters(query.filters, without=without)
        if query.bbox is not None and boxed:
            parts.append(self._matcher.box(query.bbox))
        return parts

    def _tolerate(
        self, searcher: Searcher, query: SearchQuery, reading: Reading, *, boxed: bool = True
    ) -> tuple[int, int]:
        """Return how many typing errors are accepted, and the number of answers: none while there are enough."""

        def count(near: int) -> int:
            parts = self._parts(query, reading, near=near, boxed=boxed)
            return count_answers(searcher, self._matcher.allowed(query.audiences, *parts))

        exact = count(0)
        if exact >= FEW or not words.can_be_wrong(reading) or (exact and reading.codes):
            return 0, exact
        near = 1 if exact else LARGEST_ERROR
        more = count(near)
        return (near, more) if more > exact else (0, exact)

    def _page(
        self, searcher: Searcher, query: SearchQuery, reading: Reading, near: int, offset: int, limit: int
    ) -> Found:
        parts = self._parts(query, reading, near=near)
        whole = self._matcher.allowed(query.audiences, *parts)
        if query.sort is Sort.DISTANCE and query.near is not None:
            return self._by_distance(searcher, query, parts, offset, limit)
        if query.sort is Sort.NAME:
            return self._in_order(searcher, whole, offset, limit, "order")
        if query.sort is Sort.DATE:
            return self._in_order(searcher, whole, offset, limit, "date", Order.Desc)
        if not reading.slots:
            return self._in_order(searcher, whole, offset, limit, "shelf")
        return list(searcher.search(whole, limit=limit, offset=offset, count=False, weight_by_field="weight").hits)

    @staticmethod
    def _in_order(
        searcher: Searcher, query: Query, offset: int, limit: int, field: str, order: Order = Order.Asc
    ) -> Found:
        found = searcher.search(query, limit=limit, offset=offset, count=False, order_by_field=field, order=order)
        return [(0.0, address) for _, address in found.hits]

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
            found += self._in_order(searcher, rest, start, limit - len(found), "shelf")
        return found

    def _count(self, searcher: Searcher, query: SearchQuery, reading: Reading, near: int) -> Counts:
        """Count facet values.

        The values of a facet are counted without its own choice, so that others stay open; those of a nested
        facet under it, so that one goes from a region to what is inside.
        """
        chosen = {facet: tuple(values) for facet, values in query.filters.items() if values and facet in self._facets}
        known = (query.text, tuple(sorted(chosen.items())), query.bbox, query.audiences, near)
        if known in self._counts:
            return self._counts[known]
        apart = [facet for facet in chosen if facet not in self._nested]
        together = [facet for facet in self._facets if facet not in apart]
        whole = self._matcher.allowed(query.audiences, *self._parts(query, reading, near=near))
        counts = count_values(searcher, whole, together, chosen)
        for facet in apart:
            parts = self._parts(query, reading, near=near, without=facet)
            counts |= count_values(searcher, self._matcher.allowed(query.audiences, *parts), [facet], chosen)
        counts = {facet: counts[facet] for facet in self._facets}
        self._counts[known] = counts
        while len(self._counts) > REMEMBERED:
            self._counts.popitem(last=False)
        return counts

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

    def _widest(self, searcher: Searcher, query: SearchQuery, reading: Reading) -> Widening | None:
        """Return the facet value that opens most answers: another choice of a facet, or what the words give apart."""
        options = [
            (count.count, facet, count.value)
            for facet, counts in self._count(searcher, query, reading, 0).items()
            for count in counts
            if not count.selected and count.count
        ]
        if not options:
            apart = self._matcher.any_of(reading)
            for parts in ([apart] if apart else [], []):
                whole = self._matcher.allowed(query.audiences, *parts)
                counts = count_values(searcher, whole, self._facets[:1], {})
                options = [(each.count, facet, each.value) for facet, found in counts.items() for each in found]
                if options:
                    break
        if not options:
            return None
        count, facet, value = max(options, key=lambda each: (each[0], each[1], each[2]))
        return Widening(facet=facet, value=value, count=count)


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
