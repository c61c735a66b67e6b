"""Answers while a person is typing: the last word is only begun."""

from collections.abc import Mapping

from tantivy import Occur, Query, Searcher

from maillage.search import analysis
from maillage.search.cards import CardReader
from maillage.search.matching import CODE, Matcher
from maillage.search.query import Hit
from maillage.search.reading import Reading
from maillage.search.words import may_err

SPARE = 3


def suggest_hits(
    searcher: Searcher,
    matcher: Matcher,
    reading: Reading,
    audiences: frozenset[str],
    limit: int,
    filters: Mapping[str, tuple[str, ...]],
) -> list[Hit]:
    """Return the best names for what is typed so far, tolerating one error when nothing else answers."""
    if not reading.words:
        return []
    last = reading.words[-1]
    for near in (0, 1):
        query = matcher.allowed(audiences, _begun(matcher, reading, last, near=near), *matcher.filters(filters))
        found = searcher.search(query, limit=limit * SPARE, count=False, weight_by_field="weight")
        if found.hits:
            cards = CardReader(searcher, matcher, reading, {}, prefix=last)
            hits = [cards.hit(address, score, None) for score, address in found.hits]
            hits.sort(key=lambda hit: (-round(hit.score, 3), len(hit.title)))
            return hits[:limit]
    return []


def _begun(matcher: Matcher, reading: Reading, last: str, *, near: int) -> Query:
    """Return the query of names that hold all the words, the last one as a beginning."""
    slots = reading.slots
    begun = [slot for slot in slots if slot.text.split()[-1] == last]
    wrong = {slot.text: near for slot in slots if near and may_err(slot)}
    must = [matcher.slot(slot, wrong) for slot in slots if slot not in begun and not slot.optional]
    ways = [matcher.prefix(last)]
    ways += [matcher.slot(slot) for slot in begun if slot.phrases or slot.codes or slot.every]
    if near and analysis.tolerance(last):
        fuzzy = Query.fuzzy_term_query(matcher.schema, "names", last, distance=near, prefix=True)
        ways.append(Query.const_score_query(fuzzy, 0.5))
    if last[0].isdigit() and len(last) > 2:
        codes = Query.fuzzy_term_query(matcher.schema, "code", last.upper(), distance=0, prefix=True)
        ways.append(Query.const_score_query(codes, 1.0))
    must.append(Query.disjunction_max_query(ways))
    whole = matcher.one_of("code", reading.codes)
    either = [(Occur.Should, Query.boolean_query([(Occur.Must, query) for query in must]))]
    either.append((Occur.Should, Query.const_score_query(whole, CODE)))
    lifts = [(Occur.Should, lift) for lift in matcher.begun(reading.key, near)]
    return Query.boolean_query([(Occur.Must, Query.boolean_query(either)), *lifts])
