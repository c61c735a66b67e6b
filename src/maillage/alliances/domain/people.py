"""People through whom an organisation takes part: named by invitation, shown after their yes, gone when they wish."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.asking import ask
from maillage.alliances.models import InvolvedPerson, Participation, Request
from maillage.core import clock
from maillage.core.dates import Precision, Span
from maillage.organisations.domain.recording import recorded


@transaction.atomic
def invite_person(
    *,
    actor: User | None,
    participation: Participation,
    person_name: str,
    function: str,
    email: str,
    origin: str,
    now: datetime,
    span: Span | None = None,
) -> InvolvedPerson:
    """Note a person and ask them by mail whether they agree to be named; nobody sees them before their yes.

    Raises ValidationError by field, and what `ask` raises.
    """
    name = " ".join(person_name.split())
    if not name:
        raise ValidationError({"person_name": _("Indiquez le nom de la personne.")})
    with recorded(actor=actor, action="alliances.invite_person"):
        person = InvolvedPerson(
            participation=participation,
            person_name=name,
            function=" ".join(function.split()),
            attested_on=clock.today(),
            **(span or Span())._asdict(),
        )
        person.full_clean(exclude=["participation"])
        person.save()
        ask(actor=actor, target=person, organisation=participation.organisation, email=email, origin=origin, now=now)
    return person


@transaction.atomic
def give_consent(*, actor: User | None, person: InvolvedPerson, now: datetime) -> None:
    """Record the yes of the person: they are shown from now on. Locks the row."""
    with recorded(actor=actor, action="alliances.give_consent"):
        current = InvolvedPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
        current.consent_given_at, current.consent_withdrawn_at = now, None
        current.version += 1
        current.save()


@transaction.atomic
def withdraw_person(*, actor: User | None, person: InvolvedPerson, now: datetime) -> None:
    """Take a person off, at their wish or the alliance's: name, function and address are erased, in the history too.

    The participation stays, at the level of the organisation; the row without a name says that the person left.
    """
    with recorded(actor=actor, action="alliances.withdraw_person"):
        current = InvolvedPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if current.consent_withdrawn_at is None:
            current.consent_withdrawn_at = now
        current.person_name = current.function = ""
        _end_today(current, timezone.localtime(now).date())
        current.version += 1
        current.save()
        Request.objects.filter(person=current).update(email="")
        Request.objects.filter(person=current, answered_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    forget_functions([current.pk])


@transaction.atomic
def end_person(
    *, actor: User | None, person: InvolvedPerson, on: date, precision: str = Precision.DAY
) -> InvolvedPerson:
    """Note that a person left: `on` is the first day they no longer act there. Locks the row. Raises ValidationError."""
    with recorded(actor=actor, action="alliances.end_person"):
        current: InvolvedPerson = InvolvedPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
        lower = current.period.lower if current.period else None
        if lower and on <= lower:
            raise ValidationError({"on": _("Le départ vient avant l’arrivée : vérifiez la date.")})
        current.period, current.end_precision = DateRange(lower, on), precision
        current.version += 1
        current.save()
    return current


def _end_today(person: InvolvedPerson, today: date) -> None:
    """Note that a person who had agreed is there no more, unless they had left already."""
    lower, upper = (person.period.lower, person.period.upper) if person.period else (None, None)
    if person.consent_given_at is not None and upper is None and (lower is None or lower < today):
        person.period, person.end_precision = DateRange(lower, today), Precision.DAY


def forget_functions(keys: list[int]) -> None:
    """Empty, in the history, the functions of people who are gone: beside an organisation they point at somebody."""
    InvolvedPerson.pgh_event_model.objects.filter(pgh_obj_id__in=keys).update(function="")  # type: ignore[attr-defined]  # made by pghistory
