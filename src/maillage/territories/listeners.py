"""Upper apps that must know when what lies in what has changed, without this app knowing them."""

from collections.abc import Callable, Iterable

Listener = Callable[[frozenset[int]], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Add a function called, inside the writer's transaction, with the ids of territories whose ancestors changed.

    Called from `AppConfig.ready()`; the function schedules work, it does none.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def announce(territory_ids: Iterable[int]) -> None:
    """Tell every listener that these territories now lie elsewhere."""
    ids = frozenset(territory_ids)
    for listener in _listeners if ids else ():
        listener(ids)
