"""What each app holds about a person: how it is given to them, and how it is erased, free texts included."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model

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


Around = Callable[["User"], Iterable[int]]
Told = Callable[[Set[int]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """Columns of a model where anybody may have written about a person; `addresses` are e-mail addresses."""

    model: type[Model]
    fields: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    around: Around | None = None
    changed: Told | None = None


_free_texts: dict[type[Model], FreeText] = {}


def register_free_text(
    model: type[Model],
    *fields: str,
    addresses: tuple[str, ...] = (),
    around: Around | None = None,
    changed: Told | None = None,
) -> None:
    """Declare columns in which an erased person is no longer named; called from `AppConfig.ready()`.

    The history of the model, if it has one, follows. An address is looked for everywhere; a name, which anybody may
    choose, only in the rows that the person wrote and in those whose keys `around(user)` gives. In `addresses` the
    whole column is emptied. `changed(keys)` is told, in the transaction, which rows changed.
    """
    _free_texts[model] = FreeText(model=model, fields=fields, addresses=addresses, around=around, changed=changed)


def registered_free_texts() -> list[FreeText]:
    """Return the declarations in their order."""
    return list(_free_texts.values())
