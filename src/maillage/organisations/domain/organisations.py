"""Adding an organisation, changing it, renaming it, confirming it."""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core import addresses, clock
from maillage.core.dates import Precision, Span
from maillage.organisations import coordinates, identifiers
from maillage.organisations.domain.details import replace_perimeters, replace_topics
from maillage.organisations.domain.recording import recorded
from maillage.organisations.enums import MemberRole, NameKind, SeatStatus
from maillage.organisations.models import Membership, Organisation, OrganisationName, Perimeter
from maillage.organisations.models.organisations import LONGEST_NAME
from maillage.organisations.policies import stewards
from maillage.search import indexing
from maillage.territories.models import Territory
from maillage.themes.models import Concept

KIND = "organisation"
RESERVED = frozenset({"nouvelle", "qualite", "sans-nom"})
SPACES = re.compile(r"\s+")
INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
BATCH = 500
LINKS = ("themes", "odd", "territories", "spans")


class OrganisationChanges(TypedDict, total=False):
    """The facts a person may write; what is absent stays as it is.

    `spans` says when it acts in the `territories` and goes with them.
    """

    name: str
    acronym: str
    world: str
    legal_form: Concept | None
    legal_category: str
    siren: str
    siret: str
    rna: str
    local_register_number: str
    local_register_court: str
    seat: Territory | None
    seat_status: str
    address: str
    latitude: float | None
    longitude: float | None
    website: str
    contact_email: str
    contact_phone: str
    summary: str
    description: str
    founded_on: date | None
    founded_precision: str
    closed_on: date | None
    closed_precision: str
    audience: str
    is_fictitious: bool
    themes: Iterable[Concept]
    odd: Iterable[Concept]
    territories: Iterable[Territory]
    spans: Mapping[Territory, Span]


class StaleVersion(Exception):
    """Somebody else changed the organisation since the form was shown; `current` is what is stored now."""

    def __init__(self, current: Organisation) -> None:
        super().__init__(current.version)
        self.current = current


@transaction.atomic
def create_organisation(
    *,
    actor: User | None,
    changes: OrganisationChanges,
    attested_on: date | None = None,
    public_id: uuid.UUID | None = None,
    takes_charge: bool = True,
) -> Organisation:
    """Add an organisation; its author may go on writing for it unless they do not `takes_charge` of it.

    `attested_on` dates its territories of action (today by default). `public_id` is chosen by a loader that must know
    its rows again. Raises ValidationError, by field.
    """
    with recorded(actor=actor, action="organisations.create_organisation"):
        organisation = Organisation(public_id=public_id or uuid.uuid4())
        _apply(organisation, changes)
        _check(organisation, clock.today())
        addresses.save_new(organisation, RESERVED)
        _write_links(organisation, changes, attested_on or clock.today())
        if takes_charge and actor is not None and not actor.is_administrator and not stewards(actor, organisation):
            Membership.objects.create(
                user=actor,
                organisation=organisation,
                role=MemberRole.CONTRIBUTOR,
                period=DateRange(clock.today(), None),
            )
        indexing.schedule(KIND, [organisation.pk])
    return organisation


@transaction.atomic
def create_organisations(*, actor: User | None, described: Iterable[OrganisationChanges]) -> list[Organisation]:
    """Add organisations that their author does not take charge of, all or none: a few queries for all of them.

    Of what surrounds an organisation, only `territories` are written, attested today. Raises ValidationError, by field
    of one of them, and IntegrityError when an address is taken meanwhile.
    """
    today = clock.today()
    with recorded(actor=actor, action="organisations.create_organisation"):
        made, perimeters = [], []
        for changes in described:
            organisation = Organisation()
            _apply(organisation, changes)
            _check(organisation, today)
            made.append(organisation)
            perimeters += [
                Perimeter(organisation=organisation, territory=territory, attested_on=today)
                for territory in changes.get("territories", ())
            ]
        addresses.choose_slugs(made, RESERVED)
        Organisation.objects.bulk_create(made, BATCH)
        Perimeter.objects.bulk_create(perimeters, BATCH)
        indexing.schedule(KIND, [organisation.pk for organisation in made])
    return made


@transaction.atomic
def update_organisation(
    *, actor: User | None, organisation: Organisation, version: int, changes: OrganisationChanges, reason: str = ""
) -> Organisation:
    """Change some facts of an organisation; a new name is a correction (see `rename_organisation`).

    Locks the row. Raises StaleVersion, ValidationError by field.
    """
    with recorded(actor=actor, action="organisations.update_organisation", reason=reason):
        current = _lock(organisation, version)
        before = _facts(current)
        _apply(current, changes)
        _check(current, clock.today())
        addresses.move(current, RESERVED)
        moved = _facts(current) != before
        linked = _write_links(current, changes, clock.today())
        if moved or linked:
            _touch(current)
            indexing.schedule(KIND, [current.pk])
    return current


