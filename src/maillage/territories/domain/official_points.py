"""Replacing points of communes by those of an official file, each row checked; a bad row is told and left out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from maillage.search import indexing
from maillage.territories.domain.boxes import METROPOLE, Box, departement_of, known_boxes
from maillage.territories.domain.points import OFFICIAL, spread_points
from maillage.territories.enums import Kind
from maillage.territories.lookup import explain_unknown
from maillage.territories.models import Territory

CODE_NAMES = ("code_commune_insee", "code_insee", "insee", "insee_com", "code_commune", "codgeo", "com", "code")
LATITUDE_NAMES = ("latitude", "lat", "y")
LONGITUDE_NAMES = ("longitude", "lon", "lng", "long", "x")
SAME_PLACE = 0.02

UPDATE = """
update territories_territory territory
set latitude = given.latitude, longitude = given.longitude, point_precision = 'exact', point_source = %(source)s,
    updated_at = now()
from unnest(%(ids)s::bigint[], %(latitudes)s::float8[], %(longitudes)s::float8[]) as given(id, latitude, longitude)
where given.id = territory.id
"""


class UnreadableFile(ValueError):
    """The file has no row to read, or its columns are not named; the message says which are needed."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    code: str
    latitude: str
    longitude: str


@dataclass(slots=True)
class Outcome:
    """How many communes took their point, and what is wrong in which line."""

    placed: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_rows(file: Path) -> Iterator[Row]:
    """Read a CSV, comma or semicolon, with a header that names code, latitude and longitude. Raises UnreadableFile."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = file.read_text(encoding="cp1252")
    except OSError as error:
        raise UnreadableFile(f"Le fichier {file} ne peut pas être lu : vérifiez son chemin.") from error
    lines = text.splitlines()
    if not lines:
        raise UnreadableFile(_("Le fichier est vide."))
    delimiter = max(";,\t", key=lines[0].count)
    reader = csv.reader(lines, delimiter=delimiter)
    header = [name.strip().lower() for name in next(reader)]
    places = [_column(header, names) for names in (CODE_NAMES, LATITUDE_NAMES, LONGITUDE_NAMES)]
    for row in reader:
        values = [row[place].strip() if place < len(row) else "" for place in places]
        if any(values):
            yield Row(reader.line_num, *values)


def _column(header: Sequence[str], names: Sequence[str]) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    raise UnreadableFile(f"Il manque une colonne : nommez-la {names[0]} (colonnes lues : {', '.join(header)[:200]}).")


@transaction.atomic
def load_official_points(*, rows: Iterable[Row]) -> Outcome:
    """Give communes the points of an official file. A row is taken whole or told in French and left out."""
    outcome = Outcome()
    boxes = known_boxes()
    ids = dict(
        Territory.objects.filter(kind__in=(Kind.COMMUNE, Kind.ARRONDISSEMENT), is_fictitious=False).values_list(
            "code", "id"
        )
    )
    placed: dict[str, tuple[float, float]] = {}
    for row in rows:
        code = row.code.upper().zfill(5)
        problem, point = _check(code, row, ids, boxes)
        first = placed.get(code)
        if problem:
            outcome.problems.append((row.line, problem))
        elif first is None:
            placed[code] = point
        elif abs(first[0] - point[0]) > SAME_PLACE or abs(first[1] - point[1]) > SAME_PLACE:
            outcome.problems.append(
                (row.line, f"{code} est déjà placée ailleurs plus haut : le premier point est gardé.")
            )
    with connection.cursor() as cursor:
        values = list(placed.items())
        cursor.execute(
            UPDATE,
            {
                "source": OFFICIAL,
                "ids": [ids[code] for code, _point in values],
                "latitudes": [point[0] for _code, point in values],
                "longitudes": [point[1] for _code, point in values],
            },
        )
        outcome.placed = cursor.rowcount
    spread_points()
    indexing.schedule("territory", [ids[code] for code in placed])
    return outcome


def _check(code: str, row: Row, ids: dict[str, int], boxes: dict[str, Box]) -> tuple[str, tuple[float, float]]:
    nowhere = (0.0, 0.0)
    if code not in ids:
        return explain_unknown(code), nowhere
    try:
        latitude, longitude = (float(text.replace(",", ".")) for text in (row.latitude, row.longitude))
    except ValueError:
        missing = not row.latitude or not row.longitude
        said = (
            _("n’a pas de coordonnées")
            if missing
            else f"a des coordonnées illisibles ({row.latitude} ; {row.longitude})"
        )
        return f"{code} {said} : la ligne est laissée de côté.", nowhere
    box = boxes.get(departement_of(code), METROPOLE)
    if box.holds(latitude, longitude):
        return "", (latitude, longitude)
    if box.holds(longitude, latitude):
        return (
            f"{code} : latitude et longitude sont inversées ({latitude} ; {longitude}). Échangez les deux colonnes.",
            nowhere,
        )
    return (
        f"{code} : le point ({latitude} ; {longitude}) est hors du département {departement_of(code)}. Vérifiez-le.",
        nowhere,
    )
