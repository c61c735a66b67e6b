"""Addresses of things: readable, unique, never forgotten, and silent about what is hidden.

A thing has `name`, `slug`, `audience`, `public_id`, and `former_slugs`, the rows that keep its former addresses.
"""

from typing import Any

from maillage.core.audiences import Audience
from maillage.core.text import slug as slugify

SUFFIX = 6


def choose_slug(thing: Any, reserved: frozenset[str]) -> str:
    """Return the address for the present name and audience; `reserved` words are addresses of pages.

    What is not public, or whose name is taken, ends with six characters of the public identifier: a suffix therefore
    never tells that a hidden twin exists.
    """
    base = slugify(thing.name)
    if thing.audience == Audience.PUBLIC and base not in reserved and not _taken(base, thing):
        return base
    return f"{base}-{thing.public_id.hex[-SUFFIX:]}"


def move(thing: Any, reserved: frozenset[str]) -> None:
    """Set the address of a stored thing anew if its name or audience asks for it; the former one keeps leading here."""
    chosen = choose_slug(thing, reserved)
    if chosen == thing.slug:
        return
    thing.former_slugs.filter(slug=chosen).delete()
    if thing.slug:
        thing.former_slugs.get_or_create(slug=thing.slug)
    thing.slug = chosen


def _taken(slug: str, thing: Any) -> bool:
    others = type(thing).objects.exclude(pk=thing.pk)
    return bool(others.filter(slug=slug).exists() or others.filter(former_slugs__slug=slug).exists())
