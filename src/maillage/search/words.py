"""Words close to those typed, read only in documents that the person may see: no hidden word is ever proposed."""

import re

from tantivy import Query, Searcher

from maillage.search import analysis
from maillage.search.cards import read_card, read_text
from maillage.search.facets import count_answers
from maillage.search.matching import Matcher, Near
from maillage.search.reading import Reading, Slot

MOST = 3
KNOWN = 10
READ = 20
READ_LENGTH = 4000

_SURFACE = re.compile(r"[^\W_]+")


def may_err(slot: Slot) -> bool:
    """Tell whether a slot is one word, long enough to hold a typing error; known acronyms are believed."""
    known = slot.every or slot.codes or slot.phrases or " " in slot.text
    return not known and analysis.tolerance(slot.text) > 0


def frequencies(searcher: Searcher, matcher: Matcher, reading: Reading, audiences: frozenset[str]) -> dict[Slot, int]:
    """Return in how many visible documents each wanted slot is found alone; of common ones, a part is counted."""
    found = {}
    for slot in reading.required:
        alone = matcher.slot(slot)
        part = count_answers(searcher, matcher.allowed(audiences, alone, matcher.sample(1)))
        found[slot] = part if part >= KNOWN else count_answers(searcher, matcher.allowed(audiences, alone))
    return found


def doubtful(found: dict[Slot, int], most: int) -> Near:
    """Return the rare words that may be wrong, with the number of errors to accept. A common word is believed."""
    return {
        slot.text: min(most, analysis.tolerance(slot.text))
        for slot, count in found.items()
        if count < KNOWN and may_err(slot)
    }


def close_to(
    searcher: Searcher, matcher: Matcher, found: dict[Slot, int], near: Near, audiences: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """Return, for each typed word that finds nothing or was doubted, the close words of visible documents.

    The closest come first. A word that finds nothing and has no close word is there with none.
    """
    close = {}
    for slot, count in found.items():
        if not count or slot.text in near:
            neighbours = _neighbours(searcher, matcher, slot, audiences) if may_err(slot) else ()
            if neighbours or not count:
                close[slot.text] = neighbours
    return close


def _neighbours(searcher: Searcher, matcher: Matcher, slot: Slot, audiences: frozenset[str]) -> tuple[str, ...]:
    most = analysis.tolerance(slot.text)
    for field in ("names", "words"):
        fuzzy = Query.fuzzy_term_query(matcher.schema, field, slot.text, distance=most)
        near = searcher.search(matcher.allowed(audiences, fuzzy), limit=READ, count=False, weight_by_field="weight")
        counts: dict[str, tuple[int, int]] = {}
        for _, address in near.hits:
            document = searcher.doc(address)
            card = read_card(document)
            texts = [card.get("title", ""), *card.get("aliases", ())]
            if field == "words":
                texts += [card.get("subtitle", ""), read_text(document)[:READ_LENGTH]]
            for surface, word in _surfaces(" ".join(texts)).items():
                edits = analysis.distance(slot.text, word, most)
                if edits == 1 or (1 < edits <= most and word[0] == slot.text[0]):
                    counts[surface] = (edits, counts.get(surface, (0, 0))[1] - 1)
        if counts:
            return tuple(sorted(counts, key=lambda word: (*counts[word], word))[:MOST])
    return ()


def _surfaces(text: str) -> dict[str, str]:
    """Return the words of a text as written (in lower case) with their folded form."""
    written = [word.lower() for word in _SURFACE.findall(text)]
    folded = analysis.words(text)
    return dict(zip(written, folded, strict=True)) if len(written) == len(folded) else {word: word for word in folded}


def rewrite(text: str, reading: Reading, close: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the typed text with its unknown words replaced by close ones, or left out when there are none."""
    known = [slot for slot in reading.required if slot.text not in close]
    if not any(close.values()) and not known:
        return []
    texts = []
    for rank in range(MOST):
        replaced = {word: (near[min(rank, len(near) - 1)] if near else "") for word, near in close.items()}
        texts.append(_replace(analysis.clean(text)[: 2 * len(text)], replaced))
    return list(dict.fromkeys(filter(None, texts)))


def _replace(text: str, replaced: dict[str, str]) -> str:
    pieces: list[str] = []
    done = 0
    for token in analysis.plain().pre_tokenize(text).tokens:
        if token.text in replaced:
            pieces += [text[done : token.char_offset_from], replaced[token.text]]
            done = token.char_offset_to
    return analysis.clean("".join([*pieces, text[done:]]))
