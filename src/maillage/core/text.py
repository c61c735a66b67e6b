"""Folding of names for matching, and slugs. The SQL function `maillage_unaccent` folds accents the same way."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
NOT_WORD = re.compile(r"[^0-9a-z]+")
LONGEST_SLUG = 80


def unaccent(text: str) -> str:
    """Return the text without diacritics and ligatures, its case kept."""
    decomposed = unicodedata.normalize("NFD", text.translate(LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(text: str) -> str:
    """Return lower-case words without accents, separated by single spaces: "L’Île-d’Yeu" gives "l ile d yeu"."""
    return NOT_WORD.sub(" ", unaccent(text).lower()).strip()


def replace_folded(text: str, pattern: re.Pattern[str], by: str) -> str:
    """Replace what the pattern finds once case and accents are left out: "CAMILLE" and "Camîlle" alike."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = unaccent(character).lower()
        folded.append(plain)
        places.extend([place] * len(plain))
    rest, pieces = 0, []
    for found in pattern.finditer("".join(folded)):
        if found.start() == found.end() or places[found.start()] < rest:
            continue
        pieces += [text[rest : places[found.start()]], by]
        rest = places[found.end() - 1] + 1
        while rest < len(text) and unicodedata.combining(text[rest]):
            rest += 1
    return "".join(pieces) + text[rest:]


def slug(text: str) -> str:
    """Return an address part of at most 80 characters, cut between words; "sans-nom" when nothing is left."""
    words = fold(text).replace(" ", "-")
    if len(words) > LONGEST_SLUG:
        words = words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]
    return words or "sans-nom"
