"""Which organisations of the site the rows of an import are about, among those that the reader may see.

SECURITY: hidden organisations are never compared, otherwise the answer would tell that they exist.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q

from maillage.alliances.models import Alliance
from maillage.core.audiences import tokens_for
from maillage.core.database import Fold
from maillage.core.text import fold
from maillage.organisations.models import Organisation
from maillage.search import engine
from maillage.search.query import SearchQuery
from maillage.territories.models import Territory
from maillage.territories.querysets import possible_codes

NUMBERS = ("siret", "siren", "rna")
MOST_NEAR = 4
ALIKE = 0.82
SHORT_WORD = 3

Node = dict[str, Any]


class Known:
    """The visible organisations that the rows of an import may be about: a few queries for all the rows."""

    def __init__(self, user: Any, nodes: list[Node]) -> None:
        self.by_number: dict[str, list[Organisation]] = defaultdict(list)
        self.by_name: dict[str, list[Organisation]] = defaultdict(list)
        self.by_id: dict[str, Organisation] = {}
        rows = Organisation.objects.visible_to(user).select_related("seat")
        numbers = Q()
        for name in NUMBERS:
            numbers |= Q(**{f"{name}__in": {node[name] for node in nodes if node[name]}})
        wanted = {node["id"] for node in nodes if node["id"]} | {
            each for node in nodes for each in (*node.get("near", ()), *filter(None, [node.get("made")]))
        }
        for each in rows.filter(numbers | Q(public_id__in=wanted)):
            self.by_id[str(each.public_id)] = each
            for name in NUMBERS:
                if number := getattr(each, name):
                    self.by_number[f"{name}:{number}"].append(each)
        names = {fold(node["nom"]) for node in nodes if node["nom"]}
        for each in (
            rows.annotate(folded=Fold("name"), other=Fold("names__name"), short=Fold("acronym"))
            .filter(Q(folded__in=names) | Q(other__in=names) | Q(short__in=names))
            .distinct()
        ):
            self.by_id[str(each.public_id)] = each
            for name in {each.folded, each.other, each.short} & names:  # type: ignore[attr-defined]  # annotated
                if each not in self.by_name[name]:
                    self.by_name[name].append(each)

    def numbered(self, node: Node) -> list[Organisation]:
        """Return the organisations that an identifier of the row names: one, unless they share a SIREN."""
        if node["id"] in self.by_id:
            return [self.by_id[node["id"]]]
        for name in NUMBERS:
            if node[name] and (found := self.by_number.get(f"{name}:{node[name]}")):
                return found
        return []

    def same_name(self, node: Node) -> list[Organisation]:
        """Return the organisations that bear the name of the row, now or before."""
        return self.by_name.get(fold(node["nom"]), [])

    def near(self, node: Node) -> list[Organisation]:
        """Return those found to bear a name near that of the row."""
        return [self.by_id[each] for each in node.get("near", ()) if each in self.by_id]

    def chosen(self, public_id: str) -> Organisation | None:
        """Return an organisation that a person chose among the proposals, if they still see it."""
        return self.by_id.get(public_id)


def near_names(user: Any, name: str) -> list[str]:
    """Return the public ids of the visible organisations whose name is close to this one: one search."""
    asked = SearchQuery(
        text=name[:200], filters={"kind": ("organisation",)}, audiences=tokens_for(user), per_page=MOST_NEAR
    )
    hits = engine.current().search(asked).hits
    return [hit.key.partition(":")[2] for hit in hits if is_near(name, str(hit.title))]


def is_near(name: str, other: str) -> bool:
    """Tell whether two names may be the same one: nearly the same letters, or all the words of one in the other."""
    one, two = fold(name), fold(other)
    if SequenceMatcher(None, one, two).ratio() >= ALIKE:
        return True
    words, others = _words(one), _words(two)
    shorter = min(words, others, key=len)
    return len(shorter) > 1 and (words <= others or others <= words)


def visible_alliances(user: Any, names: Iterable[str], ids: Iterable[str]) -> list[Alliance]:
    """Return the alliances that the reader sees under these names or public ids: one query."""
    keys = {each for each in ids if _is_uuid(each)}
    rows = Alliance.objects.visible_to(user).annotate(folded=Fold("name"))
    return list(rows.filter(Q(folded__in={fold(name) for name in names}) | Q(public_id__in=keys)))


def communes_of(codes: Iterable[str]) -> dict[str, Territory]:
    """Return the communes of these codes: one query."""
    return {each.code: each for each in Territory.objects.filter(kind="commune", code__in=set(codes))}


def territories_at(addresses: Iterable[str]) -> dict[str, Territory]:
    """Return the territories that these codes or addresses name, as `resolve` tells of one: one query."""
    codes = {address: possible_codes(address) for address in set(addresses) if address and "\x00" not in address}
    rows = Territory.objects.filter(code__in={code for some in codes.values() for code in some})
    found = {each.code: each for each in rows}
    named = {address: next((found[code] for code in some if code in found), None) for address, some in codes.items()}
    return {address: territory for address, territory in named.items() if territory is not None}


def _words(folded: str) -> set[str]:
    return {word for word in folded.split() if len(word) >= SHORT_WORD}


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
