"""How French text becomes words and stems, the same way when indexing and when asking."""

import functools
import re
import unicodedata

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

FRENCH = "maillage_french"
PLAIN = "maillage_plain"
LONGEST_WORD = 60

# Without accents, since the fold comes first. Words that name places or things ("est", "pas", "eu", "été") stay in.
_EMPTY = (
    "a ai ainsi au aux avec c ce ces cet cette d dans de des donc du elle elles en entre et eux il ils j je l la le les "
    "leur leurs lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou par pour qu quand que quel "
    "quelle quelles quels qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y"
)
STOP_WORDS = _EMPTY.split()
ARTICLES = frozenset(["l", "la", "le", "les", "un", "une", "des", "du", "de", "d", "au", "aux"])

_NOT_IN_CODES = re.compile("[^0-9A-Z]+")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")


@functools.cache
def french() -> TextAnalyzer:
    """Words in lower case, without accents, without empty words, reduced to their stem."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.custom_stopword(STOP_WORDS))
        .filter(Filter.stemmer("french"))
        .build()
    )


@functools.cache
def plain() -> TextAnalyzer:
    """Words in lower case and without accents, all of them."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .build()
    )


def clean(text: str) -> str:
    """Return the text composed (NFC), without control or invisible characters, its spaces made single."""
    single = " ".join(unicodedata.normalize("NFC", text).split())
    if single.isprintable():
        return single
    return " ".join(_HIDDEN.sub(" ", single.encode("utf-8", "ignore").decode()).split())


def words(text: str) -> list[str]:
    """Return the folded words of a text: "L’Île-d’Yeu" gives l, ile, d, yeu."""
    return plain().analyze(text)


def name_key(text: str) -> str:
    """Return what makes two names the same: folded words without the leading articles."""
    found = words(text)
    start = 0
    while start < len(found) - 1 and found[start] in ARTICLES:
        start += 1
    return " ".join(found[start:])


def stem(word: str) -> str:
    """Return the stem of one word, "" for an empty word."""
    found = french().analyze(word)
    return found[0] if found else ""


def placed_stems(text: str) -> tuple[tuple[int, str], ...]:
    """Return stems with their places, empty words leaving a gap, as a phrase query wants them."""
    return tuple((token.position, token.text) for token in french().pre_tokenize(text).tokens)


def stems(word: str) -> tuple[str, ...]:
    """Return the stems to look for: that of the word, then those of plurals that the stemmer leaves apart.

    Snowball keeps "élus", "lieux", "emplois" or "travaux" away from their singular; see the unit tests.
    """
    found = dict.fromkeys(filter(None, [stem(word)]))
    if not found or len(word) < 3 or not word.isalpha():
        return tuple(found)
    others: list[str] = []
    if word.endswith("aux"):
        others += [word[:-1], f"{word[:-2]}il"]
    elif word.endswith(("eux", "oux")) or (word.endswith(("us", "is")) and word in found):
        others += [word[:-1]]
    elif word.endswith("ail"):
        others += [f"{word[:-2]}ux"]
    elif word.endswith(("eau", "eu", "ou")):
        others += [f"{word}x", f"{word}s"]
    elif word.endswith(("u", "i")):
        others += [f"{word}s"]
    return tuple(dict.fromkeys([*found, *filter(None, map(stem, others))]))


def code_key(text: str) -> str:
    """Return a code as it is indexed: capital letters and digits alone."""
    return _NOT_IN_CODES.sub("", text.upper())


def distance(left: str, right: str, most: int) -> int:
    """Return the number of edits (a swap counts one) between two words, or `most + 1` when it is larger."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        here = [row]
        for column, b in enumerate(right, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return min(above[-1], most + 1)


def tolerance(word: str) -> int:
    """Return how many typing errors a word may hold: none under 4 letters or in a number, 1 up to 7, 2 above."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) <= 7 else 2
