"""French prepositions before the name of an organisation: "du RAMEAU", "des Restos", "au Relais", "d’Apes".

Nothing is guessed that the name does not write: an acronym keeps no article ("d’ADEME", never "de l’ADEME"), and a
name in h is not elided, since some of them must not be.
"""

import re

from maillage.core.text import unaccent

ARTICLE = re.compile(r"(le|les)\s+(?=\S)", re.IGNORECASE)
CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
VOWELS = frozenset("aeiou")


def join_name(words: str, name: str) -> tuple[str, str]:
    """Return the words then the name, as they are written one after the other: ("autour du ", "RAMEAU").

    Only words that end with "de" or "à" change: ("soutient ", "Le RAMEAU").
    """
    start, _space, preposition = words.rpartition(" ")
    before = f"{start} " if start else ""
    article = ARTICLE.match(name)
    if article and (contracted := CONTRACTED.get((preposition.lower(), article[1].lower()))):
        written = contracted.capitalize() if preposition[:1].isupper() else contracted
        return f"{before}{written} ", name[article.end() :]
    if preposition.lower() == "de" and unaccent(name[:1]).lower()[:1] in VOWELS:
        return f"{before}{preposition[0]}’", name
    return f"{words} ", name


def with_name(words: str, name: str) -> str:
    """Write a name after words: "autour du RAMEAU", "est membre d’Apes", "soutient Le RAMEAU"."""
    return "".join(join_name(words, name))


def of_name(name: str) -> str:
    """Write a name after "de": "du RAMEAU", "des Restos du cœur", "d’Apes", "de La Navette"."""
    return with_name("de", name)


def to_name(name: str) -> str:
    """Write a name after "à": "au RAMEAU", "aux Restos du cœur", "à Apes"."""
    return with_name("à", name)
