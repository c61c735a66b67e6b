"""The alliances of the demonstration network and the relations between its organisations."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone

from maillage.alliances.domain.alliances import (
    AllianceChanges,
    add_partnership_type,
    add_source,
    create_alliance,
    set_stage,
)
from maillage.alliances.domain.confirmation import confirm, contest, fall_silent
from maillage.alliances.domain.participations import (
    ParticipationChanges,
    add_contribution,
    add_participation,
    end_participation,
    set_intensity,
)
from maillage.alliances.domain.parts import show_amount
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.enums import Direction, TieState
from maillage.alliances.models import Alliance, InvolvedPerson, Participation, Relation
from maillage.core.audiences import Audience
from maillage.core.dates import Precision, read_date
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.portal.demonstration.documents import Documents, Row, read_span
from maillage.portal.demonstration.ground import FICTITIOUS, Ground, cite_passages, key_of, passages
from maillage.portal.demonstration.paths import load_path
from maillage.themes.models import Concept

T = TypeVar("T", Participation, Relation)

TOPICS = ("domaines", "odd", "metiers")
TEXTS = ("why", "what_for", "subject", "objective", "joined_at_stage", "mobilised", "duration")


@dataclass(kw_only=True)
class Links:
    """How many links were written."""

    alliances: int = 0
    participations: int = 0
    relations: int = 0


@dataclass(frozen=True, kw_only=True)
class Described:
    """A row of an alliance with what it refers to."""

    row: Row
    is_fictitious: bool
    attested: date
    concepts: list[Concept]
    types: list[Concept]


def load_links(documents: Documents, ground: Ground) -> Links:
    """Write the alliances and the relations that are not there yet; those that are stay as people made them.

    Raises MissingGround when a territory or a concept is not loaded.
    """
    links = Links()
    described = [*_described(documents, ground)]
    ground.demand()
    parties = _parties(documents)
    present = set(
        Alliance.objects.filter(public_id__in=[alliance_key(each.row["key"]) for each in described]).values_list(
            "public_id", flat=True
        )
    )
    for each in described:
        if alliance_key(each.row["key"]) not in present:
            _load_alliance(each, documents, ground, parties, links)
    _load_relations(documents, parties, links)
    return links


def alliance_key(key: str) -> uuid.UUID:
    """Return the identifier of an alliance, which never changes."""
    return key_of(f"alliance/{key}")


def _described(documents: Documents, ground: Ground) -> Iterator[Described]:
    real, invented = documents.alliances, documents.fictitious["alliances"]
    for row, is_fictitious in [*((row, False) for row in real), *((row, True) for row in invented)]:
        ground.territory(row["territory"])
        yield Described(
            row=row,
            is_fictitious=is_fictitious,
            attested=documents.invented_on if is_fictitious else documents.first_told(_passages(row)),
            concepts=[concept for name in TOPICS for concept in ground.concepts_of(name, row["topics"][name])],
            types=ground.concepts_of("types-de-partenariat", [each["code"] for each in row["types"]]),
        )


def _parties(documents: Documents) -> dict[str, Organisation]:
    keys = {
        key_of(row["key"]): row["key"] for row in [*documents.organisations, *documents.fictitious["organisations"]]
    }
    found = Organisation.objects.filter(public_id__in=keys)
    return {keys[organisation.public_id]: organisation for organisation in found}


def _load_alliance(
    each: Described, documents: Documents, ground: Ground, parties: dict[str, Organisation], links: Links
) -> None:
    row = each.row
    changes: AllianceChanges = {
        "name": row["name"],
        "purpose": row["purpose"],
        "territory": ground.territories[row["territory"]],
        "governance": row["governance"],
        "trusted_third_party": parties.get(row.get("trusted_third_party") or ""),
        "audience": row.get("audience", Audience.PUBLIC),
        "is_fictitious": each.is_fictitious,
        "span": read_span(row),
        "topics": each.concepts,
    }
    alliance = create_alliance(
        actor=None, changes=changes, attested_on=each.attested, public_id=alliance_key(row["key"])
    )
    for source in row.get("sources", []):
        add_source(
            actor=None,
            alliance=alliance,
            title=documents.sources[source["document"]]["title"],
            reference=passages(source["lines"]),
            attested_on=source["attested_on"],
        )
    if each.is_fictitious:
        add_source(actor=None, alliance=alliance, title=FICTITIOUS, attested_on=each.attested)
    for concept, dated in zip(each.types, row["types"], strict=True):
        add_partnership_type(
            actor=None, alliance=alliance, concept=concept, span=read_span(dated), attested_on=each.attested
        )
    for stage in row.get("stages", []):
        reached, precision = read_date(stage["date"]) or (None, Precision.UNKNOWN)
        set_stage(
            actor=None,
            alliance=alliance,
            stage=stage["stage"],
            reached_on=reached,
            precision=precision,
            note=stage["note"],
        )
    for participant in row["participants"]:
        _load_participant(participant, alliance, parties[participant["organisation"]], documents, each)
        links.participations += 1
    load_path(row, alliance, parties, documents.sources)
    links.alliances += 1


def _load_participant(
    row: Row, alliance: Alliance, organisation: Organisation, documents: Documents, each: Described
) -> None:
    changes: ParticipationChanges = {
        "source": FICTITIOUS if each.is_fictitious else cite_passages(row["lines"], documents.sources),
        "span": read_span(row),
        **{name: row[name] for name in TEXTS if row.get(name)},  # type: ignore[typeddict-item]  # names of the type
    }
    attested = each.attested if each.is_fictitious else documents.first_told(row["lines"])
    participation = add_participation(
        actor=None,
        alliance=alliance,
        organisation=organisation,
        changes=changes,
        roles=row.get("roles", []),
        attested_on=attested,
    )
    for intensity in row.get("intensities", []):
        since, precision = read_date(intensity["since"]) or (attested, Precision.UNKNOWN)
        set_intensity(
            actor=None, participation=participation, level=intensity["level"], since=since, precision=precision
        )
    for direction, name in ((Direction.GIVES, "gives"), (Direction.EXPECTS, "expects")):
        for brought in row.get(name, []):
            _load_contribution(brought, participation, direction)
    for person in row.get("people", []):
        _load_person(person, participation, attested)
    if left := row.get("left"):
        end_participation(actor=None, participation=participation, on=left["date"], reason=left["reason"])
    _answer(row, participation, organisation)


def _load_contribution(row: Row, participation: Participation, direction: str) -> None:
    amount = row.get("amount")
    contribution = add_contribution(
        actor=None,
        participation=participation,
        direction=direction,
        kind=row["kind"],
        text=row["text"],
        amount=Decimal(amount) if amount is not None else None,
    )
    if row.get("shown"):
        for side in ("alliance", "participant"):
            show_amount(actor=None, contribution=contribution, side=side, agreed=True)


def _load_person(row: Row, participation: Participation, attested: date) -> None:
    """Show an invented person who already said yes: nobody is there to be asked by mail."""
    with recorded(actor=None, action="alliances.give_consent"):
        InvolvedPerson.objects.create(
            participation=participation,
            person_name=row["name"],
            function=row["function"],
            consent_given_at=_noon(row["consent_on"]),
            attested_on=attested,
            **read_span(row)._asdict(),
        )


def _load_relations(documents: Documents, parties: dict[str, Organisation], links: Links) -> None:
    present = set(
        Relation.objects.filter(from_organisation__in=parties.values()).values_list(
            "from_organisation_id", "to_organisation_id", "kind"
        )
    )
    real, invented = documents.relations, documents.fictitious["relations"]
    for row, is_fictitious in [*((row, False) for row in real), *((row, True) for row in invented)]:
        first, second = parties[row["from"]], parties[row["to"]]
        if (first.pk, second.pk, row["kind"]) in present:
            continue
        relation = add_relation(
            actor=None,
            from_organisation=first,
            to_organisation=second,
            kind=row["kind"],
            span=read_span(row),
            detail=row["detail"],
            source=FICTITIOUS if is_fictitious else cite_passages(_passages(row), documents.sources),
            declared_by=first if is_fictitious else None,
            attested_on=documents.invented_on if is_fictitious else documents.first_told(_passages(row)),
        )
        _answer(row, relation, second)
        links.relations += 1


def _answer(row: Row, tie: T, party: Organisation) -> None:
    """Record what the other party said, on the day it said so."""
    state = row.get("state")
    if state == TieState.CONFIRMED:
        confirm(
            actor=None,
            tie=tie,
            now=_noon(row["state_on"]),
            organisation=party,
            by_link=bool(row.get("by_link")),
        )
    elif state == TieState.CONTESTED:
        contest(actor=None, tie=tie, text=row["contested"], now=_noon(row["state_on"]), organisation=party)
    elif state == TieState.SILENT:
        fall_silent(tie=tie, on=row["state_on"])


def _passages(row: Row) -> str:
    return "; ".join(source["lines"] for source in row["sources"])


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
