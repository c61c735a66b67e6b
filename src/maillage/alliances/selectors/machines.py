"""The alliance for machines: schema.org JSON-LD, and the answers of the API."""

from typing import Any

from maillage.alliances.models import Alliance
from maillage.alliances.selectors.detail import Detail, Given, Seat
from maillage.core.dates import Dated
from maillage.organisations.models import Organisation
from maillage.themes.models import Concept


def json_ld(detail: Detail, address: str) -> dict[str, Any]:
    """Return the schema.org description of an alliance whose page is at the absolute `address`."""
    alliance = detail.alliance
    period = alliance.period
    described = {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": address,
        "url": address,
        "name": alliance.name,
        "description": alliance.purpose,
        "areaServed": {
            "@type": "AdministrativeArea",
            "name": alliance.territory.title,
            "identifier": alliance.territory.code,
        },
        "knowsAbout": [concept.label for concept in (*detail.themes, *detail.goals)],
        "member": [{"@type": "Organization", "name": seat.organisation.name} for seat in detail.counted],
        "foundingDate": period.lower.isoformat() if period and period.lower else "",
        "dissolutionDate": period.upper.isoformat() if period and period.upper else "",
    }
    return {key: value for key, value in described.items() if value not in ("", [])}


def as_json(detail: Detail, address: str) -> dict[str, Any]:
    """Return the answer of the API for one alliance on a day; people are left out."""
    alliance = detail.alliance
    return {
        **as_line(alliance, address),
        "as_of": detail.on,
        "in_force": not (detail.ended or detail.not_yet or detail.unknown),
        "governance": alliance.governance,
        "trusted_third_party": _organisation(detail.third_party) if detail.third_party else None,
        "stage": detail.stage.stage if detail.stage else None,
        "stages": [
            {"stage": each.stage, "reached_on": each.reached_on, "precision": each.precision, "note": each.note}
            for each in detail.stages
        ],
        "themes": _concepts(detail.themes),
        "odd": _concepts(detail.goals),
        "engagements": _concepts(detail.engagements),
        "partnership_types": [
            {"code": each.concept.code, "label": each.concept.label, **dates(each)}
            for each in (*detail.types, *detail.past_types)
        ],
        "participations": [_seat(seat) for seat in detail.seats],
        "departed": [_seat(seat) for seat in detail.departed],
        "of_unknown_date": detail.undated,
        "milestones": [
            {"on": each.on, "precision": each.precision, "kind": each.kind, "title": each.title, "text": each.text}
            for each in detail.milestones
        ],
        "sources": [
            {"title": each.title, "reference": each.reference, "url": each.url, "attested_on": each.attested_on}
            for each in detail.sources
        ],
        "version": alliance.version,
    }


def as_line(alliance: Alliance, address: str) -> dict[str, Any]:
    """Return what a list says of an alliance."""
    territory = alliance.territory
    return {
        "public_id": str(alliance.public_id),
        "url": address,
        "name": alliance.name,
        "purpose": alliance.purpose,
        "territory": {"code": territory.code, "name": territory.name, "kind": territory.kind},
        "audience": alliance.audience,
        "fictitious": alliance.is_fictitious,
        **dates(alliance),
    }


def dates(fact: Dated) -> dict[str, Any]:
    """Return the bounds of a fact as stored, the upper one excluded, with their precisions."""
    period = fact.period
    return {
        "since": period.lower if period else None,
        "since_precision": fact.start_precision,
        "until": period.upper if period else None,
        "until_precision": fact.end_precision,
        "attested_on": fact.attested_on,
    }


def _seat(seat: Seat) -> dict[str, Any]:
    participation = seat.participation
    return {
        "public_id": str(participation.public_id),
        "organisation": _organisation(seat.organisation),
        "state": participation.state,
        "state_since": participation.state_since,
        "confirmed_by_link": participation.confirmed_by_link,
        "contested": participation.contested_text,
        "roles": [{"role": each.role, **dates(each)} for each in seat.roles],
        "intensity": seat.intensity.level if seat.intensity else None,
        "mobilised": participation.mobilised,
        "person_left": seat.person_left is not None,
        "why": participation.why,
        "what_for": participation.what_for,
        "subject": participation.subject,
        "objective": participation.objective,
        "joined_at_stage": participation.joined_at_stage,
        "duration": participation.duration,
        "leaving_reason": participation.leaving_reason,
        "gives": [_given(each) for each in seat.gives],
        "expects": [_given(each) for each in seat.expects],
        "source": participation.source,
        **dates(participation),
    }


def _given(given: Given) -> dict[str, Any]:
    return {"kind": given.contribution.kind, "text": given.contribution.text, "amount": given.amount}


def _organisation(organisation: Organisation) -> dict[str, str]:
    return {"public_id": str(organisation.public_id), "name": organisation.name, "world": organisation.world}


def _concepts(concepts: list[Concept]) -> list[dict[str, str]]:
    return [{"code": each.code, "label": each.label} for each in concepts]
