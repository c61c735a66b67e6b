"""A small official geography with one of each trap, and the people who may compose perimeters in it."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from maillage.core import audiences
from maillage.territories.domain.geography import load_geography
from maillage.territories.models import Territory

TODAY = date(2026, 6, 1)


def commune(code, name, departement, region, population=None, **more):
    row = {"code": code, "nom": name, "departement": departement, "region": region, "type": "commune-actuelle"}
    row |= {"typeLiaison": 0, "zone": "metro", "siren": f"2{code.replace('A', '1')}00017"[:9].ljust(9, "0")} | more
    return row if population is None else row | {"population": population}


COMMUNES = [
    commune("62528", "Loos-en-Gohelle", "62", "32", 6799, codesPostaux=["62750"]),
    commune("62498", "Lens", "62", "32", 32920, codesPostaux=["62300"]),
    commune("62510", "Liévin", "62", "32", 30036, codesPostaux=["62800"]),
    commune("62041", "Arras", "62", "32", 42600, codesPostaux=["62000"]),
    commune("59183", "Dunkerque", "59", "32", 86788, codesPostaux=["59140", "59240"]),
    commune("59350", "Lille", "59", "32", 236710, codesPostaux=["59000"]),
    commune("2A004", "Ajaccio", "2A", "94", 76320, codesPostaux=["20000"]),
    commune("75056", "Paris", "75", "11", 2103778, codesPostaux=["75001", "75012"]),
    commune("94069", "Saint-Maurice", "94", "11", 14300, codesPostaux=["94410"]),
    commune("94018", "Charenton-le-Pont", "94", "11", 29000, codesPostaux=["94220"]),
    commune("94077", "L'Haÿ-les-Chênes", "94", "11", 900, codesPostaux=["94410"]),
    commune("59571", "Saint-Maurice", "59", "32", 100, codesPostaux=["59240"]),
    commune("59001", "Ouessant-du-Nord", "59", "32", 800, codesPostaux=["59001"]),
    commune("59002", "Village Détruit", "59", "32", 0, codesPostaux=["59140"]),
    commune("97601", "Acoua", "976", "06", 5192, zone="drom", codesPostaux=["97630"]),
    commune("98411", "Îles Saint-Paul et Nouvelle-Amsterdam", "984", "984", zone="com"),
    commune("98735", "Papeete", "987", "987", 26654, zone="com", codesPostaux=["98714"]),
    {"code": "75112", "nom": "Paris 12e Arrondissement", "departement": "75", "region": "11", "commune": "75056",
     "type": "arrondissement-municipal", "typeLiaison": 0, "zone": "metro", "codesPostaux": ["75012"],
     "population": 138024},
    {"code": "62041", "nom": "Arras", "departement": "62", "region": "32", "chefLieu": "62041",
     "type": "commune-deleguee", "typeLiaison": 1, "zone": "metro"},
    {"code": "62999", "nom": "Ancienne", "departement": "62", "region": "32", "chefLieu": "62041",
     "type": "commune-associee", "typeLiaison": 1, "zone": "metro"},
]  # fmt: skip
REGIONS = [
    {"code": "32", "nom": "Hauts-de-France", "typeLiaison": 4, "zone": "metro", "chefLieu": "59350"},
    {"code": "11", "nom": "Île-de-France", "typeLiaison": 1, "zone": "metro", "chefLieu": "75056"},
    {"code": "94", "nom": "Corse", "typeLiaison": 0, "zone": "metro", "chefLieu": "2A004"},
    {"code": "06", "nom": "Mayotte", "typeLiaison": 0, "zone": "drom", "chefLieu": "97601"},
    {"code": "984", "nom": "Terres australes et antarctiques françaises", "typeLiaison": 0, "zone": "com"},
    {"code": "987", "nom": "Polynésie française", "typeLiaison": 0, "zone": "com"},
]
DEPARTEMENTS = [
    {"code": "62", "nom": "Pas-de-Calais", "region": "32", "typeLiaison": 2, "zone": "metro"},
    {"code": "59", "nom": "Nord", "region": "32", "typeLiaison": 2, "zone": "metro"},
    {"code": "75", "nom": "Paris", "region": "11", "typeLiaison": 0, "zone": "metro"},
    {"code": "94", "nom": "Val-de-Marne", "region": "11", "typeLiaison": 2, "zone": "metro"},
    {"code": "2A", "nom": "Corse-du-Sud", "region": "94", "typeLiaison": 3, "zone": "metro"},
    {"code": "976", "nom": "Mayotte", "region": "06", "typeLiaison": 0, "zone": "drom"},
    {"code": "984", "nom": "Terres australes et antarctiques françaises", "region": "984", "zone": "com"},
    {"code": "987", "nom": "Polynésie française", "region": "987", "zone": "com"},
]


def group(code, name, kind, *members):
    return {"code": code, "nom": name, "type": kind, "membres": [{"code": member} for member in members]}


# The first crosses two départements; Ouessant-du-Nord belongs to none.
EPCI = [
    group("246200364", "CA de Lens - Liévin", "CA", "62528", "62498", "62510", "59571"),
    group("200033579", "CU d'Arras", "CU", "62041"),
    group("245900428", "CU de Dunkerque", "CU", "59183", "59002"),
    group("200093201", "Métropole Européenne de Lille", "METRO", "59350"),
    group("200054781", "Métropole du Grand Paris", "METRO", "75056", "94069", "94018", "94077"),
    group("242010056", "CA du Pays Ajaccien", "CA", "2A004"),
    group("200050532", "CC de Petite-Terre", "CC", "97601"),
]
EPT = [group("200057941", "Paris Est Marne et Bois", "EPT", "94069", "94018")]
POINTS = """code,latitude,longitude
62528,50.4579,2.7921
62498,50.4319,2.8336
62041,50.2910,2.7772
59183,51.0344,2.3768
59350,50.6292,3.0573
2A004,41.9189,8.7381
75056,48.8534,2.3488
"""


@pytest.fixture(scope="session")
def official_folder(tmp_path_factory) -> Path:
    """The files of the small geography."""
    folder = tmp_path_factory.mktemp("geography")
    files = {"communes": COMMUNES, "regions": REGIONS, "departements": DEPARTEMENTS, "epci": EPCI, "ept": EPT}
    for name, rows in files.items():
        (folder / f"{name}.json").write_text(json.dumps(rows))
    (folder / "points.csv").write_text(POINTS)
    return folder


def load(folder: Path) -> None:
    load_geography(folder=folder, points=folder / "points.csv", today=TODAY, report=lambda line: None)


@pytest.fixture
def geography(db, official_folder, time_machine) -> None:
    """The small geography, loaded by the real loader, on 1 June 2026."""
    time_machine.move_to("2026-06-01T12:00:00+02:00", tick=False)
    load(official_folder)


@pytest.fixture
def territory(geography):
    """Give a territory by its code."""
    return lambda code: Territory.objects.get(code=code)


@pytest.fixture
def administrator(db):
    return get_user_model().objects.create_user("administration@example.org", is_administrator=True)


@pytest.fixture
def steward(territory, monkeypatch):
    """Give an account that is a steward of these territories."""
    mandates: dict[int, list[str]] = {}
    monkeypatch.setattr(audiences, "_sources", [lambda user: mandates.get(user.pk, [])])

    def make(*codes, email="animation@example.org"):
        user = get_user_model().objects.create_user(email)
        mandates[user.pk] = [f"steward:{territory(code).pk}" for code in codes]
        return user

    return make
