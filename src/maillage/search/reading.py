"""Read what a person typed. Nothing typed is ever an error: operators and punctuation are only separators."""

import re
from dataclasses import dataclass

from maillage.search import acronyms, analysis

LONGEST_TEXT = 300
MOST_SLOTS = 24
LONGEST_CODE = 80
JOINED = {5, 9, 14}

_QUOTED = re.compile(r"[\"«“]([^\"«»“”]+)[\"»”]")
_DIGITS = re.compile(r"(?<![\w.,-])\d{1,6}(?:[ \u00a0\u202f.]\d{2,6}){1,5}(?![\w-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing that an answer must hold, by any of its ways: stems, exact words, phrases, a code.

    `every` means that all the stems are wanted, otherwise one is enough. An `optional` slot only lifts answers.
    """

    text: str
    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    phrases: tuple[tuple[tuple[int, str], ...], ...] = ()
    codes: tuple[str, ...] = ()
    every: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The typed text, understood. `key` is compared with whole names, `words` are in the typed order."""

    slots: tuple[Slot, ...]
    words: tuple[str, ...]
    key: str
    codes: tuple[str, ...]
    truncated: bool

    @property
    def required(self) -> tuple[Slot, ...]:
        """The slots that an answer must hold."""
        return tuple(slot for slot in self.slots if not slot.optional)


def read(text: str) -> Reading:
    """Return the reading of a text of any length and content."""
    truncated = len(text) > LONGEST_TEXT
    text = analysis.clean(text[: 4 * LONGEST_TEXT])
    truncated = truncated or len(text) > LONGEST_TEXT
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT].rpartition(" ")[0] or text[:LONGEST_TEXT]
    typed = analysis.words(text)
    whole = _codes(text)
    slots: list[Slot] = []
    rest = text
    for quoted in _QUOTED.findall(text):
        rest = rest.replace(quoted, " ", 1)
        slots += _phrase(quoted)
    rest = _DIGITS.sub(_join, rest)
    loose: list[Slot] = []
    for chunk in rest.split():
        loose += _chunk(chunk)
    slots += _merge(loose)
    slots = list(dict.fromkeys(slots))[:MOST_SLOTS]
    if slots and all(slot.optional for slot in slots):
        slots = [Slot(text=slot.text, words=slot.words, stems=slot.stems) for slot in slots]
    return Reading(
        slots=tuple(slots), words=tuple(typed), key=analysis.name_key(text), codes=whole, truncated=truncated
    )


def _codes(text: str) -> tuple[str, ...]:
    """Return the whole text as a code, when it looks like one: "200 046 977", "2A", "reg-32", "p-pays-de-caux"."""
    code = analysis.code_key(text)
    spaced = " " in text
    if not 1 <= len(code) <= LONGEST_CODE or not any(character.isdigit() or character == "-" for character in text):
        return ()
    if spaced and not code.isdigit() and not re.fullmatch(r"W ?\d[\d ]+", text, re.IGNORECASE):
        return ()
    return (code,)


def _join(match: re.Match[str]) -> str:
    """Close up the groups of a SIREN, a SIRET or a postal code; other numbers stay as they are."""
    digits = re.sub(r"\D", "", match[0])
    return digits if len(digits) in JOINED else match[0]


def _phrase(text: str) -> list[Slot]:
    placed = analysis.placed_stems(text)
    folded = tuple(analysis.words(text))
    if len(placed) > 1:
        return [Slot(text=" ".join(folded), words=folded, phrases=(placed,))]
    return [_word(word) for word in folded]


def _chunk(chunk: str) -> list[Slot]:
    """Read what stands between two spaces: a code, one word, or several joined by hyphens or apostrophes."""
    found = analysis.words(chunk)
    if any(character.isdigit() for character in chunk):
        code = analysis.code_key(chunk)
        if len(found) > 1 and len(code) <= LONGEST_CODE:
            placed = analysis.placed_stems(chunk)
            phrases = (placed,) if len(placed) > 1 else ()
            return [Slot(text=" ".join(found), words=tuple(found), phrases=phrases, codes=(code,))]
    return [_word(word) for word in found]


def _word(word: str) -> Slot:
    others = acronyms.abbreviations(word)
    stems = tuple(dict.fromkeys(stem for each in (word, *others) for stem in analysis.stems(each)))
    phrases = tuple(analysis.placed_stems(form) for form in acronyms.dictionary().long.get(word, ()))
    codes = (word.upper(),) if any(character.isdigit() for character in word) else ()
    optional = not stems and not codes
    return Slot(text=word, words=(word, *others), stems=stems, phrases=phrases, codes=codes, optional=optional)


def _merge(slots: list[Slot]) -> list[Slot]:
    """Put a long form ("économie sociale et solidaire") in one slot that its acronym also satisfies."""
    known = acronyms.dictionary()
    merged: list[Slot] = []
    start = 0
    while start < len(slots):
        end, acronym = _long_form(slots, start, known)
        if acronym:
            run = [slot for slot in slots[start:end] if not slot.optional]
            merged.append(
                Slot(
                    text=" ".join(slot.text for slot in slots[start:end]),
                    words=(acronym,),
                    stems=tuple(slot.stems[0] for slot in run),
                    phrases=(),
                    every=True,
                )
            )
            start = end
        else:
            merged.append(slots[start])
            start += 1
    return merged


def _long_form(slots: list[Slot], start: int, known: acronyms.Dictionary) -> tuple[int, str]:
    run: list[str] = []
    best = (start, "")
    for end in range(start, len(slots)):
        slot = slots[end]
        if slot.optional:
            if not run:
                break
            continue
        if not slot.stems or slot.every or len(run) == known.longest:
            break
        run.append(slot.stems[0])
        if tuple(run) in known.short:
            best = (end + 1, known.short[tuple(run)])
    return best