@transaction.atomic
def rename_organisation(
    *,
    actor: User | None,
    organisation: Organisation,
    version: int,
    name: str,
    on: date | None = None,
    precision: str = Precision.DAY,
) -> Organisation:
    """Give an organisation its new name from a day on (unknown if None); the former one stays, dated, and findable.

    Locks the row. Raises StaleVersion, ValidationError by field.
    """
    with recorded(actor=actor, action="organisations.rename_organisation"):
        current = _lock(organisation, version)
        former = current.name
        _apply(current, {"name": name})
        if current.name == former:
            return current
        _check(current, clock.today())
        OrganisationName.objects.filter(organisation=current, name=current.name, kind=NameKind.FORMER).delete()
        OrganisationName.objects.update_or_create(
            organisation=current,
            name=former,
            kind=NameKind.FORMER,
            defaults={
                "period": DateRange(None, on) if on else None,
                "end_precision": precision if on else Precision.UNKNOWN,
            },
        )
        addresses.move(current, RESERVED)
        _touch(current)
        indexing.schedule(KIND, [current.pk])
    return current


@transaction.atomic
def confirm_organisation(*, actor: User | None, organisation: Organisation, on: date) -> Organisation:
    """Record that somebody who may write for the organisation read it over and found it right. Locks the row."""
    with recorded(actor=actor, action="organisations.confirm_organisation"):
        current = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        current.verified_on = on
        _touch(current)
        indexing.schedule(KIND, [current.pk])
    return current


def clean_name(name: str) -> str:
    """Return a name on one line, without invisible characters. Raises ValidationError."""
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", name)
        if character.isspace() or unicodedata.category(character) not in INVISIBLE
    )
    cleaned = SPACES.sub(" ", visible).strip()
    if not cleaned:
        raise ValidationError(_("Donnez un nom à l’organisation."), code="required")
    if len(cleaned) > LONGEST_NAME:
        raise ValidationError(
            _(
                "Ce nom compte %(count)d caractères ; %(limit)d au plus. Gardez le nom d’usage, la suite va dans la présentation."
            ),
            code="max_length",
            params={"count": len(cleaned), "limit": LONGEST_NAME},
        )
    if not any(character.isalnum() for character in cleaned):
        raise ValidationError(
            _("Un nom contient des lettres ou des chiffres, pas seulement des symboles."), code="symbols"
        )
    return cleaned


def _lock(organisation: Organisation, version: int) -> Organisation:
    current = Organisation.objects.select_for_update(of=("self",)).select_related("seat").get(pk=organisation.pk)
    if current.version != version:
        raise StaleVersion(current)
    return current


def _facts(organisation: Organisation) -> dict[str, Any]:
    return {field.attname: getattr(organisation, field.attname) for field in organisation._meta.concrete_fields}  # noqa: SLF001 public in all but name


def _apply(organisation: Organisation, changes: OrganisationChanges) -> None:
    for name, value in changes.items():
        if name not in LINKS:
            setattr(organisation, name, value)


def _write_links(organisation: Organisation, changes: OrganisationChanges, attested_on: date) -> bool:
    changed = False
    if "themes" in changes:
        changed |= replace_topics(organisation, framework="domaines", concepts=changes["themes"])
    if "odd" in changes:
        changed |= replace_topics(organisation, framework="odd", concepts=changes["odd"])
    if "territories" in changes:
        changed |= replace_perimeters(
            organisation,
            territories=changes["territories"],
            attested_on=attested_on,
            spans=changes.get("spans"),
        )
    return changed


def _check(organisation: Organisation, today: date) -> None:
    errors: dict[str, Any] = {}
    cleaners = {
        "name": clean_name,
        "siren": identifiers.clean_siren,
        "siret": identifiers.clean_siret,
        "rna": identifiers.clean_rna,
        "legal_category": identifiers.clean_legal_category,
    }
    for field, clean in cleaners.items():
        try:
            setattr(organisation, field, clean(getattr(organisation, field)))
        except ValidationError as error:
            errors[field] = error
    if errors:
        raise ValidationError(errors)
    try:
        organisation.siren = identifiers.demand_consistency(siren=organisation.siren, siret=organisation.siret)
    except ValidationError as error:
        raise ValidationError({"siret": error}) from error
    identifiers.demand_register(
        department=coordinates.department_of(organisation.seat),
        rna=organisation.rna,
        register_number=organisation.local_register_number,
        court=organisation.local_register_court,
    )
    coordinates.demand_plausible(
        latitude=organisation.latitude, longitude=organisation.longitude, seat=organisation.seat
    )
    if organisation.founded_on and organisation.closed_on and organisation.closed_on < organisation.founded_on:
        raise ValidationError({"closed_on": _("La fin ne peut pas précéder la création.")})
    if organisation.seat is None:
        organisation.seat_status = SeatStatus.UNKNOWN
    elif organisation.seat_status == SeatStatus.UNKNOWN:
        organisation.seat_status = SeatStatus.STATED
    _date_checks(organisation, today)
    organisation.clean_fields(exclude=["slug", "seat", "legal_form"])


def _date_checks(organisation: Organisation, today: date) -> None:
    stored = (
        Organisation.objects.filter(pk=organisation.pk).values("siren", "siret", "rna").first()
        if organisation.pk
        else None
    )
    for field in ("siren", "siret", "rna"):
        number = getattr(organisation, field)
        if not number:
            setattr(organisation, f"{field}_checked_on", None)
        elif stored is None or stored[field] != number:
            setattr(organisation, f"{field}_checked_on", today)


def _touch(organisation: Organisation) -> None:
    organisation.version += 1
    organisation.save()
