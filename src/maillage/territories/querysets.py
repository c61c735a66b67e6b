"""Filters on territories that need no other model."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q, QuerySet

from maillage.core.dates import in_force, of_unknown_date
from maillage.core.prepared import Prepared
from maillage.core.text import fold
from maillage.territories.enums import Kind

if TYPE_CHECKING:
    from maillage.territories.models import Composition, Territory  # noqa: F401 named in the base of a queryset

ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
LONGEST_NAME = 200
OWN_WORDS = re.compile(r"^(p|etr)-")


def fold_name(name: str) -> str:
    """Fold a name of place for matching, "St" written out: "St-Maurice" gives "saint maurice"."""
    return " ".join(ABBREVIATIONS.get(word, word) for word in fold(name[:LONGEST_NAME]).split())


def possible_codes(address: str) -> list[str]:
    """Return the codes an address part may begin with, longest first: "2a004-ajaccio" gives "2A004-AJACCIO", "2A004".

    Letters of codes are upper case but in the words of "reg-", "p-", "-deleguee" and the like.
    """
    words = address.strip()[:LONGEST_NAME].lower().split("-")
    codes = []
    for length in range(len(words), 0, -1):
        code = "-".join(words[:length])
        codes.append(code)
        if length == 1 or words[length - 1] == "deleguee":
            codes.append(words[0].upper() + code[len(words[0]) :])
    return codes


class TerritoryQuerySet(QuerySet["Territory"]):
    def of_kind(self, *kinds: Kind) -> TerritoryQuerySet:
        """Keep the territories of these kinds."""
        return self.filter(kind__in=kinds)

    def official(self) -> TerritoryQuerySet:
        """Leave out fictitious examples."""
        return self.filter(is_fictitious=False)

    def named(self, words: str) -> TerritoryQuerySet:
        """Keep the territories whose name has every word given, one of them at the start of a word."""
        found: TerritoryQuerySet = self
        folded = fold_name(words).split()
        if not folded:
            return self.none()
        for word in folded:
            found = found.filter(Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}"))
        return found

    def resolve(self, address: str) -> Territory | None:
        """Return the territory that an address or a code names, or None: "62528", "2a004", "62528-loos-en-gohelle"."""
        if "\x00" in address:
            return None
        codes = possible_codes(address)
        found = {territory.code: territory for territory in _coded(codes=tuple(codes))}
        return next((found[code] for code in codes if code in found), None)


@Prepared
def _coded(*, codes: tuple[str, ...]) -> QuerySet[Territory]:
    rows: QuerySet[Territory] = apps.get_model("territories", "Territory").objects.filter(code__in=codes)
    return rows


class CompositionQuerySet(QuerySet["Composition"]):
    def in_force(self, on: date) -> CompositionQuerySet:
        """Keep what holds on that day; official geography is one vintage and holds on any day."""
        return self.filter(Q(is_official=True) | in_force(on))

    def of_unknown_date(self, on: date) -> CompositionQuerySet:
        """Keep the hand-made parts of which nothing tells whether they already held on that day."""
        return self.filter(of_unknown_date(on), is_official=False)
