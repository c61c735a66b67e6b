"""The charter of an alliance: its versions, the words of one of them, and who said yes to which."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.enums import COUNTED, Answer
from maillage.alliances.models import Alliance, Charter, CharterAgreement, Participation, Request
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
    """An organisation of the charter on a day.

    `agreement` is its yes to this version, `withdrawn` what it said yes to and took back since, `former` the last version
    for which its yes holds.
    """

    organisation: Organisation
    clauses: list[Clause]
    agreement: CharterAgreement | None
    withdrawn: list[CharterAgreement]
    former: int | None
    is_present: bool
    can_agree: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterPage:
    """One version on a day; `latest` is the number of the last one issued by then, 0 when there was none."""

    charter: Charter | None
    latest: int
    is_past: bool
    versions: list[Charter]
    signatories: list[Signatory]
    sentence: str

    @property
    def is_latest(self) -> bool:
        return self.charter is not None and self.charter.number == self.latest

    @property
    def agreed(self) -> list[Signatory]:
        """Those whose yes to this version holds."""
        return [each for each in self.signatories if each.agreement is not None]


def signing(alliance: Alliance, on: date) -> QuerySet[Participation]:
    """Return the participations whose organisation may say yes on a day: not contested, not over."""
    present = Q(period__isnull=True) | Q(period__endswith__isnull=True) | Q(period__endswith__gt=on)
    begun = Q(period__isnull=True) | Q(period__startswith__isnull=True) | Q(period__startswith__lte=on)
    return Participation.objects.filter(present, begun, alliance=alliance, state__in=COUNTED)


def latest_charter(alliance: Alliance) -> Charter | None:
    """Return the last version, None when there is none."""
    found: Charter | None = Charter.objects.filter(alliance=alliance).order_by("-number").first()
    return found


def yes_of_link(request: Request) -> CharterAgreement | None:
    """Return the yes in force that the holder of a mailed link gave by it, None when there is none: two queries at most."""
    if request.charter_id is None or request.answer != Answer.CONFIRM:
        return None
    given = Request.objects.filter(
        charter=request.charter_id, organisation=request.organisation_id, answer=Answer.CONFIRM
    )
    if given.order_by("-answered_at", "-pk").values_list("pk", flat=True).first() != request.pk:
        return None
    found: CharterAgreement | None = (
        CharterAgreement.objects.in_force()
        .filter(charter=request.charter_id, organisation=request.organisation_id, by_link=True)
        .first()
    )
    return found


def read_charter(
    alliance: Alliance, reader: Any, *, own: Set[int], on: date, today: date, number: int | None = None
) -> CharterPage | None:
    """Return a version as it stood on a day, as this reader may see it: four queries. None when there is no such one.

    The last one issued by then is the default. `own` are the keys of the organisations that the reader may answer for;
    nobody says yes or takes it back on a past day. Organisations that the reader may not see are left out, their clauses
    and their yes with them.
    """
    issued = Charter.objects.visible_to(reader).filter(alliance=alliance, issued_on__lte=on)
    versions = list(issued.order_by("-number"))
    latest = versions[0].number if versions else 0
    charter = next((each for each in versions if each.number == (number or latest)), None)
    if charter is None and number is not None:
        return None
    present = set(signing(alliance, on).values_list("organisation_id", flat=True))
    numbers = {each.pk: each.number for each in versions}
    said = CharterAgreement.objects.visible_to(reader).filter(charter__alliance=alliance, agreed_on__lte=on)
    agreements = [each for each in said.order_by("agreed_on", "pk") if each.charter_id in numbers]
    written = _written(charter)
    named = Q(public_id__in=list(written)) | Q(pk__in=[*present, *(each.organisation_id for each in agreements)])
    seen = Organisation.objects.visible_to(reader).filter(named).order_by("slug")
    yes: dict[int, dict[int, CharterAgreement]] = defaultdict(dict)
    taken_back: dict[int, list[CharterAgreement]] = defaultdict(list)
    for each in agreements:
        if each.withdrawn_on is None or each.withdrawn_on > on:
            yes[each.organisation_id][numbers[each.charter_id]] = each
        elif charter is not None and each.charter_id == charter.pk:
            taken_back[each.organisation_id].append(each)
    is_past = on != today
    signatories = [
        Signatory(
            organisation=organisation,
            clauses=written.get(str(organisation.public_id), []),
            agreement=yes[organisation.pk].get(charter.number) if charter else None,
            withdrawn=taken_back[organisation.pk],
            former=max(yes[organisation.pk], default=None),
            is_present=organisation.pk in present,
            can_agree=not is_past
            and charter is not None
            and charter.number == latest
            and organisation.pk in (present & own)
            and charter.number not in yes[organisation.pk],
            can_withdraw=not is_past
            and charter is not None
            and organisation.pk in own
            and charter.number in yes[organisation.pk],
        )
        for organisation in seen
    ]
    shown = [
        each
        for each in signatories
        if each.is_present or each.agreement or each.withdrawn or str(each.organisation.public_id) in written
    ]
    return CharterPage(
        charter=charter,
        latest=latest,
        is_past=is_past,
        versions=versions,
        signatories=shown,
        sentence=_say(charter, shown, is_past=is_past),
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


def _say(charter: Charter | None, signatories: list[Signatory], *, is_past: bool) -> str:
    """Write "2 organisations sur 5 ont dit oui à la version 2 ; 1 en est restée à une version précédente."."""
    if charter is None or not signatories:
        return ""
    agreed = sum(each.agreement is not None for each in signatories)
    facts = {"agreed": agreed, "count": len(signatories), "number": charter.number}
    said = (_said_then if is_past else _said_now)(agreed, len(signatories)) % facts
    behind = sum(
        each.agreement is None and each.former is not None and each.former < charter.number for each in signatories
    )
    if behind:
        said += ngettext(
            " ; %(behind)s en est restée à une version précédente",
            " ; %(behind)s en sont restées à une version précédente",
            behind,
        ) % {"behind": behind}
    if left := sum(each.agreement is None and bool(each.withdrawn) for each in signatories):
        said += ngettext(" ; %(left)s a retiré son accord", " ; %(left)s ont retiré leur accord", left) % {"left": left}
    return f"{said}."


def _said_now(agreed: int, total: int) -> str:
    if agreed == total:
        return _("Toutes les organisations ont dit oui à la version %(number)s")
    if not agreed:
        return _("Aucune organisation n’a encore dit oui à la version %(number)s")
    return ngettext(
        "%(agreed)s organisation sur %(count)s a dit oui à la version %(number)s",
        "%(agreed)s organisations sur %(count)s ont dit oui à la version %(number)s",
        agreed,
    )


def _said_then(agreed: int, total: int) -> str:
    if agreed == total:
        return _("Toutes les organisations avaient dit oui à la version %(number)s")
    if not agreed:
        return _("Aucune organisation n’avait encore dit oui à la version %(number)s")
    return ngettext(
        "%(agreed)s organisation sur %(count)s avait dit oui à la version %(number)s",
        "%(agreed)s organisations sur %(count)s avaient dit oui à la version %(number)s",
        agreed,
    )
