"""Addresses of things: readable, unique, never forgotten, and silent about what is hidden.

A thing has `name`, `slug`, `audience`, `public_id`, and `former_slugs`, the rows that keep its former addresses.
"""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

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
    return _with_suffix(base, thing)


def choose_slugs(things: Sequence[Any], reserved: frozenset[str]) -> None:
    """Set the addresses of new things of one kind, as `choose_slug` would one after the other: two queries."""
    if not things:
        return
    stored = type(things[0]).objects
    bases = [slugify(thing.name) for thing in things]
    taken = set(stored.filter(slug__in=bases).values_list("slug", flat=True))
    taken |= set(stored.filter(former_slugs__slug__in=bases).values_list("former_slugs__slug", flat=True))
    for thing, base in zip(things, bases, strict=True):
        free = thing.audience == Audience.PUBLIC and base not in reserved and base not in taken
        thing.slug = base if free else _with_suffix(base, thing)
        taken.add(thing.slug)


def save_new(thing: Any, reserved: frozenset[str]) -> None:
    """Store a new thing at its address; when a twin takes that address at the same moment, it gets its suffix.

    Called inside a transaction.
    """
    thing.slug = choose_slug(thing, reserved)
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError:
        if thing.slug.endswith(thing.public_id.hex[-SUFFIX:]):
            raise
        thing.slug = choose_slug(thing, reserved)
        thing.save()


def move(thing: Any, reserved: frozenset[str]) -> None:
    """Set the address of a stored thing anew if its name or audience asks for it; the former one keeps leading here."""
    chosen = choose_slug(thing, reserved)
    if chosen == thing.slug:
        return
    thing.former_slugs.filter(slug=chosen).delete()
    if thing.slug:
        thing.former_slugs.get_or_create(slug=thing.slug)
    thing.slug = chosen


def _with_suffix(base: str, thing: Any) -> str:
    return f"{base}-{thing.public_id.hex[-SUFFIX:]}"


def _taken(slug: str, thing: Any) -> bool:
    others = type(thing).objects.exclude(pk=thing.pk)
    return bool(others.filter(slug=slug).exists() or others.filter(former_slugs__slug=slug).exists())
