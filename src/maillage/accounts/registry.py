"""What each app holds about a person: how it is given to them, and how it is erased."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maillage.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of some data when an account is erased; `reason` says why what stays stays."""

    label: Any
    erased: int = 0
    kept: int = 0
    reason: str = ""


Exporter = Callable[["User"], Any]
Eraser = Callable[["User"], None]
Describer = Callable[["User"], Iterable[Fate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    name: str
    label: Any
    exporter: Exporter
    eraser: Eraser
    describer: Describer | None = None

    def describe(self, user: "User") -> list[Fate]:
        """Return what erasing would do; without a describer, everything exported is erased."""
        if self.describer is not None:
            return list(self.describer(user))
        exported = self.exporter(user)
        count = len(exported) if isinstance(exported, list) else int(bool(exported))
        return [Fate(label=self.label, erased=count)] if count else []


_registered: dict[str, PersonalData] = {}


def register_personal_data(
    name: str, exporter: Exporter, eraser: Eraser, *, label: Any = "", describer: Describer | None = None
) -> None:
    """Declare data held about a person; called from `AppConfig.ready()`.

    `exporter(user)` returns JSON-able data, filed under `name`. `eraser(user)` runs in the transaction that deletes the
    account, before it. `describer(user)` tells beforehand, with numbers, what is erased and what stays and why.
    """
    _registered[name] = PersonalData(
        name=name, label=label or name, exporter=exporter, eraser=eraser, describer=describer
    )


def registered_personal_data() -> list[PersonalData]:
    """Return the declarations in their order."""
    return list(_registered.values())
