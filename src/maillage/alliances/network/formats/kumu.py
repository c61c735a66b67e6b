"""A Kumu blueprint: elements and connections of the network of a day (docs.kumu.io, guides/import/blueprints)."""

import json
from typing import Any

from maillage.alliances.network.formats.edges import IN_ALLIANCE, alliance_id, hubs_of, make_edges, organisation_id
from maillage.alliances.network.formats.words import LICENCE, about, state_label, world_label
from maillage.alliances.network.outgoing import Outgoing


def write_kumu(outgoing: Outgoing) -> bytes:
    """Return the file; elements are named by id, so that two of the same name stay two. Raises TooLarge."""
    edges = make_edges(outgoing)
    elements: list[dict[str, Any]] = [
        {
            "id": organisation_id(each.node.public_id),
            "label": each.node.name,
            "type": world_label(each.node.world),
            "tags": ["catalyseur"] if each.node.is_catalyst else [],
            "Commune": each.node.seat,
            "SIREN": each.siren,
            "Fiche": outgoing.page_of(each.node),
        }
        for each in outgoing.organisations()
    ]
    for key in hubs_of(outgoing, edges):
        hub = outgoing.alliances[key]
        elements.append(
            {
                "id": alliance_id(hub.public_id),
                "label": hub.name,
                "type": "Alliance",
                "description": hub.purpose,
                "Fiche": f"{outgoing.origin}/alliances/{hub.slug}/",
            }
        )
    connections = [
        {
            "id": edge.id,
            "from": edge.source,
            "to": edge.target,
            "direction": "undirected" if edge.kind == IN_ALLIANCE else "directed",
            "type": "Alliance" if edge.kind == IN_ALLIANCE else edge.label,
            "label": edge.label,
            "strength": round(edge.weight, 4),
            "État": state_label(edge),
            "Depuis": edge.start.typed(),
            "Jusqu’à": edge.end.typed(last=True),
            "Source": edge.said_by,
        }
        for edge in edges
    ]
    blueprint = {
        "description": "\n".join(about(outgoing)),
        "attribution": f"{outgoing.address} ({LICENCE})",
        "elements": [_filled(each) for each in elements],
        "connections": [_filled(each) for each in connections],
    }
    return json.dumps(blueprint, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _filled(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value not in ("", [], None)}
