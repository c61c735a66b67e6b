"""From tables to the rows of an import: organisations, ties between them, and what is wrong with each.

A tie names its ends as people do: by an identifier, by the id of its node, or by a name; a name that the table of
organisations does not hold becomes a row of its own.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.alliances.enums import RelationKind, Role, TieState
from maillage.alliances.network.incoming.graphml import EDGE, NODE, too_many
from maillage.core.components.worlds import WORLDS
from maillage.core.dates import make_span, read_date
from maillage.core.text import fold
from maillage.organisations import identifiers
from maillage.tabular.reading import Row, Table, Unreadable

MOST_ORGANISATIONS = 10_000
MOST_TIES = 20_000
LONGEST_NAME = 300
TAKES_PART = ("", "participe a", "participe a l alliance", "alliance", "membre de l alliance")
KINDS = {fold(text): kind.value for kind in RelationKind for text in (kind.value, str(kind.label))}
ROLES = {fold(text): role.value for role in Role for text in (role.value, str(role.label))}
WORLD_NAMES = {fold(text): code for code, each in WORLDS.items() for text in (code, str(each.label), str(each.short))}
WORLD_NAMES |= {"academic": "academique", "economic": "economique", "general interest": "interet-general"}
SHORT_COMMUNE = re.compile(r"^\d{4}$")
CONTESTED = {fold(text) for text in (TieState.CONTESTED.value, str(TieState.CONTESTED.label))}

Cleaner = Callable[[str], str]


@dataclass(slots=True)
class Reading:
    """What some files say. Rows are plain values, as an import stores them."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    ties: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_rows(tables: list[Table]) -> Reading:
    """Read the tables of all the files together. Raises Unreadable when none tells of organisations or ties."""
    reader = _Reader()
    ties = []
    for table in tables:
        if {"de", "de_id", "de_ref"} & set(table.columns) or ("vers" in table.columns and "source" in table.columns):
            ties.append(table)
        elif {"nom", "id", "siren", "siret", "rna"} & set(table.columns):
            for row in table.rows:
                reader.add_organisation(table, row)
        else:
            reader.found.unknown += [table.title] if table.rows and table.title and not _is_manual(table) else []
            continue
        reader.found.unknown += table.unknown
    for table in ties:
        for row in table.rows:
            reader.add_tie(table, row)
    found = reader.found
    if not found.nodes and not found.ties:
        raise Unreadable(
            _(
                "Aucune colonne attendue dans ce fichier : il faut « nom » pour des organisations, « de » et « vers » "
                "ou « alliance » pour des liens. Le modèle à télécharger les montre."
            )
        )
    found.unknown = list(dict.fromkeys(found.unknown))
    return found


