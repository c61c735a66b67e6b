"""Describing an alliance, changing it, and what surrounds it: themes, types of partnership, stages, sources."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.accounts.models import User
from maillage.alliances.domain.participations import ParticipationChanges, add_participation, demand_within
from maillage.alliances.models import (
    Alliance,
    AllianceAnimator,
    AlliancePartnershipType,
    AllianceSource,
    AllianceStage,
    AllianceTopic,
    NetworkImport,
)
from maillage.alliances.models.alliances import LONGEST_NAME
from maillage.core import addresses, clock
from maillage.core.dates import Span, span_of
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.search import indexing
from maillage.territories.models import Territory
from maillage.themes.models import Concept

KIND = "alliance"
RESERVED = frozenset({"nouvelle", "sans-nom", "reponse", "reponses", "importer", "conseils"})
FEWEST = 2
BATCH = 500
UNCHECKED = ("slug", "territory", "trusted_third_party", "brought_by")


class AllianceChanges(TypedDict, total=False):
    """The facts a person may write; what is absent stays as it is."""

    name: str
    purpose: str
    territory: Territory
    governance: str
    trusted_third_party: Organisation | None
    audience: str
    is_fictitious: bool
    span: Span
    topics: Iterable[Concept]


class StaleVersion(Exception):
    """Somebody else changed the alliance since the form was shown; `current` is what is stored now."""

    def __init__(self, current: Alliance) -> None:
        super().__init__(current.version)
        self.current = current


@transaction.atomic
def create_alliance(
    *,
    actor: User | None,
    changes: AllianceChanges,
    organisations: Iterable[Organisation] = (),
    attested_on: date | None = None,
    public_id: uuid.UUID | None = None,
    stays: Mapping[int, ParticipationChanges] | None = None,
    brought_by: NetworkImport | None = None,
) -> Alliance:
    """Describe an alliance between two organisations at least, each of them declared; its author animates it.

    Without an actor (a loader) the organisations may be added afterwards. `attested_on` is the day that its source
    tells of it (today by default); `stays` what is known of the part of each organisation, by key. Raises
    ValidationError, by field ("organisations" among them).
    """
    wanted = list({organisation.pk: organisation for organisation in organisations}.values())
    if actor is not None and len(wanted) < FEWEST:
        raise ValidationError({"organisations": _("Une alliance relie au moins deux organisations différentes.")})
    with recorded(actor=actor, action="alliances.create_alliance"):
        alliance = Alliance(
            public_id=public_id or uuid.uuid4(), attested_on=attested_on or clock.today(), brought_by=brought_by
        )
        _apply(alliance, changes)
        _check(alliance)
        addresses.save_new(alliance, RESERVED)
        if "topics" in changes:
            replace_topics(alliance, changes["topics"])
        if actor is not None:
            AllianceAnimator.objects.create(alliance=alliance, user=actor)
        for organisation in wanted:
            add_participation(
                actor=actor,
                alliance=alliance,
                organisation=organisation,
                changes=(stays or {}).get(organisation.pk),
                attested_on=attested_on,
            )
        indexing.schedule(KIND, [alliance.pk])
    return alliance


@transaction.atomic
def create_alliances(
    *, actor: User, described: Iterable[tuple[AllianceChanges, date]], brought_by: NetworkImport
) -> list[Alliance]:
    """Describe alliances that a file brings, each with the day it is attested, all or none: a few queries for all.

    The caller adds at least two organisations to each in the same transaction. Raises ValidationError, by field of one
    of them, and IntegrityError when an address is taken meanwhile.
    """
    with recorded(actor=actor, action="alliances.create_alliance"):
        made = []
        for changes, attested_on in described:
            alliance = Alliance(attested_on=attested_on, brought_by=brought_by)
            _apply(alliance, changes)
            _tidy(alliance)
            alliance.clean_fields(exclude=UNCHECKED)
            made.append(alliance)
        addresses.choose_slugs(made, RESERVED)
        Alliance.objects.bulk_create(made, BATCH)
        AllianceAnimator.objects.bulk_create([AllianceAnimator(alliance=each, user=actor) for each in made], BATCH)
        indexing.schedule(KIND, [each.pk for each in made])
    return made


@transaction.atomic
def update_alliance(
    *, actor: User | None, alliance: Alliance, version: int, changes: AllianceChanges, reason: str = ""
) -> Alliance:
    """Change some facts of an alliance. Locks the row. Raises StaleVersion, ValidationError by field."""
    with recorded(actor=actor, action="alliances.update_alliance", reason=reason):
        current = Alliance.objects.select_for_update(of=("self",)).get(pk=alliance.pk)
        if current.version != version:
            raise StaleVersion(current)
        _apply(current, changes)
        _check(current)
        if "span" in changes:
            _demand_holds(current)
        addresses.move(current, RESERVED)
        if "topics" in changes:
            replace_topics(current, changes["topics"])
        touch(current)
    return current


def replace_topics(alliance: Alliance, concepts: Iterable[Concept]) -> None:
    """Keep exactly these themes, goals and kinds of engagement. Called inside a transaction."""
    wanted = {concept.pk: concept for concept in concepts}
    links = AllianceTopic.objects.filter(alliance=alliance)
    links.exclude(concept_id__in=wanted).delete()
    present = set(links.values_list("concept_id", flat=True))
    AllianceTopic.objects.bulk_create(
        AllianceTopic(alliance=alliance, concept=concept) for key, concept in wanted.items() if key not in present
    )


@transaction.atomic
def add_partnership_type(
    *, actor: User | None, alliance: Alliance, concept: Concept, span: Span, attested_on: date | None = None
) -> AlliancePartnershipType:
    """Note a type of partnership practised at some time. Raises ValidationError when it is already noted then."""
    with recorded(actor=actor, action="alliances.add_partnership_type"):
        added = AlliancePartnershipType(
            alliance=alliance, concept=concept, attested_on=attested_on or clock.today(), **span._asdict()
        )
        added.full_clean()
        added.save()
        touch(alliance)
    return added


@transaction.atomic
def set_stage(
    *, actor: User | None, alliance: Alliance, stage: str, reached_on: date | None, precision: str, note: str = ""
) -> AllianceStage:
    """Note the day a stage was reached (None: unknown). Raises ValidationError when another one has the same day."""
    with recorded(actor=actor, action="alliances.set_stage"):
        reached = AllianceStage(
            alliance=alliance, stage=stage, reached_on=reached_on, precision=precision, note=note.strip()
        )
        reached.full_clean()
        reached.save()
        touch(alliance)
    return reached


@transaction.atomic
def add_source(
    *,
    actor: User | None,
    alliance: Alliance,
    title: str,
    reference: str = "",
    url: str = "",
    attested_on: date | None = None,
) -> AllianceSource:
    """Cite where what is said of the alliance comes from; the same source twice changes nothing."""
    with recorded(actor=actor, action="alliances.add_source"):
        added, _created = AllianceSource.objects.get_or_create(
            alliance=alliance, title=title, reference=reference, defaults={"url": url, "attested_on": attested_on}
        )
    return added


def touch(alliance: Alliance) -> None:
    """Count a change of the alliance or of what hangs on it, and have it found as it now is. Inside a transaction."""
    alliance.version = F("version") + 1
    alliance.save()
    alliance.refresh_from_db(fields=["version"])
    indexing.schedule(KIND, [alliance.pk])


def _apply(alliance: Alliance, changes: AllianceChanges) -> None:
    values: dict[str, Any] = {name: value for name, value in changes.items() if name not in {"span", "topics"}}
    if "span" in changes:
        values |= changes["span"]._asdict()
    for name, value in values.items():
        setattr(alliance, name, value)


def _demand_holds(alliance: Alliance) -> None:
    """Raise ValidationError ("span") when dated participations would lie outside the alliance's life."""
    left_out = 0
    for participation in alliance.participations.filter(period__isnull=False):
        try:
            demand_within(span_of(participation), alliance, "")
        except ValidationError:
            left_out += 1
    if left_out:
        raise ValidationError(
            {
                "span": ngettext(
                    "Une participation déborde de ces dates : corrigez-la d’abord.",
                    "%(n)d participations débordent de ces dates : corrigez-les d’abord.",
                    left_out,
                )
                % {"n": left_out}
            }
        )


def _check(alliance: Alliance) -> None:
    _tidy(alliance)
    alliance.full_clean(exclude=UNCHECKED)


def _tidy(alliance: Alliance) -> None:
    """Clean what was typed. Raises ValidationError for what is missing."""
    alliance.name = " ".join(alliance.name.split())
    alliance.purpose = alliance.purpose.strip()
    errors = {}
    if not any(character.isalnum() for character in alliance.name):
        errors["name"] = _("Donnez un nom à l’alliance, avec des lettres ou des chiffres.")
    if len(alliance.name) > LONGEST_NAME:
        errors["name"] = _("Ce nom est trop long : %(limit)d caractères au plus.") % {"limit": LONGEST_NAME}
    if not alliance.purpose:
        errors["purpose"] = _("Dites en une phrase pour quoi l’alliance existe.")
    if errors:
        raise ValidationError(errors)
