"""Say in the history who does what."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pghistory

from maillage.accounts.models import User

_under_way = ContextVar("recorded", default=False)


@contextmanager
def recorded(*, actor: User | None, action: str, reason: str = "") -> Iterator[None]:
    """Give every event written inside the actor's key, the action's name and why; no actor means the site itself.

    An action made of several is told by its own name: those inside it add nothing.
    """
    if _under_way.get():
        yield
        return
    metadata: dict[str, Any] = {"user": actor.pk if actor else None, "action": action}
    if reason:
        metadata["reason"] = reason
    token = _under_way.set(True)
    try:
        with pghistory.context(**metadata):
            yield
    finally:
        _under_way.reset(token)
