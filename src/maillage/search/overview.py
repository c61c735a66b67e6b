"""A short answer for a block of a page: counts of a few facets and the first names of some parts, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tantivy import Occur, Order, Query, Searcher

from maillage.search.cards import CardReader
from maillage.search.facets import Counts, count_values, read_found
from maillage.search.matching import Matcher
from maillage.search.query import Hit
from maillage.search.reading import read

NO_TEXT = read("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The answers that carry a tag: how many, and the first by name."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts of facets over all the answers, and their parts by tag."""

    facets: Counts
    parts: Mapping[str, Part]


def look_over(
    searcher: Searcher, matcher: Matcher, whole: Query, *, facets: Sequence[str], tags: Sequence[str], shown: int
) -> Overview:
    """Return the overview of the answers of `whole`, a query that `Matcher.allowed` made."""
    cards = CardReader(searcher, matcher, NO_TEXT, {})
    parts = {}
    for tag in tags:
        tagged = Query.boolean_query([(Occur.Must, whole), (Occur.Must, matcher.one_of("tag", [tag]))])
        total, found = read_found(searcher.search(tagged, limit=shown, order_by_field="order", order=Order.Asc))
        parts[tag] = Part(total=total, hits=tuple(cards.hit(address, 0.0, None) for _, address in found))
    return Overview(facets=count_values(searcher, whole, facets, {}), parts=parts)
