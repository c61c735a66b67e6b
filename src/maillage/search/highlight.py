"""Titles and extracts with the found words marked. All text is escaped here, nothing else writes `<mark>`."""

from collections.abc import Callable, Iterable
from html import escape

from maillage.search import analysis

EXTRACT = 220

Spans = Iterable[tuple[int, int]]


def mark(text: str, spans: Spans) -> str:
    """Return the escaped text with `<mark>` around the character spans."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start < done:
            continue
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def title(text: str, wanted: Callable[[str, str], bool]) -> str:
    """Return a title with its found words marked; `wanted` is asked with the folded word and its stem."""
    tokens = analysis.plain().pre_tokenize(text).tokens
    found = (token for token in tokens if wanted(token.text, analysis.stem(token.text)))
    return mark(text, ((token.char_offset_from, token.char_offset_to) for token in found))


def start(text: str) -> str:
    """Return the beginning of a text, cut between two words."""
    if len(text) <= EXTRACT:
        return escape(text)
    return f"{escape(text[:EXTRACT].rpartition(' ')[0] or text[:EXTRACT])}…"


def extract(fragment: str, byte_spans: Spans, body: str) -> str:
    """Return an extract marked from the spans in bytes that the engine gives, or the start of the body."""
    spans = list(byte_spans)
    if not spans:
        return start(body)
    data = fragment.encode()
    characters = [(len(data[:low].decode()), len(data[:high].decode())) for low, high in spans]
    start_of, _, end_of = body.partition(fragment) if fragment in body else ("", "", "")
    before = "… " if any(map(str.isalnum, start_of)) else ""
    after = " …" if any(map(str.isalnum, end_of)) else end_of
    return f"{before}{mark(fragment, characters)}{escape(after)}"
