"""Free texts that name an erased person: the name and the address become "personne effacée", in the history too."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from pghistory.models import Context

from maillage.accounts.models import User
from maillage.accounts.registry import FreeText, registered_free_texts
from maillage.core.text import fold, replace_folded, unaccent

Near = Callable[[FreeText], Iterable[int]]
Rewritten = tuple[models.Model, dict[str, Any]]


class Mentions:
    """What designates a person: full names (a first name alone designates too many) and e-mail addresses."""

    def __init__(self, *, names: Iterable[str] = (), addresses: Iterable[str] = ()) -> None:
        words = [fold(name).split() for name in names]
        full = [each for each in words if len(each) > 1]
        self.addresses = sorted({unaccent(address).lower() for address in addresses if address})
        orders = {tuple(each) for each in full} | {tuple(reversed(each)) for each in full if len(each) == 2}
        self.names = sorted(orders)
        named = [r"[^0-9a-z]{1,3}".join(order) for order in self.names]
        written = [re.escape(address) for address in self.addresses]
        self.address = _pattern(written, before=r"(?<![\w.+-])", after=r"(?![\w-]|\.\w)")
        self.name = _pattern(named, before=r"(?<![0-9a-z])", after=r"(?![0-9a-z])")

    def hide(self, text: str) -> str:
        """Return the text without the person; one that does not name them costs little."""
        plain = unaccent(text).lower()
        if not self.address.search(plain) and not self.name.search(plain):
            return text
        erased = _("personne effacée")
        return replace_folded(replace_folded(text, self.address, erased), self.name, erased)

    def hide_in(self, value: Any) -> Any:
        """Return a text, or the texts inside a list or a dictionary (a column of JSON), without the person."""
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, list):
            return [self.hide_in(each) for each in value]
        if isinstance(value, dict):
            return {key: self.hide_in(each) for key, each in value.items()}
        return value


def mentions_of(user: User) -> Mentions:
    """Return what designates an account."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return Mentions(names=[user.display_name], addresses=[user.email, *addresses])


def near(user: User) -> Near:
    """Return, for a free text, the keys of the rows tied to an account: written by it, or declared around it."""

    def keys(text: FreeText) -> set[int]:
        found = set(text.around(user)) if text.around else set()
        if (events := _events(text)) is not None:
            written = events.filter(pgh_context__metadata__user=user.pk)
            found |= set(written.values_list("pgh_obj_id", flat=True))
        return found

    return keys


def count_mentions(mentions: Mentions, near: Near) -> int:
    """Return how many rows name the person today, the history apart."""
    count = 0
    for text in registered_free_texts():
        rows = text.model._default_manager.all()  # noqa: SLF001 public in all but name
        count += sum(1 for _each in _rewritten(text, rows, "pk", mentions, set(near(text))))
    return count


@transaction.atomic
def scrub_texts(mentions: Mentions, near: Near) -> int:
    """Take a person out of the registered free texts, their history and its reasons; return how many rows changed.

    Names are looked for in the rows that `near` gives, addresses everywhere. Two rows that become the same are one.
    """
    if not mentions.names and not mentions.addresses:
        return 0
    count = 0
    contexts: set[Any] = set()
    with pghistory.context(action="accounts.erase_person"):
        for text in registered_free_texts():
            keys = set(near(text))
            changed = _scrub_rows(text, mentions, keys)
            if changed and text.changed is not None:
                text.changed(changed)
            count += len(changed)
            contexts |= _scrub_events(text, mentions, keys)
    _scrub_reasons(mentions, contexts)
    return count


def _scrub_rows(text: FreeText, mentions: Mentions, keys: set[int]) -> set[int]:
    rows = text.model._default_manager.all()  # noqa: SLF001 public in all but name
    return {_write(row, values) for row, values in _rewritten(text, rows, "pk", mentions, keys)}


def _scrub_events(text: FreeText, mentions: Mentions, keys: set[int]) -> set[Any]:
    """Scrub the history of a text; return the contexts of what happened to these rows."""
    events = _events(text)
    if events is None:
        return set()
    for event, values in _rewritten(text, events, "pgh_obj_id", mentions, keys):
        events.filter(pk=event.pk).update(**values)
    contexts = events.filter(pgh_obj_id__in=keys, pgh_context__isnull=False)
    return set(contexts.values_list("pgh_context_id", flat=True))


def _pattern(choices: list[str], *, before: str, after: str) -> re.Pattern[str]:
    return re.compile(rf"{before}(?:{'|'.join(choices)}){after}") if choices else re.compile(r"(?!)")


def _events(text: FreeText) -> models.QuerySet[Any] | None:
    model = getattr(text.model, "pgh_event_model", None)
    return None if model is None else model.objects.all()


def _rewritten(
    text: FreeText, rows: models.QuerySet[Any], key: str, mentions: Mentions, keys: set[int]
) -> Iterator[Rewritten]:
    kept = {field.name for field in rows.model._meta.concrete_fields}  # noqa: SLF001 public in all but name
    columns = [column for column in (*text.fields, *text.addresses) if column in kept]
    looked_for = Q(**{f"{key}__in": keys}) if mentions.names else Q()
    for address in mentions.addresses:
        for column in columns:
            looked_for |= Q(**{f"{column}_as_text__icontains": address})
    if not looked_for:
        return
    told = rows.alias(**{f"{column}_as_text": Cast(column, models.TextField()) for column in columns})
    for row in told.filter(looked_for).only(*columns).order_by("pk").iterator():
        values = {}
        for column in columns:
            before = getattr(row, column)
            after = mentions.hide_in(before)
            if after != before:
                longest = row._meta.get_field(column).max_length  # noqa: SLF001 public in all but name
                values[column] = "" if column in text.addresses else after[:longest]
        if values:
            yield row, values


def _write(row: models.Model, values: dict[str, Any]) -> int:
    rows = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001 public in all but name
    if any(field.name == "version" for field in row._meta.concrete_fields):  # noqa: SLF001 public in all but name
        values = {**values, "version": F("version") + 1}
    key: int = row.pk
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        rows.delete()
    return key


def _scrub_reasons(mentions: Mentions, contexts: set[Any]) -> None:
    looked_for = Q(pk__in=contexts) if mentions.names else Q()
    for address in mentions.addresses:
        looked_for |= Q(metadata__reason__icontains=address)
    if not looked_for:
        return
    for context in Context.objects.filter(looked_for, metadata__has_key="reason"):
        reason = str(context.metadata["reason"])
        if (after := mentions.hide(reason)) != reason:
            Context.objects.filter(pk=context.pk).update(metadata={**context.metadata, "reason": after})
