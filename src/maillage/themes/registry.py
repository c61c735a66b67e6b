"""Who carries references to concepts when a framework takes a new version; upper apps register from `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of the references to former concepts: `moved` to the new one, `kept` where it has no successor."""

    moved: int = 0
    kept: int = 0

    def __add__(self, other: "Carried") -> "Carried":
        return Carried(moved=self.moved + other.moved, kept=self.kept + other.kept)


NOTHING = Carried()

# From the key of each former concept to that of the concept of the same code now in use, None when there is none.
Successors = Mapping[int, int | None]
Carrier = Callable[[Successors], Carried]

_carriers: list[Carrier] = []


def register_carrier(carrier: Carrier) -> None:
    """Have `carrier` called, in the loading's transaction, each time another version of a framework is in use."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def carry(successors: Successors) -> Carried:
    """Have every app move its references, return what became of them in all."""
    return sum((carrier(successors) for carrier in _carriers), NOTHING)
