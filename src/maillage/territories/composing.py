"""Reading a list of codes or names as the parts of a perimeter, line by line, with a message for each that fails."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from maillage.territories.domain.boxes import departement_of
from maillage.territories.domain.perimeters import refuse_part
from maillage.territories.enums import COMPOSABLE, Kind
from maillage.territories.lookup import explain_unknown
from maillage.territories.models import Territory
from maillage.territories.querysets import fold_name
from maillage.territories.selectors import names_of

MOST_LINES = 5000
LONGEST_LINE = 200
SHOWN_HOMONYMS = 5
BETWEEN = re.compile(r"[,;\t]+")
IN_BRACKETS = re.compile(r"\(\s*([0-9AaBb]{5}|\d{9}|\d[\dAaBb]|97\d|reg-\d{2}|p-[a-z0-9-]+)\s*\)")
CODE = re.compile(
    r"^(\d{2,3}|2[AB]|\d{5}|2[AB]\d{3}|\d{9}|reg-\d{2}|p-[a-z0-9-]+|\d[\dAB]\d{3}-deleguee)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a line, and what to do."""

    line: int
    message: str


@dataclass(slots=True)
class Reading:
    """The parts read, in their order, each once, and the problems."""

    parts: list[Territory] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Word:
    line: int
    text: str

    @property
    def is_code(self) -> bool:
        return bool(CODE.match(self.text))

    @property
    def code(self) -> str:
        return self.text.upper() if self.text[:1].isdigit() and "-" not in self.text else self.text.lower()


def read_parts(text: str) -> Reading:
    """Read codes or names separated by line ends, commas, semicolons or tabs. Three queries at most, however long the list."""
    reading = Reading()
    words = _words(text, reading)
    codes = {word.code for word in words if word.is_code}
    names = {fold_name(word.text) for word in words if not word.is_code}
    by_code = {territory.code: territory for territory in Territory.objects.filter(code__in=codes)}
    by_name: dict[str, list[Territory]] = defaultdict(list)
    if names:
        for territory in Territory.objects.filter(kind__in=COMPOSABLE, folded_name__in=names).order_by("code"):
            by_name[territory.folded_name].append(territory)
    homonyms = [each for several in by_name.values() if len(several) > 1 for each in several]
    areas = names_of(departement_of(each.code) for each in homonyms) if homonyms else {}
    seen: set[int] = set()
    for word in words:
        found = by_code.get(word.code) if word.is_code else _by_name(word, by_name, areas, reading)
        if found is None:
            if word.is_code:
                reading.problems.append(Problem(line=word.line, message=explain_unknown(word.text)))
        elif found.kind not in COMPOSABLE:
            reading.problems.append(Problem(line=word.line, message=refuse_part(found)))
        elif found.pk not in seen:
            seen.add(found.pk)
            reading.parts.append(found)
    return reading


def _where(territory: Territory, areas: dict[str, str]) -> str:
    area = areas.get(departement_of(territory.code)) if territory.kind == Kind.COMMUNE else None
    return area or territory.kind_label.lower()


def write_parts(parts: Iterable[Territory]) -> str:
    """Write parts as a list that `read_parts` reads back: "62528 Loos-en-Gohelle", one a line."""
    return "\n".join(f"{part.code} {part.title.replace(',', ' ')}" for part in parts)


def _words(text: str, reading: Reading) -> list[_Word]:
    lines = text.replace("\x00", "").splitlines()
    if len(lines) > MOST_LINES:
        message = gettext("La liste a plus de %(most)s lignes : les suivantes n’ont pas été lues.") % {
            "most": MOST_LINES
        }
        reading.problems.append(Problem(line=MOST_LINES + 1, message=message))
    words: list[_Word] = []
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        bracketed = IN_BRACKETS.findall(line)
        pieces = bracketed or [piece.strip(" .-–*•\"'") for piece in BETWEEN.split(line)]
        for piece in pieces:
            first, _, rest = piece.partition(" ")
            if CODE.match(first) and not rest.isdecimal():
                words.append(_Word(number, first))
            elif CODE.match(first):
                words.extend(_Word(number, code) for code in piece.split())
            elif piece:
                words.append(_Word(number, piece[:LONGEST_LINE]))
    return words


def _by_name(
    word: _Word, by_name: dict[str, list[Territory]], areas: dict[str, str], reading: Reading
) -> Territory | None:
    found = by_name.get(fold_name(word.text), [])
    if len(found) == 1:
        return found[0]
    if not found:
        message = gettext("« %(name)s » : aucun territoire de ce nom. Écrivez son code, ou cherchez-le ci-dessous.") % {
            "name": word.text
        }
    else:
        choices = ", ".join(f"{each.code} ({_where(each, areas)})" for each in found[:SHOWN_HOMONYMS])
        more = "…" if len(found) > SHOWN_HOMONYMS else ""
        message = gettext("« %(name)s » : %(count)s territoires portent ce nom. Écrivez le bon code : %(codes)s.") % {
            "name": word.text,
            "count": len(found),
            "codes": choices + more,
        }
    reading.problems.append(Problem(line=word.line, message=message))
    return None
