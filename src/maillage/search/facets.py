"""Counts of facet values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tantivy import DocAddress, Query, Searcher
from tantivy import SearchResult as TantivyResult

from maillage.search.query import FacetCount
from maillage.search.schema import SAMPLES, facet_field

MOST_VALUES = 40
DEEP = 400
EXACT_UP_TO = 100_000
SAMPLED = 60_000

Found = list[tuple[float, DocAddress]]
Counts = dict[str, tuple[FacetCount, ...]]


def scale(counts: Counts, share: int) -> Counts:
    """Return counts of a sample as estimates for all, rounded to three digits since they are no more exact."""
    if share == SAMPLES:
        return counts

    def whole(count: int) -> int:
        estimate = count * SAMPLES // share
        return round(estimate, min(0, 3 - len(str(estimate))))

    return {facet: tuple(replace(each, count=whole(each.count)) for each in found) for facet, found in counts.items()}


def read_found(found: TantivyResult) -> tuple[int, Found]:
    """Return the number of answers and those of the page."""
    return found.count or 0, list(found.hits)  # type: ignore[attr-defined]  # the stub of tantivy 0.27 forgets it


def count_answers(searcher: Searcher, query: Query) -> int:
    """Return how many documents a query matches."""
    return read_found(searcher.search(Query.const_score_query(query, 0.0), limit=1))[0]


def share_of(searcher: Searcher, query: Query) -> int:
    """Return how many sixteenths of the answers to count values on: all of them up to EXACT_UP_TO answers."""
    total = searcher.num_docs
    if total > EXACT_UP_TO:
        total = count_answers(searcher, query)
    return SAMPLES if total <= EXACT_UP_TO else max(1, SAMPLES * SAMPLED // total)


def _terms(facet: str, **options: Any) -> dict[str, Any]:
    return {"terms": {"field": facet_field(facet), "size": MOST_VALUES, "segment_size": DEEP, **options}}


def count_values(
    searcher: Searcher, query: Query, facets: Sequence[str], chosen: Mapping[str, tuple[str, ...]]
) -> Counts:
    """Return the most frequent values of each facet, and always those chosen, the largest first."""
    if not facets:
        return {}
    wanted = {facet: _terms(facet) for facet in facets}
    for facet in facets:
        if chosen.get(facet):
            wanted[f"{facet}/chosen"] = _terms(facet, include=list(chosen[facet]))
    answer = searcher.aggregate(query, wanted)
    counts: Counts = {}
    for facet in facets:
        selected = dict.fromkeys(chosen.get(facet, ()), 0)
        found = {bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]}
        if selected:
            selected |= {each["key"]: each["doc_count"] for each in answer[f"{facet}/chosen"]["buckets"]}
        merged = selected | found
        ordered = sorted(merged.items(), key=lambda each: (-each[1], each[0]))
        counts[facet] = tuple(
            FacetCount(value=value, count=number, selected=value in selected) for value, number in ordered
        )
    return counts
