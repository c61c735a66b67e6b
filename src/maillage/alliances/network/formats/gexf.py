"""GEXF 1.2, dynamic: the whole life of a network, for Gephi and its time slider."""

from collections.abc import Iterable

from maillage.alliances.network.formats import xml
from maillage.alliances.network.formats.edges import Edge, Segment, alliance_id, hubs_of, make_edges, organisation_id
from maillage.alliances.network.formats.words import LICENCE, about, state_label, world_label
from maillage.alliances.network.outgoing import Described, Outgoing
from maillage.core.dates import ONE_DAY

NAMESPACE = "http://www.gexf.net/1.2draft"
NODE_FIELDS = {
    "type": "string",
    "public_id": "string",
    "world": "string",
    "world_label": "string",
    "seat": "string",
    "latitude": "double",
    "longitude": "double",
    "catalyst": "boolean",
    "siren": "string",
    "founded": "string",
    "closed": "string",
    "url": "string",
}
EDGE_FIELDS = {
    "kind": "string",
    "alliance": "string",
    "state": "string",
    "state_label": "string",
    "since": "string",
    "until": "string",
    "detail": "string",
    "source_text": "string",
}

Values = Iterable[tuple[str, object]]


def write_gexf(outgoing: Outgoing) -> bytes:
    """Return the file: each tie with its periods (`spells`) and its weight over time. Raises TooLarge."""
    edges = make_edges(outgoing)
    pieces = [
        xml.HEAD,
        f'<gexf xmlns="{NAMESPACE}" version="1.2">\n',
        f'  <meta lastmodifieddate="{outgoing.made_on.isoformat()}">\n',
        f"    <creator>Maillage</creator>\n    <keywords>{LICENCE}</keywords>\n",
        f"    <description>{xml.text(' '.join(about(outgoing)))}</description>\n  </meta>\n",
        '  <graph defaultedgetype="undirected" mode="dynamic" timeformat="date">\n',
        _fields("node", "static", NODE_FIELDS),
        _fields("edge", "static", EDGE_FIELDS),
        _fields("edge", "dynamic", {"weight": "double"}),
        "    <nodes>\n",
    ]
    pieces += [
        _element(
            "node",
            f"id={xml.attribute(organisation_id(each.node.public_id))} label={xml.attribute(each.node.name)}",
            _values(_organisation(outgoing, each)),
            _life(each),
        )
        for each in outgoing.organisations()
    ]
    for key in hubs_of(outgoing, edges):
        hub = outgoing.alliances[key]
        head = f"id={xml.attribute(alliance_id(hub.public_id))} label={xml.attribute(hub.name)}"
        values = (
            ("type", "alliance"),
            ("public_id", hub.public_id),
            ("url", f"{outgoing.origin}/alliances/{hub.slug}/"),
        )
        pieces.append(_element("node", head, _values(values), ""))
    pieces.append("    </nodes>\n    <edges>\n")
    pieces += [
        _element(
            "edge",
            f"id={xml.attribute(edge.id)} source={xml.attribute(edge.source)} target={xml.attribute(edge.target)} "
            f'label={xml.attribute(edge.label)} weight="{edge.weight}"',
            _values(_tie(edge)) + "".join(_weight(each) for each in edge.segments),
            "".join(f"<spell{_bounds(each)}/>" for each in edge.segments),
        )
        for edge in edges
    ]
    pieces.append("    </edges>\n  </graph>\n</gexf>\n")
    return "".join(pieces).encode()


def _fields(target: str, mode: str, fields: dict[str, str]) -> str:
    rows = "".join(f'      <attribute id="{name}" title="{name}" type="{kind}"/>\n' for name, kind in fields.items())
    return f'    <attributes class="{target}" mode="{mode}">\n{rows}    </attributes>\n'


def _element(name: str, head: str, values: str, spells: str) -> str:
    lives = f"<spells>{spells}</spells>" if spells else ""
    return f"      <{name} {head}><attvalues>{values}</attvalues>{lives}</{name}>\n"


def _values(values: Values) -> str:
    return "".join(
        f'<attvalue for="{name}" value={xml.attribute(value)}/>' for name, value in values if value not in (None, "")
    )


def _weight(segment: Segment) -> str:
    return f'<attvalue for="weight" value="{segment.weight}"{_bounds(segment)}/>'


def _bounds(segment: Segment) -> str:
    """Write the first and last days: both are inside in this format."""
    start = f' start="{segment.start.isoformat()}"' if segment.start else ""
    return start + (f' end="{(segment.end - ONE_DAY).isoformat()}"' if segment.end else "")


def _life(each: Described) -> str:
    first, last = each.founded.day, each.closed.day
    return f"<spell{_bounds(Segment(first, last, 1.0))}/>" if first or last else ""


def _organisation(outgoing: Outgoing, each: Described) -> Values:
    node = each.node
    return (
        ("type", "organisation"),
        ("public_id", node.public_id),
        ("world", node.world),
        ("world_label", world_label(node.world)),
        ("seat", node.seat),
        ("latitude", node.latitude),
        ("longitude", node.longitude),
        ("catalyst", "true" if node.is_catalyst else "false"),
        ("siren", each.siren),
        ("founded", each.founded.typed()),
        ("closed", each.closed.typed()),
        ("url", outgoing.page_of(node)),
    )


def _tie(edge: Edge) -> Values:
    return (
        ("kind", edge.kind),
        ("alliance", edge.alliance),
        ("state", edge.state),
        ("state_label", state_label(edge)),
        ("since", edge.start.typed()),
        ("until", edge.end.typed(last=True)),
        ("detail", edge.detail),
        ("source_text", edge.said_by),
    )
