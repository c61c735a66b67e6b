"""GraphML as two tables, organisations and ties: unknown attributes are named and left out, each id is used once.

Read as a stream, without entities: a file with too many ties stops being read at the first one too many.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

from maillage.alliances.network.incoming.columns import COLUMNS
from maillage.core.components.typography import french_number
from maillage.core.text import fold
from maillage.tabular.reading import LONGEST_CELL, Row, Table, Unreadable

NAMES = {fold(name): column.name for column in COLUMNS for name in (column.name, *column.names)}
OUR_OWN = {"state", "label"}
NODE, EDGE = "node", "edge"
ALLIANCE = "alliance"


def read_graphml(content: bytes, *, most_nodes: int, most_ties: int) -> list[Table]:
    """Return the table of organisations and the table of ties, rows numbered as the lines of the file.

    Raises Unreadable.
    """
    reader = _Reader(most_nodes, most_ties)
    try:
        parseString(content, reader, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable(
            _("Ce GraphML déclare des entités ou un type de document : par sûreté, il n’est pas lu.")
        ) from error
    except SAXParseException as error:
        raise Unreadable(
            _("Ce GraphML est mal formé à la ligne %(row)d : exportez-le de nouveau.")
            % {"row": error.getLineNumber() or 1}
        ) from error
    except SAXException as error:
        raise Unreadable(_("Ce GraphML ne se lit pas : exportez-le de nouveau.")) from error
    if not reader.has_graph:
        raise Unreadable(_("Ce fichier XML n’est pas un GraphML : il n’a pas d’élément graph."))
    return reader.tables()


@dataclass(slots=True)
class _Item:
    """An element being read: where it is, what its attributes say."""

    kind: str
    line: int
    cells: dict[str, str]
    data: dict[str, str] = field(default_factory=dict)


class _Reader(ContentHandler):
    """Keeps the nodes and the edges as they come."""

    def __init__(self, most_nodes: int, most_ties: int) -> None:
        super().__init__()
        self.most = {NODE: most_nodes, EDGE: most_ties}
        self.keys: dict[str, str] = {}
        self.unknown: dict[str, dict[str, None]] = {NODE: {}, EDGE: {}}
        self.items: dict[str, list[_Item]] = {NODE: [], EDGE: []}
        self.lines: dict[str, int] = {}
        self.problems: dict[int, str] = {}
        self.item: _Item | None = None
        self.reading = ""
        self.text: list[str] = []
        self.has_graph = False
        self.line: Callable[[], int | None] = lambda: None

    def setDocumentLocator(self, locator: object) -> None:  # noqa: N802 the name of the parser
        self.line = getattr(locator, "getLineNumber", self.line)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 the name of the parser
        local = name.rpartition(":")[2]
        if local == "key":
            self.keys[attrs.get("id", "")] = attrs.get("attr.name") or attrs.get("id", "")
        elif local == "graph":
            self.has_graph = True
        elif local in self.items:
            self._begin(local, attrs)
        elif local == "data" and self.item is not None:
            self.reading, self.text = attrs.get("key", ""), []

    def characters(self, content: str) -> None:
        if self.reading and sum(map(len, self.text)) <= LONGEST_CELL:
            self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 the name of the parser
        local = name.rpartition(":")[2]
        if local == "data" and self.reading and self.item is not None:
            self.item.data[self.keys.get(self.reading, self.reading)] = "".join(self.text).strip()
            self.reading = ""
        elif local in self.items and self.item is not None and self.item.kind == local:
            self.items[local].append(self.item)
            self.item = None

    def _begin(self, kind: str, attrs: AttributesImpl) -> None:
        line = self.line() or 0
        if len(self.items[kind]) >= self.most[kind]:
            raise Unreadable(too_many(self.most[kind], kind))
        if kind == EDGE:
            self.item = _Item(kind, line, {"de_ref": attrs.get("source", ""), "vers_ref": attrs.get("target", "")})
            return
        key = attrs.get("id", "")
        self.item = _Item(kind, line, {"ref": key})
        if not key:
            self.problems[len(self.items[NODE])] = _("Ce nœud n’a pas d’identifiant.")
        elif key in self.lines:
            self.problems[len(self.items[NODE])] = _(
                "L’identifiant « %(key)s » est déjà celui du nœud de la ligne %(row)d."
            ) % {"key": key[:60], "row": self.lines[key]}
        else:
            self.lines[key] = line

    def tables(self) -> list[Table]:
        found = []
        for kind, title in ((NODE, _("Nœuds")), (EDGE, _("Liens"))):
            rows = [
                Row(item.line, self._cells(item), self.problems.get(rank, "") if kind == NODE else "")
                for rank, item in enumerate(self.items[kind])
            ]
            columns = ("ref", "nom") if kind == NODE else ("de", "de_ref", "vers_ref")
            found.append(Table(title=title, columns=columns, unknown=tuple(self.unknown[kind]), rows=rows))
        return found

    def _cells(self, item: _Item) -> dict[str, str]:
        cells = dict(item.cells)
        for name, value in item.data.items():
            known = NAMES.get(fold(name))
            if known is None or (item.kind == NODE and fold(name) == "type"):
                if fold(name) not in OUR_OWN | {"type"}:
                    self.unknown[item.kind].setdefault(name)
            elif value:
                cells.setdefault(known, value[:LONGEST_CELL])
        if item.kind == NODE:
            cells.setdefault("nom", item.cells["ref"])
            if item.data.get("type") == ALLIANCE:
                cells[ALLIANCE] = cells["nom"]
        elif cells.get("lien") == ALLIANCE or cells.get(ALLIANCE):
            cells.pop("lien", None)
            cells.setdefault(ALLIANCE, item.data.get("label", ""))
        return cells


def too_many(most: int, kind: str) -> str:
    """Say that a file has too many rows of a kind."""
    if kind == EDGE:
        text = _("Ce fichier a plus de %(most)s liens : séparez-le en plusieurs, par territoire par exemple.")
    else:
        text = _("Ce fichier a plus de %(most)s organisations : séparez-le en plusieurs, par territoire par exemple.")
    return text % {"most": french_number(most)}