class _Reader:
    """Adds rows one after the other, remembering how each organisation may be named."""

    def __init__(self) -> None:
        self.found = Reading()
        self.named: dict[str, int | None] = {}
        self.hubs: dict[str, str] = {}

    def add_organisation(self, table: Table, row: Row) -> None:
        cells = row.cells
        if cells.get("alliance") and cells.get("ref"):
            self.hubs[cells["ref"]] = cells["alliance"]
            return
        node = _organisation(table, row)
        if len(self.found.nodes) >= MOST_ORGANISATIONS:
            raise Unreadable(too_many(MOST_ORGANISATIONS, NODE))
        place = len(self.found.nodes)
        sure = [f"{name}:{node[name]}" for name in ("id", "siret", "rna") if node[name]]
        if node["siren"] and not node["siret"]:
            sure.append(f"siren:{node['siren']}")
        twin = next((self.named[each] for each in sure if each in self.named), None)
        if not sure and not node["problem"]:
            twin = self.named.get(f"nom:{fold(node['nom'])}")
        if twin is not None and not node["problem"]:
            first = self.found.nodes[twin]
            node["problem"] = _("Cette organisation est déjà à la %(line)s.") % {
                "line": name_line(first["row"], first["where"] if first["where"] != node["where"] else "")
            }
            if cells.get("ref"):
                self.named.setdefault(f"ref:{cells['ref']}", twin)
        self.found.nodes.append(node)
        if node["problem"] and twin is None:
            self._name(f"nom:{fold(node['nom'])}", place)
        elif twin is None:
            siren = f"siren:{node['siren']}" if node["siren"] else ""
            for each in dict.fromkeys((*sure, siren, f"nom:{fold(node['nom'])}")):
                if each:
                    self._name(each, place)
        if cells.get("ref"):
            self.named.setdefault(f"ref:{cells['ref']}", place)

    def _name(self, key: str, place: int) -> None:
        """Remember a way of naming a row; one that names two of them names none."""
        self.named[key] = place if key not in self.named else None

    def add_tie(self, table: Table, row: Row) -> None:
        cells = dict(row.cells)
        if "de" not in table.columns and "vers" in table.columns and "source" in cells:
            cells["de"] = cells.pop("source")
        if len(self.found.ties) >= MOST_TIES:
            raise Unreadable(too_many(MOST_TIES, EDGE))
        for one, other in (("de_ref", "vers_ref"), ("vers_ref", "de_ref")):
            if cells.get(one) in self.hubs:
                cells["alliance"] = self.hubs[cells[one]]
                cells["de_ref"], cells["vers_ref"] = cells[other], ""
        tie = _tie(table, row, cells)
        self.found.ties.append(tie)
        problem = ""
        for end, name in (("from", "de"), ("to", "vers")):
            tie[end], said = self._find(table, row, cells, name)
            problem = problem or said
        if tie["from"] is None and not problem:
            problem = _("Cette ligne ne dit pas de quelle organisation elle parle : la cellule « de » est vide.")
        if tie["to"] is None and not tie["alliance"] and not tie["alliance_id"] and not problem:
            problem = _("Cette ligne ne dit ni l’autre organisation (« vers »), ni une alliance.")
        tie["problem"] = tie["problem"] or problem

    def _find(self, table: Table, row: Row, cells: dict[str, str], name: str) -> tuple[int | None, str]:
        """Return the place of the organisation at an end of a tie, added when only this row tells of it."""
        if reference := cells.get(f"{name}_ref", ""):
            place = self.named.get(f"ref:{reference}")
            said = _("Le nœud « %(name)s » n’est pas dans le fichier.") % {"name": reference[:80]}
            return place, "" if place is not None else said
        key, text = cells.get(f"{name}_id", ""), cells.get(name, "")
        if not key and not text:
            return None, ""
        sure = _as_identifier(key) or _as_identifier(text)
        if sure and self.named.get(sure) is not None:
            return self.named[sure], ""
        named = f"nom:{fold(text)}"
        if not sure and named in self.named:
            place = self.named[named]
            said = _("Deux organisations du fichier portent le nom « %(name)s » : désignez-la par son identifiant.") % {
                "name": text[:80]
            }
            return place, "" if place is not None else said
        values = {"nom": "" if _as_identifier(text) else text}
        if sure:
            column, _separator, number = sure.partition(":")
            values[column] = number
        self.add_organisation(table, Row(row.number, values))
        return len(self.found.nodes) - 1, ""


def _organisation(table: Table, row: Row) -> dict[str, Any]:
    cells = row.cells
    problems = [row.problem]

    def cleaned(name: str, clean: Cleaner) -> str:
        try:
            return clean(cells.get(name, ""))
        except ValidationError as error:
            problems.append(" ".join(error.messages))
            return ""

    node = {
        "row": row.number,
        "where": table.where,
        "nom": " ".join(cells.get("nom", "").split())[:LONGEST_NAME],
        "sigle": cells.get("sigle", "")[:40],
        "id": cleaned("id", _uuid),
        "siren": cleaned("siren", identifiers.clean_siren),
        "siret": cleaned("siret", identifiers.clean_siret),
        "rna": cleaned("rna", identifiers.clean_rna),
        "monde": cleaned("monde", _world),
        "commune": _commune(cells.get("commune", "")),
        "creation": cleaned("creation", _date),
    }
    if not any(node[name] for name in ("nom", "id", "siren", "siret", "rna")):
        problems.append(_("Cette ligne n’a ni nom ni identifiant."))
    return node | {"problem": " ".join(filter(None, problems))}


