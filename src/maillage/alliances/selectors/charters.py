"""The charter of an alliance: its versions, the words of one of them, and who said yes to which."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.enums import COUNTED
from maillage.alliances.models import Alliance, Charter, CharterAgreement, Participation
from maillage.core.components.typography import counted
from maillage.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What one organisation undertakes, as written in a version."""

    text: str
    due_on: date | None
    counterpart: str
    counterpart_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """An organisation of the charter; `agreement` is its yes to this version, `former` the last version it agreed to."""

    organisation: Organisation
    clauses: list[Clause]
    agreement: CharterAgreement | None
    former: int | None
    is_present: bool
    can_agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterPage:
    """One version; `latest` is the number of the last one, 0 when no charter was issued yet."""

    charter: Charter | None
    latest: int
    versions: list[Charter]
    signatories: list[Signatory]
    sentence: str

    @property
    def is_latest(self) -> bool:
        return self.charter is not None and self.charter.number == self.latest


def signing(alliance: Alliance, today: date) -> QuerySet[Participation]:
    """Return the participations whose organisation may say yes today: not contested, not over."""
    present = Q(period__isnull=True) | Q(period__endswith__isnull=True) | Q(period__endswith__gt=today)
    begun = Q(period__isnull=True) | Q(period__startswith__isnull=True) | Q(period__startswith__lte=today)
    return Participation.objects.filter(present, begun, alliance=alliance, state__in=COUNTED)


def latest_charter(alliance: Alliance) -> Charter | None:
    """Return the last version, None when there is none."""
    found: Charter | None = Charter.objects.filter(alliance=alliance).order_by("-number").first()
    return found


def read_charter(
    alliance: Alliance, reader: Any, *, own: Set[int], today: date, number: int | None = None
) -> CharterPage | None:
    """Return a version (the last one by default) as this reader may see it: four queries. None when there is no such one.

    `own` are the keys of the organisations that the reader may answer for.
    Organisations that the reader may not see are left out, their clauses and their yes with them.
    """
    versions = list(Charter.objects.visible_to(reader).filter(alliance=alliance).order_by("-number"))
    latest = versions[0].number if versions else 0
    charter = next((each for each in versions if each.number == (number or latest)), None)
    if charter is None and number is not None:
        return None
    present = set(signing(alliance, today).values_list("organisation_id", flat=True))
    agreements = list(CharterAgreement.objects.visible_to(reader).filter(charter__alliance=alliance))
    numbers = {each.pk: each.number for each in versions}
    written = _written(charter)
    named = Q(public_id__in=list(written)) | Q(pk__in=[*present, *(each.organisation_id for each in agreements)])
    seen = Organisation.objects.visible_to(reader).filter(named).order_by("slug")
    yes: dict[int, dict[int, CharterAgreement]] = defaultdict(dict)
    for each in agreements:
        yes[each.organisation_id][numbers[each.charter_id]] = each
    signatories = [
        Signatory(
            organisation=organisation,
            clauses=written.get(str(organisation.public_id), []),
            agreement=yes[organisation.pk].get(charter.number) if charter else None,
            former=max(yes[organisation.pk], default=None),
            is_present=organisation.pk in present,
            can_agree=charter is not None
            and charter.number == latest
            and organisation.pk in (present & own)
            and charter.number not in yes[organisation.pk],
        )
        for organisation in seen
    ]
    shown = [
        each for each in signatories if each.is_present or each.agreement or str(each.organisation.public_id) in written
    ]
    return CharterPage(
        charter=charter, latest=latest, versions=versions, signatories=shown, sentence=_say(charter, shown)
    )


def _written(charter: Charter | None) -> dict[str, list[Clause]]:
    """Return the clauses of a version by organisation; one that undertook nothing yet has none."""
    read: dict[str, list[Clause]] = defaultdict(list)
    for entry in charter.commitments if charter is not None else []:
        clauses = read[entry["organisation"]]
        if entry["text"]:
            clauses.append(
                Clause(
                    text=entry["text"],
                    due_on=date.fromisoformat(entry["due_on"]) if entry["due_on"] else None,
                    counterpart=entry["counterpart"],
                    counterpart_by=entry["counterpart_by"],
                )
            )
    return read


def _say(charter: Charter | None, signatories: list[Signatory]) -> str:
    """Write "2 organisations sur 5 ont dit oui à la version 2 ; 1 en est restée à une version précédente."."""
    if charter is None or not signatories:
        return ""
    agreed = sum(each.agreement is not None for each in signatories)
    facts = {"total": counted(len(signatories), _("organisation,organisations")), "number": charter.number}
    if agreed == len(signatories):
        return _("Toutes les organisations ont dit oui à la version %(number)s.") % facts
    if not agreed:
        said = _("Aucune organisation n’a encore dit oui à la version %(number)s") % facts
    else:
        said = ngettext(
            "%(agreed)s organisation sur %(count)s a dit oui à la version %(number)s",
            "%(agreed)s organisations sur %(count)s ont dit oui à la version %(number)s",
            agreed,
        ) % {**facts, "agreed": agreed, "count": len(signatories)}
    behind = sum(
        each.agreement is None and each.former is not None and each.former < charter.number for each in signatories
    )
    if behind:
        said += ngettext(
            " ; %(behind)s en est restée à une version précédente",
            " ; %(behind)s en sont restées à une version précédente",
            behind,
        ) % {"behind": behind}
    return f"{said}."
