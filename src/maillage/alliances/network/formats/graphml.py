"""GraphML: the network of a day, for yEd, Gephi, Cytoscape, R and Python."""

from collections.abc import Iterable

from maillage.alliances.network.formats import xml
from maillage.alliances.network.formats.edges import Edge, alliance_id, hubs_of, make_edges, organisation_id
from maillage.alliances.network.formats.words import about, state_label, world_label
from maillage.alliances.network.outgoing import Described, Outgoing, last_day

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
NODE_KEYS = {
    "label": "string",
    "type": "string",
    "public_id": "string",
    "world": "string",
    "world_label": "string",
    "seat": "string",
    "seat_code": "string",
    "latitude": "double",
    "longitude": "double",
    "catalyst": "boolean",
    "siren": "string",
    "siret": "string",
    "rna": "string",
    "founded": "string",
    "closed": "string",
    "url": "string",
}
EDGE_KEYS = {
    "kind": "string",
    "label": "string",
    "alliance": "string",
    "weight": "double",
    "state": "string",
    "state_label": "string",
    "since": "string",
    "until": "string",
    "debut": "string",
    "fin": "string",
    "detail": "string",
    "source_text": "string",
}

Values = Iterable[tuple[str, object]]


def write_graphml(outgoing: Outgoing) -> bytes:
    """Return the file. Relations go from `source` to `target`, ties of an alliance have no sense. Raises TooLarge."""
    edges = make_edges(outgoing)
    pieces = [xml.HEAD, xml.comment(about(outgoing)), f'<graphml xmlns="{NAMESPACE}">\n']
    for prefix, target, keys in (("n", "node", NODE_KEYS), ("e", "edge", EDGE_KEYS)):
        pieces += [
            f'  <key id="{prefix}_{name}" for="{target}" attr.name="{name}" attr.type="{kind}"/>\n'
            for name, kind in keys.items()
        ]
    pieces.append('  <graph id="reseau" edgedefault="undirected">\n')
    pieces.append(f"    <desc>{xml.text(outgoing.title)}</desc>\n")
    pieces += [
        _element(
            "node", f"id={xml.attribute(organisation_id(each.node.public_id))}", "n", _organisation(outgoing, each)
        )
        for each in outgoing.organisations()
    ]
    for key in hubs_of(outgoing, edges):
        hub = outgoing.alliances[key]
        values = (
            ("label", hub.name),
            ("type", "alliance"),
            ("public_id", hub.public_id),
            ("url", f"{outgoing.origin}/alliances/{hub.slug}/"),
        )
        pieces.append(_element("node", f"id={xml.attribute(alliance_id(hub.public_id))}", "n", values))
    pieces += [
        _element(
            "edge",
            f"id={xml.attribute(edge.id)} source={xml.attribute(edge.source)} target={xml.attribute(edge.target)}",
            "e",
            _tie(edge),
        )
        for edge in edges
    ]
    pieces.append("  </graph>\n</graphml>\n")
    return "".join(pieces).encode()


def _element(name: str, head: str, prefix: str, values: Values) -> str:
    data = "".join(
        f'<data key="{prefix}_{key}">{xml.text(value)}</data>' for key, value in values if value not in (None, "")
    )
    return f"    <{name} {head}>{data}</{name}>\n"


def _organisation(outgoing: Outgoing, each: Described) -> Values:
    node = each.node
    return (
        ("label", node.name),
        ("type", "organisation"),
        ("public_id", node.public_id),
        ("world", node.world),
        ("world_label", world_label(node.world)),
        ("seat", node.seat),
        ("seat_code", each.seat_code),
        ("latitude", node.latitude),
        ("longitude", node.longitude),
        ("catalyst", "true" if node.is_catalyst else "false"),
        ("siren", each.siren),
        ("siret", each.siret),
        ("rna", each.rna),
        ("founded", each.founded.typed()),
        ("closed", each.closed.typed()),
        ("url", outgoing.page_of(node)),
    )


def _tie(edge: Edge) -> Values:
    return (
        ("kind", edge.kind),
        ("label", edge.label),
        ("alliance", edge.alliance),
        ("weight", edge.weight),
        ("state", edge.state),
        ("state_label", state_label(edge)),
        ("since", edge.start.typed()),
        ("until", edge.end.typed(last=True)),
        ("debut", edge.start.day.isoformat() if edge.start.day else ""),
        ("fin", last_day(edge.end)),
        ("detail", edge.detail),
        ("source_text", edge.said_by),
    )
