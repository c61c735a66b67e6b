"""Walking the path: milestones written, changed, taken back and put back, with their image."""

import uuid
from datetime import date, datetime
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import touch
from maillage.alliances.models import Alliance, Commitment, Milestone
from maillage.core import clock
from maillage.core.images import ENDING
from maillage.organisations.domain.recording import recorded

FOLDER = "alliances"
UNTRACKED = {"id", "created_at", "updated_at"}


class MilestoneChanges(TypedDict, total=False):
    """The facts a person may write on a milestone; what is absent stays as it is. `image` None takes it off."""

    on: date | None
    precision: str
    kind: str
    title: str
    text: str
    image: "ContentFile[bytes] | None"
    image_alt: str
    source: str


class StaleMilestone(Exception):
    """Somebody else changed the milestone since the form was shown; `current` is what is stored now."""

    def __init__(self, current: Milestone) -> None:
        super().__init__(current.version)
        self.current = current


class NothingToRestore(LookupError):
    """No such row was taken back, or it is there again."""


@transaction.atomic
def add_milestone(*, actor: User | None, alliance: Alliance, changes: MilestoneChanges) -> Milestone:
    """Note something that counted. Raises ValidationError by field ("on" when the day is to come)."""
    with recorded(actor=actor, action="alliances.add_milestone"):
        milestone = Milestone(alliance=alliance)
        _apply(milestone, changes)
        milestone.save()
        touch(alliance)
    return milestone


@transaction.atomic
def update_milestone(*, actor: User | None, milestone: Milestone, version: int, changes: MilestoneChanges) -> Milestone:
    """Change some facts of a milestone. Locks the row. Raises StaleMilestone, ValidationError by field."""
    with recorded(actor=actor, action="alliances.update_milestone"):
        current: Milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
        if current.version != version:
            raise StaleMilestone(current)
        _apply(current, changes)
        current.version += 1
        current.save()
        touch(current.alliance)
    return current


@transaction.atomic
def remove_milestone(*, actor: User | None, milestone: Milestone) -> None:
    """Take a milestone back; `restore_milestone` puts it back, image included."""
    with recorded(actor=actor, action="alliances.remove_milestone"):
        alliance = milestone.alliance
        milestone.delete()
        touch(alliance)


@transaction.atomic
def restore_milestone(*, actor: User | None, alliance: Alliance, public_id: uuid.UUID) -> Milestone:
    """Put back a milestone as it was when it was taken back, without its image once that is erased.

    Raises NothingToRestore.
    """
    with recorded(actor=actor, action="alliances.restore_milestone"):
        milestone = Milestone(**gone(Milestone, alliance, public_id))
        if milestone.image and not default_storage.exists(str(milestone.image)):
            milestone.image, milestone.image_alt = "", ""
        milestone.version += 1
        milestone.save()
        touch(alliance)
    return milestone


def gone(model: type[Milestone] | type[Commitment], alliance: Alliance, public_id: uuid.UUID) -> dict[str, Any]:
    """Return the columns of a row of the alliance as the history last held it. Locks the alliance. Raises NothingToRestore."""
    Alliance.objects.select_for_update(of=("self",)).get(pk=alliance.pk)  # two who put it back come one after the other
    # SECURITY: what is asked for by its identifier is looked for in this alliance only.
    events = model.pgh_event_model.objects.filter(alliance_id=alliance.pk, public_id=public_id)  # type: ignore[union-attr]  # made by pghistory
    last = events.filter(pgh_label="delete").order_by("-pgh_id").first()
    if last is None or model.objects.filter(public_id=public_id).exists():
        raise NothingToRestore(public_id)
    kept = model._meta.concrete_fields  # noqa: SLF001 public in all but name
    return {each.attname: getattr(last, each.attname) for each in kept if each.name not in UNTRACKED}


def drop_images(*, before: datetime) -> int:
    """Erase the images that no milestone shows any more and that were sent before an instant; return how many."""
    if not default_storage.exists(FOLDER):
        return 0
    shown = set(Milestone.objects.exclude(image="").values_list("image", flat=True))
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    left = [name for name in names if name not in shown and _sent_at(name) < before]
    for name in left:
        default_storage.delete(name)
    return len(left)


def _sent_at(name: str) -> datetime:
    instant = default_storage.get_modified_time(name)
    return instant if timezone.is_aware(instant) else timezone.make_aware(instant)


def _apply(milestone: Milestone, changes: MilestoneChanges) -> None:
    values: dict[str, Any] = dict(changes)
    image = values.pop("image", milestone.image)
    for name, value in values.items():
        setattr(milestone, name, value)
    milestone.title = " ".join(milestone.title.split())
    milestone.image_alt = " ".join(milestone.image_alt.split())
    errors = {}
    if not milestone.title:
        errors["title"] = _("Dites en une phrase ce qui a compté.")
    if milestone.on is not None and milestone.on > clock.today():
        errors["on"] = _("Ce jour est à venir : un jalon est arrivé ; pour la suite, notez un engagement.")
    if image and not milestone.image_alt:
        errors["image_alt"] = _("Décrivez l’image pour les personnes qui ne la voient pas.")
    if errors:
        raise ValidationError(errors)
    if not image:
        milestone.image, milestone.image_alt = "", ""
    milestone.full_clean(exclude=["alliance", "image"])
    if isinstance(image, ContentFile):
        # SECURITY: a name nobody can guess, and nothing of the one that was sent.
        milestone.image.save(f"{uuid.uuid4().hex}{ENDING}", image, save=False)
