"""The rows that hang on an alliance or on a participation: in words, and as a form remembers them."""

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from maillage.alliances.models import (
    AlliancePartnershipType,
    AllianceSource,
    AllianceStage,
    Contribution,
    ParticipationIntensity,
    ParticipationRole,
)
from maillage.core.components.typography import french_number
from maillage.core.dates import Dated, describe_period, write_date

Part = (
    AlliancePartnershipType | AllianceStage | AllianceSource | ParticipationRole | ParticipationIntensity | Contribution
)
UNTOLD = {"id", "public_id", "created_at", "updated_at", "version"}
MARK = 12


def fingerprint(parts: Iterable[Part]) -> str:
    """Return what a form keeps of the rows it was shown with: their number, then the mark of each."""
    marks = sorted(mark(each) for each in parts)
    return " ".join([str(len(marks)), *marks])


def mark(part: Part) -> str:
    """Return what tells a row, as it now is, from any other."""
    fields = [each.attname for each in part._meta.concrete_fields if each.name not in UNTOLD]  # noqa: SLF001 public in all but name
    values = repr([(name, str(getattr(part, name))) for name in fields])
    return f"{part.public_id.hex}-{hashlib.sha256(values.encode()).hexdigest()[:MARK]}"


def moved_since(seen: str, parts: Iterable[Part]) -> tuple[list[Part], int]:
    """Return the rows that are new or changed since a fingerprint was taken, and how many of the former ones are gone."""
    marks = set(seen.split()[1:])
    stored = list(parts)
    here = {each.public_id.hex for each in stored}
    gone = {each.partition("-")[0] for each in marks} - here
    return [each for each in stored if mark(each) not in marks], len(gone)


def say_part(part: Part) -> str:
    """Write a row on one line."""
    if isinstance(part, AllianceStage):
        day = write_date(part.reached_on, part.precision) if part.reached_on else ""
        return _join(str(part.get_stage_display()), day, part.note)
    if isinstance(part, AllianceSource):
        return _join(part.title, part.reference)
    if isinstance(part, Contribution):
        amount = f"{french_number(part.amount)}\u202f€" if part.amount is not None else ""
        return _join(f"{part.get_direction_display()} {part.get_kind_display()}", part.text, amount)
    if isinstance(part, ParticipationRole):
        return _join(str(part.get_role_display()), _when(part))
    if isinstance(part, ParticipationIntensity):
        return _join(str(part.get_level_display()), _when(part))
    return _join(part.concept.label, _when(part))


def _join(*words: str) -> str:
    return ", ".join(filter(None, words))


def _when(fact: Dated) -> str:
    if fact.period is None:
        return _("date inconnue")
    return describe_period(fact.period, fact.start_precision, fact.end_precision)
