"""What a network tells, set for reading: a few sentences first, a doubt that all share said once, two dates compared."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from maillage.alliances.network.changes import Changes, TieChange, compare
from maillage.alliances.network.findings import Reading
from maillage.alliances.network.reading_changes import read_changes, why
from maillage.alliances.selectors.network import read_intensities
from maillage.alliances.selectors.network_page import State

TIES_SHOWN = 30
TOLD_AT_ONCE = 5
CAUTIONS = re.compile(r"\s*;\s*")


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
    """Set sentences in a story: the doubt that all share is said once, five are shown at once."""
    doubts = [[part for part in CAUTIONS.split(reading.caution.rstrip(".")) if part] for reading in readings]
    shared = [part for part in doubts[0] if all(part in each for each in doubts)] if len(doubts) > 1 else []
    own = tuple(
        (reading, _joined(part for part in parts if part not in shared))
        for reading, parts in zip(readings, doubts, strict=True)
    )
    return Story(caution=_joined(shared), first=own[:TOLD_AT_ONCE], rest=own[TOLD_AT_ONCE:])


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


def _joined(parts: Iterable[str]) -> str:
    text = " ; ".join(parts)
    return f"{text}." if text else ""


def _explained(changes: Changes, ties: Sequence[TieChange]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (tie.first.name, tie.second.name, "\u202f; ".join(why(changes, reason) for reason in tie.reasons))
        for tie in ties[:TIES_SHOWN]
    )
