"""What territories give to the index."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from maillage.core.text import fold
from maillage.search.documents import SearchDocument
from maillage.territories.enums import Kind, PerimeterType
from maillage.territories.models import PostalCode, Territory
from maillage.territories.selectors import ancestor_codes

KIND = "territory"
BATCH = 4000
LEAST_WEIGHT = 0.15
WEIGHT_BY_TENFOLD = 0.06
FORMER = {Kind.DELEGUEE, Kind.ASSOCIEE}
ACRONYMS = {PerimeterType.PNR: "PNR", PerimeterType.PETR: "PETR"}
SHORT_EPCI = {"METRO": "Métropole", "MET69": "Métropole"}
FIELDS = (
    "id", "code", "slug", "kind", "subtype", "type_label", "name", "long_name", "official_code", "siren", "population",
    "latitude", "longitude", "is_fictitious",
)  # fmt: skip


class TerritorySource:
    """Every territory as a document; about three queries for four thousand."""

    def documents(self, ids: Iterable[int] | None) -> Iterator[SearchDocument]:
        areas = dict(Territory.objects.of_kind(Kind.DEPARTEMENT, Kind.COM).order_by("code").values_list("code", "name"))
        if ids is None:
            ids = Territory.objects.order_by("id").values_list("id", flat=True)
        wanted = list(ids)
        for start in range(0, len(wanted), BATCH):
            yield from _batch(wanted[start : start + BATCH], areas)


def _batch(ids: list[int], areas: dict[str, str]) -> Iterator[SearchDocument]:
    codes = ancestor_codes(ids)
    postal: dict[int, list[str]] = defaultdict(list)
    for territory_id, code in (
        PostalCode.objects.filter(commune__in=ids).order_by("code").values_list("commune_id", "code")
    ):
        postal[territory_id].append(code)
    for territory in Territory.objects.filter(id__in=ids).order_by("id").only(*FIELDS):
        yield _document(territory, codes[territory.pk], tuple(postal[territory.pk]), areas)


def _document(
    territory: Territory, codes: tuple[str, ...], postal: tuple[str, ...], areas: dict[str, str]
) -> SearchDocument:
    where = ", ".join(areas[code] for code in codes[1:] if code in areas)
    own = {territory.code, territory.official_code, territory.siren} - {""}
    return SearchDocument(
        key=f"territory:{territory.code}",
        kind=KIND,
        row=territory.pk,
        title=territory.title,
        url=territory.get_absolute_url(),
        aliases=_aliases(territory),
        codes=(*sorted(own), *postal),
        facets={"territory": codes},
        latitude=territory.latitude,
        longitude=territory.longitude,
        weight=_weight(territory),
        subtitle=" · ".join(part for part in (_label(territory), where) if part),
    )


def _label(territory: Territory) -> str:
    return f"{territory.kind_label}, exemple fictif" if territory.is_fictitious else territory.kind_label


def _aliases(territory: Territory) -> tuple[str, ...]:
    """Other ways to write the name: without its type, with the type's acronym, "St" for "Saint"."""
    others = [territory.name] if territory.long_name else []
    if territory.kind in {Kind.EPCI, Kind.EPT}:
        others.append(f"{SHORT_EPCI.get(territory.type_label, territory.type_label)} {territory.name}")
    acronym = ACRONYMS.get(PerimeterType(territory.subtype)) if territory.subtype else None
    if acronym and acronym.lower() not in fold(territory.name).split():
        others.append(f"{acronym} {territory.name}")
    words = fold(territory.name).split()
    if "saint" in words or "sainte" in words:
        others.append(" ".join({"saint": "st", "sainte": "ste"}.get(word, word) for word in words))
    return tuple(others)


def _weight(territory: Territory) -> float:
    """Return a prior under that of an organisation (1): a name shared by a village and an organisation is the latter's."""
    if territory.kind in FORMER:
        return LEAST_WEIGHT
    return LEAST_WEIGHT + WEIGHT_BY_TENFOLD * math.log10((territory.population or 0) + 1)
