"""Loading the official geography, all or nothing, as often as wanted."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from maillage.core.text import slug
from maillage.territories.domain.closure import rebuild_closure
from maillage.territories.domain.points import GEONAMES, OFFICIAL, spread_points
from maillage.territories.enums import Kind
from maillage.territories.querysets import fold_name

VINTAGE = 2026
POPULATION_YEAR = 2023
MAYOTTE_POPULATION_YEAR = 2017
SOURCE = "Code officiel géographique et populations de référence (Insee), intercommunalités (DGCL), 2026"
FRANCE = "FR"
KINDS = {
    "commune-actuelle": Kind.COMMUNE,
    "commune-deleguee": Kind.DELEGUEE,
    "commune-associee": Kind.ASSOCIEE,
    "arrondissement-municipal": Kind.ARRONDISSEMENT,
}
EPCI_LONG = {"CC": "Communauté de communes", "CA": "Communauté d’agglomération", "CU": "Communauté urbaine"}
COM_LIAISONS = {"984": 4, "987": 3, "988": 3, "989": 5}  # "des Terres australes…": the file says 0 for all
OPENINGS = ("de la ", "de l'", "de l’", "du ", "des ", "de ", "d'", "d’")
COLUMNS = ["code", "kind", "official_code", "name", "long_name", "folded_name", "slug", "type_label", "liaison", "siren", "population", "population_year", "latitude", "longitude", "point_precision", "point_source", "vintage", "source"]  # fmt: skip
Row = tuple[Any, ...]
Report = Callable[[str], None]


class GeographyMissing(FileNotFoundError):
    """The files of the official geography are not where they should be."""


def split_epci(name: str, kind: str) -> tuple[str, str]:
    """Return the name without its type, and in full: "CC du Val" gives "Val", "Communauté de communes du Val"."""
    prefix = f"{kind} "
    if kind not in EPCI_LONG or not name.startswith(prefix):
        return name, ""
    rest = name[len(prefix) :]
    bare = next((rest[len(opening) :] for opening in OPENINGS if rest.startswith(opening)), rest)
    return bare[:1].upper() + bare[1:], f"{EPCI_LONG[kind]} {rest}"


class _Reader:
    """The official files as rows to copy."""

    def __init__(self, folder: Path, points: Path) -> None:
        self.folder = folder
        with points.open(newline="") as file:
            self.points = {
                row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)
            }
        self.communes = self._read("communes")
        self.departements = [row for row in self._read("departements") if row["zone"] != "com"]
        self.regions = self._read("regions")
        self.groups = [*self._read("epci"), *self._read("ept")]

    def _read(self, name: str) -> list[dict[str, Any]]:
        file = self.folder / f"{name}.json"
        if not file.exists():
            raise GeographyMissing(file)
        read: list[dict[str, Any]] = json.loads(file.read_bytes())
        return read

    def territories(self) -> Iterator[Row]:
        yield _row(FRANCE, Kind.COUNTRY, FRANCE, "France", liaison=3)
        for row in self.regions:
            com = row["zone"] == "com"
            code = row["code"] if com else f"reg-{row['code']}"
            kind = Kind.COM if com else Kind.REGION
            yield _row(code, kind, row["code"], row["nom"], liaison=COM_LIAISONS.get(code, row["typeLiaison"]))
        for row in self.departements:
            yield _row(row["code"], Kind.DEPARTEMENT, row["code"], row["nom"], liaison=row["typeLiaison"])
        for row in self.groups:
            name, long_name = split_epci(row["nom"], row["type"])
            kind = Kind.EPT if row["type"] == "EPT" else Kind.EPCI
            code = row["code"]
            yield _row(code, kind, code, name, long_name=long_name, type_label=row["type"], siren=code)
        for row in self.communes:
            yield self._commune(row)

    def _commune(self, row: dict[str, Any]) -> Row:
        kind = KINDS[row["type"]]
        former = kind in {Kind.DELEGUEE, Kind.ASSOCIEE}
        population = row.get("population")
        year = None
        if population is not None and row["zone"] != "com":
            year = MAYOTTE_POPULATION_YEAR if row["departement"] == "976" else POPULATION_YEAR
        return _row(
            f"{row['code']}-deleguee" if former else row["code"],
            kind,
            row["code"],
            row["nom"],
            liaison=row.get("typeLiaison"),
            siren=row.get("siren", ""),
            population=population,
            population_year=year,
            point=None if former else self.points.get(row["code"]),
        )

    def compositions(self) -> Iterator[tuple[str, str]]:
        for row in self.regions:
            yield FRANCE, row["code"] if row["zone"] == "com" else f"reg-{row['code']}"
        for row in self.departements:
            yield f"reg-{row['region']}", row["code"]
        for row in self.communes:
            kind = KINDS[row["type"]]
            if kind == Kind.COMMUNE:
                yield row["departement"], row["code"]
            elif kind == Kind.ARRONDISSEMENT:
                yield row["commune"], row["code"]
            else:
                yield row["chefLieu"], f"{row['code']}-deleguee"
        for row in self.groups:
            for member in row["membres"]:
                yield row["code"], member["code"]

    def postal_codes(self) -> Iterator[tuple[str, str]]:
        for row in self.communes:
            for code in row.get("codesPostaux", ()):
                yield code, row["code"]


def _row(
    code: str,
    kind: Kind,
    official_code: str,
    name: str,
    *,
    long_name: str = "",
    type_label: str = "",
    liaison: int | None = None,
    siren: str = "",
    population: int | None = None,
    population_year: int | None = None,
    point: tuple[float, float] | None = None,
) -> Row:
    latitude, longitude = point or (None, None)
    precision, source = ("exact", GEONAMES) if point else ("unknown", "")
    return (
        code, str(kind), official_code, name, long_name, fold_name(name), slug(name), type_label, liaison, siren,
        population, population_year, latitude, longitude, precision, source, VINTAGE, SOURCE,
    )  # fmt: skip


def _copy(cursor: Any, table: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


# Population of containers is counted afterwards; a point taken from an official file is not undone.
COUNTED = ("population", "population_year")
POINT = ("latitude", "longitude", "point_precision", "point_source")
UPDATE = f"""
update territories_territory territory
set updated_at = now(), {", ".join(f"{c} = incoming.{c}" for c in COLUMNS if c not in (*COUNTED, *POINT, "code"))}
from incoming
where incoming.code = territory.code and ({", ".join(f"territory.{c}" for c in COLUMNS if c not in (*COUNTED, *POINT))})
    is distinct from ({", ".join(f"incoming.{c}" for c in COLUMNS if c not in (*COUNTED, *POINT))})
