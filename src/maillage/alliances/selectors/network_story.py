"""What a network tells, set for reading: a few sentences first, a doubt that all share said once, two dates compared."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from maillage.alliances.network.changes import Changes, TieChange, compare
from maillage.alliances.network.findings import Reading
from maillage.alliances.network.reading_changes import read_changes, why
from maillage.alliances.selectors.network import read_intensities
from maillage.alliances.selectors.network_page import State

TIES_SHOWN = 30
TOLD_AT_ONCE = 3
OPENING = "together"  # the first line of the page says it already
SHARED = 3
SENTENCES = re.compile(r"(?<=\.)\s+")


class Story(NamedTuple):
    """What a network tells: the first sentences and the others, each with the doubt that is its own."""

    caution: str
    first: tuple[tuple[Reading, str], ...]
    rest: tuple[tuple[Reading, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed since an earlier day: sentences, then the first ties gained and lost with why."""

    before: date
    story: Story
    gained: tuple[tuple[str, str, str], ...]
    gained_total: int
    lost: tuple[tuple[str, str, str], ...]
    lost_total: int


def tell(readings: Sequence[Reading]) -> Story:
    """Set sentences in a story: a doubt that several share is said once, three sentences are shown at once."""
    doubts = [[part for part in SENTENCES.split(reading.caution) if part] for reading in readings]
    counts = Counter(part for parts in doubts for part in parts)
    shared = [part for part, count in counts.items() if count >= SHARED]
    own = tuple(
        (reading, " ".join(part for part in parts if part not in shared))
        for reading, parts in zip(readings, doubts, strict=True)
    )
    first = tuple(each for each in own if each[0].code != OPENING)[:TOLD_AT_ONCE]
    rest = tuple(each for each in own if each not in first)
    if len(rest) == 1:  # not worth a fold
        first, rest = own, ()
    return Story(caution=" ".join(shared), first=first, rest=rest)


def read_comparison(user: Any, state: State) -> Comparison | None:
    """Say what changed since the earlier day asked for, with names and reasons; None without such a day: one query."""
    asked = state.asked
    if asked.before is None:
        return None
    changes = compare(state.facts, asked.before, asked.day, read_intensities(user, state.facts))
    return Comparison(
        before=asked.before,
        story=tell(read_changes(changes)),
        gained=_explained(changes, changes.gained),
        gained_total=len(changes.gained),
        lost=_explained(changes, changes.lost),
        lost_total=len(changes.lost),
    )


def _explained(changes: Changes, ties: Sequence[TieChange]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (tie.first.name, tie.second.name, "\u202f; ".join(why(changes, reason) for reason in tie.reasons))
        for tie in ties[:TIES_SHOWN]
    )