def _tie(table: Table, row: Row, cells: dict[str, str]) -> dict[str, Any]:
    problems = [row.problem]
    kind = fold(cells.get("lien", ""))
    if kind not in KINDS and kind not in TAKES_PART:
        problems.append(
            _("« %(kind)s » n’est pas un lien connu : %(known)s…")
            % {"kind": cells["lien"][:60], "known": ", ".join(str(each.label) for each in list(RelationKind)[:6])}
        )
    if fold(cells.get("etat", "")) in CONTESTED:
        problems.append(_("Ce lien est contesté par une partie : il n’est pas repris."))
    since, until = cells.get("depuis") or cells.get("debut", ""), cells.get("jusqu_a") or cells.get("fin", "")
    try:
        make_span(read_date(since), read_date(until, last=True))
    except ValidationError as error:
        problems.append(" ".join(error.messages))
    attested = cells.get("atteste_le", "")
    try:
        read_date(attested)
    except ValidationError as error:
        problems.append(" ".join(error.messages))
    roles = [each.strip() for each in cells.get("roles", "").split(",") if each.strip()]
    if wrong := next((each for each in roles if fold(each) not in ROLES), ""):
        problems.append(_("« %(role)s » n’est pas un rôle connu.") % {"role": wrong[:60]})
    return {
        "row": row.number,
        "where": table.where,
        "kind": KINDS.get(kind, ""),
        "alliance": " ".join(cells.get("alliance", "").split())[:200],
        "alliance_id": cells.get("alliance_id", "")[:40],
        "territory": cells.get("territoire", "")[:60],
        "roles": [ROLES[fold(each)] for each in roles if fold(each) in ROLES],
        "since": since[:60],
        "until": until[:60],
        "attested": attested[:60],
        "source": cells.get("source", "")[:300],
        "detail": cells.get("precision", "")[:300],
        "problem": " ".join(filter(None, problems)),
    }


def _as_identifier(text: str) -> str:
    """Return "siren:…", "siret:…", "rna:…" or "id:…" for a text that is one, "" for any other."""
    compact = identifiers.compact(text)
    for name, clean in (("siren", identifiers.clean_siren), ("siret", identifiers.clean_siret)):
        length = identifiers.SIREN_LENGTH if name == "siren" else identifiers.SIRET_LENGTH
        if compact.isascii() and compact.isdigit() and len(compact) == length:
            try:
                return f"{name}:{clean(compact)}"
            except ValidationError:
                return ""
    if identifiers.RNA.match(compact):
        return f"rna:{compact}"
    try:
        return f"id:{_uuid(text)}" if text else ""
    except ValidationError:
        return ""


def _uuid(text: str) -> str:
    if not text:
        return ""
    try:
        return str(uuid.UUID(text.strip()))
    except ValueError as error:
        raise ValidationError(_("Cet identifiant public n’a pas la bonne forme : laissez la cellule vide.")) from error


def _world(text: str) -> str:
    if not text:
        return ""
    if fold(text) not in WORLD_NAMES:
        raise ValidationError(
            _("« %(world)s » n’est pas un monde : public, économique, intérêt général ou académique.")
            % {"world": text[:60]}
        )
    return WORLD_NAMES[fold(text)]


def _commune(text: str) -> str:
    """Return a commune code; a spreadsheet takes the first zero of "01004" away."""
    code = text.strip().upper()[:20]
    return f"0{code}" if SHORT_COMMUNE.match(code) else code


def _date(text: str) -> str:
    read_date(text)
    return text[:60]


def name_line(row: int, where: str) -> str:
    """Name a line, with its file or sheet when that is not plain from what is beside it."""
    line = _("ligne %(row)d") % {"row": row}
    return f"{line}, {where}" if where else line


def _is_manual(table: Table) -> bool:
    """Tell whether a sheet only explains the others."""
    return fold(table.title) == "lisez moi"
