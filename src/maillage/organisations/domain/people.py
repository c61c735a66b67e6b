"""People named on an organisation's page: two legal paths that never mix, and the ways out of each."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.dates import Precision
from maillage.organisations.domain.recording import recorded
from maillage.organisations.domain.texts import scrub_name
from maillage.organisations.enums import Basis, Capacity
from maillage.organisations.models import Organisation, PublicRole


@transaction.atomic
def present_volunteer(
    *,
    actor: User | None,
    organisation: Organisation,
    person_name: str,
    function: str,
    consent_given_at: datetime | None,
    user: User | None = None,
    start: date | None = None,
    start_precision: str = Precision.UNKNOWN,
) -> PublicRole:
    """Name a volunteer, with the day of their agreement. Raises ValidationError without it."""
    if consent_given_at is None:
        raise ValidationError(
            {
                "consent_given_on": _(
                    "Indiquez quand la personne a donné son accord : sans accord, elle n’est pas nommée."
                )
            }
        )
    with recorded(actor=actor, action="organisations.present_volunteer"):
        return PublicRole.objects.create(
            organisation=organisation,
            user=user,
            person_name=_demand_name(person_name),
            function=function.strip(),
            capacity=Capacity.VOLUNTEER,
            basis=Basis.CONSENT,
            consent_given_at=consent_given_at,
            period=DateRange(start, None) if start else None,
            start_precision=start_precision,
        )


@transaction.atomic
def present_official(
    *,
    actor: User | None,
    organisation: Organisation,
    person_name: str,
    function: str,
    capacity: str,
    user: User | None = None,
    start: date | None = None,
    start_precision: str = Precision.UNKNOWN,
) -> PublicRole:
    """Name somebody who holds an elected or professional function. Raises ValidationError for another capacity."""
    if capacity not in {Capacity.ELECTED, Capacity.PROFESSIONAL}:
        raise ValidationError({"capacity": _("Une personne bénévole n’est nommée qu’avec son accord.")})
    with recorded(actor=actor, action="organisations.present_official"):
        return PublicRole.objects.create(
            organisation=organisation,
            user=user,
            person_name=_demand_name(person_name),
            function=function.strip(),
            capacity=capacity,
            basis=Basis.LEGITIMATE_INTEREST,
            period=DateRange(start, None) if start else None,
            start_precision=start_precision,
        )


@transaction.atomic
def withdraw_consent(*, actor: User | None, role: PublicRole, now: datetime) -> None:
    """Record that a volunteer no longer agrees: the name is erased at once, from the texts too; the row stays."""
    _demand_path(role, Basis.CONSENT)
    _erase(actor, role, "organisations.withdraw_consent", consent_withdrawn_at=now)


@transaction.atomic
def record_objection(*, actor: User | None, role: PublicRole, now: datetime) -> None:
    """Record that somebody in an elected or professional function objects: the name is erased at once."""
    _demand_path(role, Basis.LEGITIMATE_INTEREST)
    _erase(actor, role, "organisations.record_objection", objected_at=now)


@transaction.atomic
def remove_public_role(*, actor: User | None, role: PublicRole) -> None:
    """Stop presenting a person; the history knows that a row went, not who it named."""
    with recorded(actor=actor, action="organisations.remove_public_role"):
        role.delete()


@transaction.atomic
def erase_person(*, user: User) -> int:
    """Erase the names under which an account is presented; returns how many. Part of the erasure of the account."""
    with recorded(actor=None, action="organisations.erase_person"):
        return PublicRole.objects.filter(user=user).update(person_name="", user=None)


def _demand_name(person_name: str) -> str:
    name = " ".join(person_name.split())
    if not name:
        raise ValidationError({"person_name": _("Indiquez le nom de la personne.")})
    return name


def _demand_path(role: PublicRole, basis: Basis) -> None:
    if role.basis != basis:
        raise ValidationError(_("Cette personne n’est pas présentée à ce titre."), code="legal_path")


def _erase(actor: User | None, role: PublicRole, action: str, **moment: datetime) -> None:
    with recorded(actor=actor, action=action):
        scrub_name(name=role.person_name, organisation_id=role.organisation_id)
        PublicRole.objects.filter(pk=role.pk).update(person_name="", user=None, **moment)
