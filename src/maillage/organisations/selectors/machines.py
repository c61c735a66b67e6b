"""The organisation for machines: schema.org JSON-LD, and the answer of the API."""

from typing import Any

from maillage.organisations.enums import World
from maillage.organisations.models import Resource
from maillage.organisations.selectors.detail import Detail

TYPES = {
    World.PUBLIC: "GovernmentOrganization",
    World.ECONOMIC: "Corporation",
    World.GENERAL_INTEREST: "NGO",
    World.ACADEMIC: "EducationalOrganization",
    World.UNKNOWN: "Organization",
}


def json_ld(detail: Detail, address: str) -> dict[str, Any]:
    """Return the schema.org description of an organisation whose page is at the absolute `address`."""
    organisation = detail.organisation
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES[World(organisation.world)],
        "@id": address,
        "url": organisation.website or address,
        "name": organisation.name,
        "alternateName": [*filter(None, [organisation.acronym]), *(name.name for name in detail.names)],
        "description": organisation.summary or organisation.description,
        "email": organisation.contact_email,
        "telephone": organisation.contact_phone,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": label, "value": value}
            for label, value in _identifiers(detail).items()
            if value
        ],
        "areaServed": [
            {"@type": "AdministrativeArea", "name": each.territory.title, "identifier": each.territory.code}
            for each in detail.perimeters
        ],
        "knowsAbout": [concept.label for concept in (*detail.themes, *detail.goals)],
        "foundingDate": organisation.founded_on.isoformat() if organisation.founded_on else "",
    }
    if organisation.seat:
        described["address"] = {
            "@type": "PostalAddress",
            "streetAddress": organisation.address,
            "addressLocality": organisation.seat.name,
            "addressCountry": "FR",
        }
    if detail.point and detail.point.is_own:
        described["location"] = {
            "@type": "Place",
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": detail.point.latitude,
                "longitude": detail.point.longitude,
            },
        }
    return {key: value for key, value in described.items() if value not in ("", [], None)}


def as_json(detail: Detail, address: str) -> dict[str, Any]:
    """Return the answer of the API: public facts, persons left out."""
    organisation = detail.organisation
    return {
        "public_id": str(organisation.public_id),
        "url": address,
        "name": organisation.name,
        "acronym": organisation.acronym,
        "names": [{"name": each.name, "kind": each.kind} for each in detail.names],
        "world": organisation.world,
        "legal_form": organisation.legal_form.code if organisation.legal_form else None,
        "identifiers": _identifiers(detail),
        "seat": _territory(organisation.seat) if organisation.seat else None,
        "seat_status": organisation.seat_status,
        "address": organisation.address,
        "point": {"latitude": detail.point.latitude, "longitude": detail.point.longitude, "own": detail.point.is_own}
        if detail.point
        else None,
        "acts_in": [_territory(each.territory) for each in detail.perimeters],
        "themes": [{"code": each.code, "label": each.label} for each in detail.themes],
        "odd": [{"code": each.code, "label": each.label} for each in detail.goals],
        "needs": [_resource(each) for each in detail.needs],
        "offers": [_resource(each) for each in detail.offers],
        "catalyst": {
            "named_as": detail.catalyst.named_as,
            "origin": detail.catalyst.origin,
            "crafts": [
                {
                    "code": craft.concept.code,
                    "label": craft.concept.label,
                    "activities": [{"code": each.code, "label": each.label} for each in craft.activities],
                }
                for craft in detail.crafts
            ],
            "places": [each.name for each in detail.places],
        }
        if detail.catalyst
        else None,
        "website": organisation.website,
        "summary": organisation.summary,
        "description": organisation.description,
        "sources": [
            {"title": each.title, "reference": each.reference, "url": each.url, "attested_on": each.attested_on}
            for each in detail.sources
        ],
        "verified_on": organisation.verified_on,
        "quality": detail.quality.percent,
        "fictitious": organisation.is_fictitious,
        "version": organisation.version,
    }


def _identifiers(detail: Detail) -> dict[str, str]:
    organisation = detail.organisation
    local = f"{organisation.local_register_number} ({organisation.local_register_court})"
    return {
        "SIREN": organisation.siren,
        "SIRET": organisation.siret,
        "RNA": organisation.rna,
        "registre local": local if organisation.local_register_number else "",
    }


def _resource(resource: Resource) -> dict[str, Any]:
    period = resource.period
    return {
        "means": resource.means,
        "text": resource.text,
        "from": period.lower if period else None,
        "to": period.upper if period else None,
        "attested_on": resource.attested_on,
    }


def _territory(territory: Any) -> dict[str, str]:
    return {"code": territory.code, "name": territory.name, "kind": territory.kind}
