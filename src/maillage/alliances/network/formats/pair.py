"""PAIR as JSON-LD: organisations, alliances as projects, involvements, relations. Only the URIs of PAIR are used."""

import json
from datetime import date
from typing import Any

from maillage.alliances.enums import RelationKind, Role, TieState
from maillage.alliances.network.formats.words import LICENCE_URL, about, world_label
from maillage.alliances.network.outgoing import Bound, Described, Fact, Outgoing, last_day

PAIR = "http://virtual-assembly.org/ontologies/pair#"
LINKS = (
    "involves",
    "involvementActor",
    "involvementActivity",
    "membershipActor",
    "membershipOrganization",
    "partnerOf",
    "partOf",
    "supports",
    "inspiredBy",
)
CONTEXT: dict[str, Any] = {
    "pair": PAIR,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "pair:startDate": {"@type": "xsd:dateTime"},
    "pair:endDate": {"@type": "xsd:dateTime"},
    "dct:license": {"@type": "@id"},
    "rdf:subject": {"@type": "@id"},
    "rdf:predicate": {"@type": "@id"},
    "rdf:object": {"@type": "@id"},
    **{f"pair:{name}": {"@type": "@id"} for name in LINKS},
}
# Where PAIR has a property between two organisations that says the same.
PREDICATES = {
    RelationKind.PARTNER_OF: "pair:partnerOf",
    RelationKind.PART_OF: "pair:partOf",
    RelationKind.SUPPORTS: "pair:supports",
    RelationKind.INSPIRED_BY: "pair:inspiredBy",
}


def write_pair(outgoing: Outgoing) -> bytes:
    """Return the file: what is contested is left out; a relation that PAIR cannot say is a described statement."""
    shown = [fact for fact in outgoing.shown() if fact.state != TieState.CONTESTED]
    graph = [_organisation(outgoing, each) for each in outgoing.organisations()]
    by_id = {each["@id"]: each for each in graph}
    used = {fact.alliance for fact in shown if fact.alliance}
    graph += [_alliance(outgoing, key, shown) for key in sorted(used)]
    for fact in shown:
        graph.append(_involvement(outgoing, fact) if fact.alliance else _relation(outgoing, fact))
        predicate = PREDICATES.get(RelationKind(fact.kind)) if fact.target else None
        if predicate:
            by_id[_of(outgoing, fact.source)].setdefault(predicate, []).append(_of(outgoing, fact.target))
    document = {
        "@context": CONTEXT,
        "@id": outgoing.address,
        "dct:title": outgoing.title,
        "dct:description": " ".join(about(outgoing)),
        "dct:license": LICENCE_URL,
        "dct:issued": outgoing.made_on.isoformat(),
        "@graph": graph,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _of(outgoing: Outgoing, key: int) -> str:
    return f"{outgoing.origin}/api/v1/organisations/{outgoing.described[key].node.public_id}"


def _alliance_of(outgoing: Outgoing, key: int) -> str:
    return f"{outgoing.origin}/api/v1/alliances/{outgoing.alliances[key].public_id}"


def _organisation(outgoing: Outgoing, each: Described) -> dict[str, Any]:
    node = each.node
    place = {
        "@type": "pair:PhysicalPlace",
        "pair:label": node.seat,
        "pair:latitude": node.latitude,
        "pair:longitude": node.longitude,
        "dct:identifier": each.seat_code,
    }
    numbers = (("SIREN", each.siren), ("SIRET", each.siret), ("RNA", each.rna))
    return _filled(
        {
            "@id": _of(outgoing, node.key),
            "@type": "pair:Organization",
            "pair:label": node.name,
            "pair:alternativeLabel": each.acronym,
            "pair:identifier": [f"{name}:{number}" for name, number in numbers if number],
            "pair:hasType": {"@type": "pair:SubjectType", "pair:label": world_label(node.world)},
            "pair:hasLocation": _filled(place) if node.seat or node.latitude is not None else None,
            "pair:aboutPage": outgoing.page_of(node),
        }
    )


def _alliance(outgoing: Outgoing, key: int, shown: list[Fact]) -> dict[str, Any]:
    said = outgoing.alliances[key]
    period = said.span.period
    return _filled(
        {
            "@id": _alliance_of(outgoing, key),
            "@type": "pair:Project",
            "pair:label": said.name,
            "pair:description": said.purpose,
            "pair:aboutPage": f"{outgoing.origin}/alliances/{said.slug}/",
            "pair:involves": sorted({_of(outgoing, fact.source) for fact in shown if fact.alliance == key}),
            **_dates(
                Bound(period.lower if period else None, said.span.start_precision),
                Bound(period.upper if period else None, said.span.end_precision),
                said.attested,
            ),
        }
    )


def _involvement(outgoing: Outgoing, fact: Fact) -> dict[str, Any]:
    return _filled(
        {
            "@id": f"urn:uuid:{fact.public_id}",
            "@type": "pair:ActivityInvolvementAssociation",
            "pair:involvementActor": _of(outgoing, fact.source),
            "pair:involvementActivity": _alliance_of(outgoing, fact.alliance),
            "pair:involvementRole": [
                {"@type": "pair:Role", "pair:label": str(Role(role).label)} for role in fact.roles
            ],
            **_said(fact),
        }
    )


def _relation(outgoing: Outgoing, fact: Fact) -> dict[str, Any]:
    """Describe a relation with its dates: as a membership of PAIR, else as a statement about its two ends."""
    ends = _of(outgoing, fact.source), _of(outgoing, fact.target)
    if fact.kind == RelationKind.MEMBER_OF:
        described: dict[str, Any] = {
            "@type": "pair:MembershipAssociation",
            "pair:membershipActor": ends[0],
            "pair:membershipOrganization": ends[1],
        }
    else:
        own = f"{outgoing.origin}/reseau/exporter/#{fact.kind}"
        described = {
            "@type": "rdf:Statement",
            "rdf:subject": ends[0],
            "rdf:predicate": PREDICATES.get(RelationKind(fact.kind), own),
            "rdf:object": ends[1],
        }
    label = str(RelationKind(fact.kind).label)
    return _filled({"@id": f"urn:uuid:{fact.public_id}", **described, "pair:label": label, **_said(fact)})


def _said(fact: Fact) -> dict[str, Any]:
    return {
        "pair:comment": fact.detail,
        "dct:source": fact.said_by,
        "pair:hasStatus": {"@type": "pair:Status", "pair:label": str(TieState(fact.state).label)},
        **_dates(fact.start, fact.end, fact.attested),
    }


def _dates(start: Bound, end: Bound, attested: date | None) -> dict[str, Any]:
    """Write the bounds as days, and as they are known in words."""
    words = " – ".join((start.typed() or "…", end.typed(last=True) or "…")) if start.day or end.day else ""
    return {
        "pair:startDate": f"{start.day.isoformat()}T00:00:00" if start.day else "",
        "pair:endDate": f"{last_day(end)}T00:00:00" if end.day else "",
        "dct:temporal": words,
        "dct:date": attested.isoformat() if attested else "",
    }


def _filled(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value not in ("", [], None)}
