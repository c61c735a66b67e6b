"""Who takes part: joining, leaving, roles, intensities, contributions. Dates stay inside the alliance's life."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.confirmation import reopen
from maillage.alliances.models import (
    Alliance,
    Contribution,
    Participation,
    ParticipationIntensity,
    ParticipationRole,
)
from maillage.core import clock
from maillage.core.dates import Precision, Span, span_of, write_date
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.search import indexing

UNDATED = Span()
PARTIES = ("alliance", "organisation", "declared_by")
BATCH = 500


class ParticipationChanges(TypedDict, total=False):
    """The facts a person may write on a participation; what is absent stays as it is."""

    why: str
    what_for: str
    subject: str
    objective: str
    joined_at_stage: str
    mobilised: str
    duration: str
    source: str
    span: Span


class StaleParticipation(Exception):
    """Somebody else changed the participation since the form was shown; `current` is what is stored now."""

    def __init__(self, current: Participation) -> None:
        super().__init__(current.version)
        self.current = current


@transaction.atomic
def add_participation(
    *,
    actor: User | None,
    alliance: Alliance,
    organisation: Organisation,
    changes: ParticipationChanges | None = None,
    roles: Iterable[str] = (),
    declared_by: Organisation | None = None,
    attested_on: date | None = None,
) -> Participation:
    """Declare that an organisation takes part; it has not confirmed yet.

    Raises ValidationError when it already takes part at these dates, or when they lie outside the alliance's life.
    """
    with recorded(actor=actor, action="alliances.add_participation"):
        added = draft_participation(
            alliance=alliance, organisation=organisation, changes=changes, attested_on=attested_on
        )
        added.declared_by = declared_by
        _check(added)
        added.save()
        for role in dict.fromkeys(roles):
            add_role(actor=actor, participation=added, role=role, span=UNDATED, attested_on=attested_on)
        _reindex(added)
    return added


def draft_participation(
    *,
    alliance: Alliance,
    organisation: Organisation,
    changes: ParticipationChanges | None = None,
    attested_on: date | None = None,
) -> Participation:
    """Return a participation as it is declared, nothing being stored yet."""
    drafted = Participation(
        alliance=alliance,
        organisation=organisation,
        attested_on=attested_on or clock.today(),
        state_since=attested_on or clock.today(),
    )
    _apply(drafted, changes or {})
    return drafted


@transaction.atomic
def add_participations(
    *, actor: User | None, declared: Iterable[tuple[Participation, Iterable[str]]]
) -> list[Participation]:
    """Store participations that are all new, each with its roles, all or none: a few queries for a thousand.

    Raises ValidationError for dates outside the life of an alliance, and IntegrityError for what the database refuses:
    the same organisation twice at some dates, an end before its start.
    """
    with recorded(actor=actor, action="alliances.add_participation"):
        added, roles = [], []
        for participation, held in declared:
            demand_within(span_of(participation), participation.alliance, _("l’alliance"))
            participation.clean_fields(exclude=PARTIES)
            added.append(participation)
            roles += [
                ParticipationRole(participation=participation, role=role, attested_on=participation.attested_on)
                for role in dict.fromkeys(held)
            ]
        Participation.objects.bulk_create(added, BATCH)
        ParticipationRole.objects.bulk_create(roles, BATCH)
        indexing.schedule("alliance", {each.alliance_id for each in added})
        indexing.schedule("organisation", {each.organisation_id for each in added})
    return added


@transaction.atomic
def update_participation(
    *, actor: User | None, participation: Participation, version: int, changes: ParticipationChanges
) -> Participation:
    """Change some facts of a participation; what another party had confirmed is then declared anew.

    Locks the row. Raises StaleParticipation, ValidationError by field.
    """
    with recorded(actor=actor, action="alliances.update_participation"):
        current = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
        if current.version != version:
            raise StaleParticipation(current)
        before = _facts(current)
        _apply(current, changes)
        _check(current)
        if _facts(current) == before:
            return current
        if "span" in changes:
            _demand_holds(current)
        reopen(actor=actor, tie=current)
        current.version += 1
        current.save()
        _reindex(current)
    return current


@transaction.atomic
def end_participation(
    *, actor: User | None, participation: Participation, on: date, precision: str = Precision.DAY, reason: str = ""
) -> Participation:
    """Note that the organisation left: `on` is the first day it no longer takes part. Its roles end with it.

    Locks the row. Raises ValidationError when the day comes before its arrival or outside the alliance's life.
    """
    with recorded(actor=actor, action="alliances.end_participation"):
        current = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
        lower = current.period.lower if current.period else None
        if lower and on <= lower:
            raise ValidationError({"on": _("Le départ vient avant l’arrivée : vérifiez la date.")})
        current.period, current.end_precision = DateRange(lower, on), precision
        current.leaving_reason = reason.strip()[:300]
        _check(current)
        current.version += 1
        current.save()
        for part in (*current.roles.all(), *current.intensities.all()):
            _cut(part, on, precision)
        _reindex(current)
    return current


@transaction.atomic
def add_role(
    *, actor: User | None, participation: Participation, role: str, span: Span, attested_on: date | None = None
) -> ParticipationRole:
    """Note a role held at some time. Raises ValidationError when the same role is already noted then."""
    with recorded(actor=actor, action="alliances.add_role"):
        added = ParticipationRole(
            participation=participation, role=role, attested_on=attested_on or clock.today(), **span._asdict()
        )
        demand_within(span, participation, _("la participation"))
        added.full_clean()
        added.save()
        current = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
        if reopen(actor=actor, tie=current):
            current.save()
    return added


@transaction.atomic
def set_intensity(
    *, actor: User | None, participation: Participation, level: int, since: date, precision: str = Precision.DAY
) -> ParticipationIntensity:
    """Note how much the organisation is involved since a day; the former intensity ends then."""
    with recorded(actor=actor, action="alliances.set_intensity"):
        open_ended = participation.intensities.filter(period__endswith__isnull=True, period__startswith__lt=since)
        for former in open_ended:
            _cut(former, since, precision)
        noted = ParticipationIntensity(
            participation=participation,
            level=level,
            period=DateRange(since, None),
            start_precision=precision,
            attested_on=clock.today(),
        )
        demand_within(Span(noted.period), participation, _("la participation"))
        noted.full_clean()
        noted.save()
    return noted


@transaction.atomic
def add_contribution(
    *,
    actor: User | None,
    participation: Participation,
    direction: str,
    kind: str,
    text: str = "",
    amount: Decimal | None = None,
) -> Contribution:
    """Note what the organisation gives or expects; an amount is for partners only. Raises ValidationError."""
    with recorded(actor=actor, action="alliances.add_contribution"):
        added = Contribution(participation=participation, direction=direction, kind=kind, text=text, amount=amount)
        added.full_clean()
        added.save()
    return added


def demand_within(span: Span, container: Any, name: str) -> None:
    """Raise ValidationError ("span") when a known bound lies outside the known life of an alliance or a participation."""
    life: DateRange | None = container.period
    if span.period is None or life is None:
        return
    start, end = span.period.lower, span.period.upper
    if life.lower and ((start and start < life.lower) or (end and end <= life.lower)):
        shown = write_date(life.lower, container.start_precision)
        raise ValidationError(
            {"span": _("Ces dates viennent avant %(name)s (%(date)s).") % {"name": name, "date": shown}}
        )
    if life.upper and ((end and end > life.upper) or (start and start >= life.upper)):
        raise ValidationError({"span": _("Ces dates dépassent la fin de %(name)s.") % {"name": name}})


def _apply(participation: Participation, changes: ParticipationChanges) -> None:
    values: dict[str, Any] = {name: value for name, value in changes.items() if name != "span"}
    if "span" in changes:
        values |= changes["span"]._asdict()
    for name, value in values.items():
        setattr(participation, name, value)


def _facts(participation: Participation) -> tuple[Any, ...]:
    names = (*(ParticipationChanges.__annotations__.keys() - {"span"}), *Span._fields)
    return tuple(getattr(participation, name) for name in sorted(names))


def _check(participation: Participation) -> None:
    demand_within(span_of(participation), participation.alliance, _("l’alliance"))
    try:
        participation.full_clean(exclude=PARTIES, validate_constraints=False)
        participation.validate_constraints()
    except ValidationError as error:
        raise ValidationError({"span": error.messages}) from error


def _demand_holds(participation: Participation) -> None:
    """Raise ValidationError ("span") when dated roles or intensities would lie outside the participation."""
    parts = (*participation.roles.all(), *participation.intensities.all())
    try:
        for part in parts:
            demand_within(Span(part.period), participation, _("la participation"))
    except ValidationError as error:
        raise ValidationError(
            {"span": _("Un rôle ou une intensité déborde de ces dates : corrigez-les d’abord.")}
        ) from error


def _cut(part: ParticipationRole | ParticipationIntensity, on: date, precision: str) -> None:
    """End a dated part on a day; one that begins later goes."""
    lower = part.period.lower if part.period else None
    if part.period and part.period.upper and part.period.upper <= on:
        return
    if lower and lower >= on:
        part.delete()
        return
    part.period, part.end_precision = DateRange(lower, on), precision
    part.save()


def _reindex(participation: Participation) -> None:
    indexing.schedule("alliance", [participation.alliance_id])
    indexing.schedule("organisation", [participation.organisation_id])
