"""Acronyms and their long forms, both ways, from the file beside this one."""

import functools
from dataclasses import dataclass
from pathlib import Path

import yaml

from maillage.search import analysis

FILE = Path(__file__).with_name("acronyms.yaml")

# Written short in names, in both directions.
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`long` gives the phrases of an acronym; `short` the acronym of a run of stems; `longest` its length."""

    long: dict[str, tuple[str, ...]]
    short: dict[tuple[str, ...], str]
    longest: int


@functools.cache
def dictionary() -> Dictionary:
    """Return the dictionary of the file. A run of one stem alone is never turned into an acronym."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    long: dict[str, tuple[str, ...]] = {}
    short: dict[tuple[str, ...], str] = {}
    for acronym, forms in content["acronyms"].items():
        folded = acronym.lower()
        long[folded] = tuple(forms)
        for form in forms:
            run = tuple(stem for _, stem in analysis.placed_stems(form))
            if len(run) > 1:
                short.setdefault(run, folded)
    return Dictionary(long=long, short=short, longest=max(map(len, short), default=0))


def abbreviations(word: str) -> tuple[str, ...]:
    """Return the other way of writing a word of names: "st" gives "saint" and the reverse."""
    return tuple(long if word == short else short for short, long in ABBREVIATIONS.items() if word in (short, long))