"""  # noqa: S608 names of columns

UPDATE_POPULATION = """
update territories_territory territory
set updated_at = now(), population = incoming.population, population_year = incoming.population_year
from incoming
where incoming.code = territory.code
    and incoming.kind in ('commune', 'arrondissement', 'deleguee', 'associee')
    and (territory.population, territory.population_year)
        is distinct from (incoming.population, incoming.population_year)
"""

UPDATE_POINT = """
update territories_territory territory
set updated_at = now(), latitude = incoming.latitude, longitude = incoming.longitude,
    point_precision = incoming.point_precision, point_source = incoming.point_source
from incoming
where incoming.code = territory.code and incoming.point_precision = 'exact'
    and territory.point_source <> %(official)s
    and (territory.latitude, territory.longitude) is distinct from (incoming.latitude, incoming.longitude)
"""

INSERT = f"""
insert into territories_territory
    (public_id, created_at, updated_at, version, subtype, communes_count, communes_without_population, is_fictitious, note,
     {", ".join(COLUMNS)})
select gen_random_uuid(), now(), now(), 1, '', 0, 0, false, '', {", ".join(COLUMNS)} from incoming
where not exists (select from territories_territory known where known.code = incoming.code)
"""  # noqa: S608 names of columns

REMOVE_PARTS = """
delete from territories_composition composition
using territories_territory container, territories_territory part
where composition.is_official and container.id = composition.container_id and part.id = composition.part_id
    and not exists (select from incoming_part
                    where incoming_part.container = container.code and incoming_part.part = part.code)
"""

INSERT_PARTS = """
insert into territories_composition
    (container_id, part_id, is_official, period, start_precision, end_precision, attested_on, source)
select container.id, part.id, true, daterange(null, null), 'unknown', 'unknown', %(attested_on)s, ''
from incoming_part
join territories_territory container on container.code = incoming_part.container
join territories_territory part on part.code = incoming_part.part
where not exists (select from territories_composition known
                  where known.container_id = container.id and known.part_id = part.id and known.is_official)
order by container.id, part.id
"""

REPLACE_POSTAL = """
insert into territories_postalcode (code, commune_id)
select incoming_postal.code, commune.id
from incoming_postal join territories_territory commune on commune.code = incoming_postal.commune
"""


@transaction.atomic
def load_geography(*, folder: Path, points: Path, today: date, report: Report) -> None:
    """Load or update the official geography: territories, compositions, postal codes, closure, points.

    `folder` holds the JSON files of decoupage-administratif, `points` a CSV (code, latitude, longitude).
    Rows that did not change are not written. Raises GeographyMissing.
    """
    report("Lecture du découpage administratif 2026…")
    reader = _Reader(folder, points)
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists incoming, incoming_part, incoming_postal")
        cursor.execute(
            f"create temporary table incoming on commit drop as select {', '.join(COLUMNS)} "  # noqa: S608
            "from territories_territory where false"
        )
        cursor.execute("create temporary table incoming_part (container text, part text) on commit drop")
        cursor.execute("create temporary table incoming_postal (code text, commune text) on commit drop")
        _copy(cursor, "incoming", COLUMNS, reader.territories())
        _copy(cursor, "incoming_part", ("container", "part"), reader.compositions())
        _copy(cursor, "incoming_postal", ("code", "commune"), reader.postal_codes())
        cursor.execute("analyze incoming")
        cursor.execute("analyze incoming_part")
        report("Territoires…")
        cursor.execute(UPDATE)
        cursor.execute(UPDATE_POPULATION)
        cursor.execute(UPDATE_POINT, {"official": OFFICIAL})
        cursor.execute(INSERT)
        cursor.execute("analyze territories_territory")
        report("Compositions…")
        cursor.execute(REMOVE_PARTS)
        cursor.execute(INSERT_PARTS, {"attested_on": date(VINTAGE, 1, 1)})
        cursor.execute("analyze territories_composition")
        report("Codes postaux…")
        cursor.execute("delete from territories_postalcode")
        cursor.execute(REPLACE_POSTAL)
    report("Communes couvertes et populations…")
    rebuild_closure(on=today)
    report("Points…")
    spread_points()
