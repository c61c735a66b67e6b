"""Say in the history who does what."""

from contextlib import AbstractContextManager
from typing import Any

import pghistory

from maillage.accounts.models import User


def recorded(*, actor: User | None, action: str, reason: str = "") -> AbstractContextManager[Any]:
    """Give every event written inside the actor's key, the action's name and why; no actor means the site itself."""
    metadata: dict[str, Any] = {"user": actor.pk if actor else None, "action": action}
    if reason:
        metadata["reason"] = reason
    return pghistory.context(**metadata)
