"""Counts of facet values."""

from collections.abc import Mapping, Sequence
from typing import Any

from tantivy import Query, Searcher

from maillage.search.query import FacetCount
from maillage.search.schema import facet_field

MOST_VALUES = 40
EXACT = 65_000


def count_answers(searcher: Searcher, query: Query) -> int:
    """Return how many documents a query matches."""
    found = searcher.search(query, limit=1)
    return found.count or 0  # type: ignore[attr-defined]  # the stub of tantivy 0.27 forgets it


def _terms(facet: str, **options: Any) -> dict[str, Any]:
    return {"terms": {"field": facet_field(facet), "size": MOST_VALUES, "segment_size": EXACT, **options}}


def count_values(
    searcher: Searcher, query: Query, facets: Sequence[str], chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[FacetCount, ...]]:
    """Return the most frequent values of each facet, and always those chosen, the largest first."""
    if not facets:
        return {}
    wanted = {facet: _terms(facet) for facet in facets}
    for facet in facets:
        if chosen.get(facet):
            wanted[f"{facet}/chosen"] = _terms(facet, include=list(chosen[facet]))
    answer = searcher.aggregate(query, wanted)
    counts: dict[str, tuple[FacetCount, ...]] = {}
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
