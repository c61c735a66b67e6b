"""Who may see a thing: one closed list, stored on the object, and the tokens that a reader holds."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"
MEMBERS = "members"

TokenSource = Callable[[Any], Iterable[str]]
_sources: list[TokenSource] = []


class Audience(models.TextChoices):
    PUBLIC = "public", _("Tout le monde")
    MEMBERS = "members", _("Les membres")
    PARTNERS = "partners", _("Les partenaires de l’alliance")
    SPACE = "space", _("Les participants de l’espace")
    STEWARDS = "stewards", _("L’animation du territoire")


def register_tokens(source: TokenSource) -> None:
    """Add a function that gives the tokens a signed-in user holds; called from `AppConfig.ready()`."""
    if source not in _sources:
        _sources.append(source)


def tokens_for(user: Any) -> frozenset[str]:
    """Return every token the user holds: `public` always, others (`members`, `steward:<id>`…) by registration.

    The answer is kept on the user object, so a request asks the database once.
    """
    if not user.is_authenticated:
        return frozenset({PUBLIC})
    kept: frozenset[str] | None = getattr(user, "_audience_tokens", None)
    if kept is None:
        kept = frozenset({PUBLIC}).union(*(source(user) for source in _sources))
        user._audience_tokens = kept  # noqa: SLF001 a memo of the request
    return kept
