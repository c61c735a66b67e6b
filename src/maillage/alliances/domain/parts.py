"""What hangs on an alliance or on a participation is added to what was seen, taken back, or shown to more readers."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import touch
from maillage.alliances.models import Alliance, Contribution, Participation
from maillage.alliances.selectors.parts import Part, fingerprint
from maillage.organisations.domain.recording import recorded


class StaleParts(Exception):
    """Somebody else added, changed or took back a row since the form was shown; `parts` are those stored now."""

    def __init__(self, parts: list[Part]) -> None:
        super().__init__(len(parts))
        self.parts = parts


@contextmanager
def unchanged(*, subject: Alliance | Participation, parts: Callable[[], Iterable[Part]], seen: str) -> Iterator[None]:
    """Hold an alliance or a participation while a row is added to those its writer saw. Raises StaleParts.

    `seen` is the `fingerprint` of the rows shown with the form. One transaction, in which the subject is locked.
    """
    with transaction.atomic():
        type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)  # noqa: SLF001 public in all but name
        stored = list(parts())
        if fingerprint(stored) != seen:
            raise StaleParts(stored)
        yield


@transaction.atomic
def remove_part(*, actor: User, alliance: Alliance, part: Part) -> None:
    """Take back something written on an alliance or on one of its participations; the history keeps it."""
    with recorded(actor=actor, action="alliances.remove_part"):
        part.delete()
        touch(alliance)


@transaction.atomic
def show_amount(*, actor: User | None, contribution: Contribution, side: str, agreed: bool) -> Contribution:
    """Note whether one side ("alliance" or "participant") agrees that everyone sees an amount."""
    with recorded(actor=actor, action="alliances.show_amount"):
        current: Contribution = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
        setattr(current, f"shown_by_{side}", agreed)
        current.save(update_fields=[f"shown_by_{side}", "updated_at"])
    return current
