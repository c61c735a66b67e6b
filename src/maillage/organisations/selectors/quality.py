"""The quality score of a record: ten criteria, each from 0 to 1 or not applicable, and their mean.

Adapted from the score of data.inclusion, which has the same form; the formula has its own page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.organisations.enums import SeatStatus, World
from maillage.organisations.models import Organisation

FRESH_DAYS = 183
STALE_DAYS = 730
GOOD_LENGTH = range(200, 2001)
NO_LEGAL_EXISTENCE = "collectif"
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the score looks at; lengths and counts come from what the page has loaded already."""

    organisation: Organisation
    legal_form: str
    perimeters: int
    topics: int
    sources: int
    attested_on: date | None
    is_catalyst: bool
    activities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One of the ten: what is asked, how it is counted, and where it is filled in."""

    name: str
    label: Any
    rule: Any
    missing: Any
    section: str
    measure: Callable[[Known, date], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is missing, and the section of the form where it is written."""

    label: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The score out of 100, and what would raise it, the emptiest first."""

    percent: int
    gaps: tuple[Gap, ...]


def _identifier(known: Known, today: date) -> float | None:
    organisation = known.organisation
    if organisation.is_fictitious or known.legal_form.startswith(NO_LEGAL_EXISTENCE):
        return None
    numbers = (organisation.siren, organisation.siret, organisation.rna, organisation.local_register_number)
    return float(any(numbers))


def _seat(known: Known, today: date) -> float:
    return {SeatStatus.STATED: 1.0, SeatStatus.TO_CONFIRM: HALF}.get(SeatStatus(known.organisation.seat_status), 0.0)


def _description(known: Known, today: date) -> float:
    length = len(known.organisation.summary) + len(known.organisation.description)
    if length in GOOD_LENGTH:
        return 1.0
    return HALF if length else 0.0


def _contact(known: Known, today: date) -> float:
    organisation = known.organisation
    return float(any((organisation.website, organisation.contact_email, organisation.contact_phone)))


def _topics(known: Known, today: date) -> float:
    asked = [known.topics > 0, known.activities > 0] if known.is_catalyst else [known.topics > 0]
    return sum(asked) / len(asked)


def _freshness(known: Known, today: date) -> float:
    dates = [day for day in (known.organisation.verified_on, known.attested_on) if day]
    if not dates:
        return 0.0
    age = (today - max(dates)).days
    return max(0.0, min(1.0, (STALE_DAYS - age) / (STALE_DAYS - FRESH_DAYS)))


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        name="world",
        label=_("Monde"),
        rule=_("1 si le monde est connu, 0 s’il est à confirmer."),
        missing=_("le monde auquel elle appartient"),
        section="identite",
        measure=lambda known, today: float(known.organisation.world != World.UNKNOWN),
    ),
    Criterion(
        name="legal_form",
        label=_("Forme juridique"),
        rule=_("1 si elle est indiquée (« collectif sans existence juridique » en est une)."),
        missing=_("la forme juridique"),
        section="identite",
        measure=lambda known, today: float(bool(known.legal_form)),
    ),
    Criterion(
        name="identifier",
        label=_("Identifiant officiel"),
        rule=_("1 avec un SIREN, un SIRET, un RNA ou un registre local ; sans objet pour un collectif."),
        missing=_("un identifiant : SIREN, SIRET ou RNA"),
        section="reperes",
        measure=_identifier,
    ),
    Criterion(
        name="seat",
        label=_("Siège"),
        rule=_("1 si la commune du siège est établie, 0,5 si elle est à confirmer."),
        missing=_("la commune du siège"),
        section="lieux",
        measure=_seat,
    ),
    Criterion(
        name="perimeter",
        label=_("Territoires d’action"),
        rule=_("1 avec au moins un territoire."),
        missing=_("les territoires où elle agit"),
        section="lieux",
        measure=lambda known, today: float(known.perimeters > 0),
    ),
    Criterion(
        name="description",
        label=_("Présentation"),
        rule=_("1 entre 200 et 2 000 caractères, 0,5 en deçà ou au-delà, 0 sans texte."),
        missing=_("une présentation de 200 à 2 000 caractères"),
        section="identite",
        measure=_description,
    ),
    Criterion(
        name="contact",
        label=_("Contact public"),
        rule=_("1 avec un site, une adresse e-mail ou un téléphone."),
        missing=_("un moyen de la joindre"),
        section="contact",
        measure=_contact,
    ),
    Criterion(
        name="topics",
        label=_("Thèmes"),
        rule=_("1 avec un thème ou un ODD ; pour un catalyseur, la moitié vient de ses activités."),
        missing=_("ses thèmes (et, pour un catalyseur, ses activités)"),
        section="themes",
        measure=_topics,
    ),
    Criterion(
        name="sources",
        label=_("Source"),
        rule=_("1 si une source au moins est citée."),
        missing=_("une source"),
        section="sources",
        measure=lambda known, today: float(known.sources > 0),
    ),
    Criterion(
        name="freshness",
        label=_("Fraîcheur"),
        rule=_("1 si la fiche a été confirmée ou attestée depuis moins de 6 mois, puis moins chaque jour, 0 à 2 ans."),
        missing=_("une confirmation récente"),
        section="",
        measure=_freshness,
    ),
)


def assess(known: Known, today: date) -> Quality:
    """Return the score of a record that day and what it lacks."""
    measured = [(criterion, criterion.measure(known, today)) for criterion in CRITERIA]
    counted = [(criterion, value) for criterion, value in measured if value is not None]
    percent = round(100 * sum(value for _criterion, value in counted) / len(counted))
    lacking = sorted((item for item in counted if item[1] < 1), key=lambda item: item[1])
    return Quality(
        percent=percent,
        gaps=tuple(Gap(label=str(criterion.missing), section=criterion.section) for criterion, _value in lacking),
    )
