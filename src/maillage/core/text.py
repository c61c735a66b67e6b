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


def slug(text: str) -> str:
    """Return an address part of at most 80 characters, cut between words; "sans-nom" when nothing is left."""
    words = fold(text).replace(" ", "-")
    if len(words) > LONGEST_SLUG:
        words = words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]
    return words or "sans-nom"
