"""How the table of addresses says what each visitor gets."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.security.conftest import World

LOGIN = 302
EVERYONE = (200, 200, 200, 200, 200)
SIGNED_IN = (LOGIN, 200, 200, 200, 200)
NOWHERE = (404, 404, 404, 404, 404)
ONLY_POSTED = (LOGIN, 405, 405, 405, 405)
EDITORS = (LOGIN, 200, 403, 200, 200)
STEWARDS_ONLY = (404, 404, 404, 200, 200)
STEWARDS_EDIT = (LOGIN, 404, 404, 200, 200)
STRANGERS = (200, LOGIN, LOGIN, LOGIN, LOGIN)  # pages for who is not signed in
UNDER_WAY = (LOGIN, LOGIN, LOGIN, LOGIN, LOGIN)  # steps of a sign-in that nobody began


@dataclass(frozen=True, slots=True)
class Row:
    """An address and what each visitor gets there, in the order of VISITORS."""

    path: str | Callable[[World], str]
    answers: tuple[int, int, int, int, int]
    method: str = "get"
