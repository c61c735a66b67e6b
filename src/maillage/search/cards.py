"""From an address in the index to an answer ready to show."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from tantivy import DocAddress, Document, Occur, Query, Searcher, SnippetGenerator

from maillage.search import analysis, highlight
from maillage.search.distance import Place, kilometres
from maillage.search.matching import Matcher
from maillage.search.query import Hit
from maillage.search.reading import Reading


def read_card(document: Document) -> dict[str, Any]:
    """Return what the index keeps to show of a document."""
    card: dict[str, Any] = json.loads(bytes(document.get_first("card") or b"{}"))
    return card


def read_text(document: Document) -> str:
    """Return the body of a document."""
    return bytes(document.get_first("text") or b"").decode()


class CardReader:
    """Reads answers to one question; `close` are the accepted close words, marked like the typed ones."""

    def __init__(
        self,
        searcher: Searcher,
        matcher: Matcher,
        reading: Reading,
        close: Mapping[str, tuple[str, ...]],
        *,
        prefix: str = "",
    ) -> None:
        self._searcher = searcher
        self._schema = matcher.schema
        self._prefix = prefix
        near = [word for words in close.values() for each in words for word in analysis.words(each)]
        self._words = {word for slot in reading.slots for word in slot.words} | set(near)
        self._stems = {stem for slot in reading.slots for stem in slot.stems}
        self._stems |= {stem for slot in reading.slots for phrase in slot.phrases for _, stem in phrase}
        self._stems |= {stem for word in near if (stem := analysis.stem(word))}
        self._snippets = self._generator() if self._stems and not prefix else None

    def _generator(self) -> SnippetGenerator:
        terms = [(Occur.Should, Query.term_query(self._schema, "body", stem)) for stem in sorted(self._stems)]
        generator = SnippetGenerator.create(self._searcher, Query.boolean_query(terms), self._schema, "body")
        generator.set_max_num_chars(highlight.EXTRACT)
        return generator

    def _wanted(self, word: str, stem: str) -> bool:
        if word in self._words or (stem and stem in self._stems):
            return True
        return bool(self._prefix) and word.startswith(self._prefix)

    def hit(self, address: DocAddress, score: float, near: Place | None) -> Hit:
        """Return one answer."""
        document = self._searcher.doc(address)
        card = read_card(document)
        title = card.get("title", "")
        place = card.get("place")
        body = "" if self._prefix else read_text(document)
        return Hit(
            key=card["key"],
            kind=card["kind"],
            title=title,
            title_html=highlight.title(title, self._wanted),
            url=card.get("url", ""),
            subtitle=card.get("subtitle", ""),
            snippet_html=self._extract(body),
            marks=card.get("marks", {}),
            latitude=place[0] if place else None,
            longitude=place[1] if place else None,
            date=dt.date.fromisoformat(card["date"]) if "date" in card else None,
            distance_km=kilometres(near, (place[0], place[1])) if near and place else None,
            score=score,
        )

    def _extract(self, body: str) -> str:
        if not body or self._snippets is None:
            return highlight.start(body)
        snippet = self._snippets.snippet_from_doc(Document(body=body))
        spans = [(each.start, each.end) for each in snippet.highlighted()]
        return highlight.extract(snippet.fragment(), spans, body)
