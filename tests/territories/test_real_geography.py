"""The whole official geography, loaded once for this module and rolled back."""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from maillage.territories.domain.geography import load_geography
from maillage.territories.domain.official_points import load_official_points, read_rows
from maillage.territories.lookup import communes_of_postal_code
from maillage.territories.management.commands.load_geography import PACKAGE, POINTS
from maillage.territories.models import Closure, Composition, Territory

pytestmark = pytest.mark.skipif(not PACKAGE.exists(), reason="frontend/node_modules absent : lancez ./run test")


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_geography(folder=PACKAGE, points=Path(POINTS), today=date(2026, 6, 1), report=lambda line: None)
        yield
        transaction.set_rollback(True)


def count(kind):
    return Territory.objects.filter(kind=kind).count()


def test_counts_are_those_of_the_vintage(france):
    assert {kind: count(kind) for kind in ("commune", "epci", "ept", "departement", "region", "com")} == {
        "commune": 34_969,
        "epci": 1_255,
        "ept": 11,
        "departement": 101,
        "region": 18,
        "com": 8,
    }
    assert count("deleguee") + count("associee") == 2_576
    assert count("arrondissement") == 45


def test_exactly_four_communes_outside_the_com_have_no_epci(france):
    inside = Composition.objects.filter(container__kind="epci").values("part")
    alone = Territory.objects.filter(kind="commune").exclude(id__in=inside).exclude(code__regex="^9(75|77|78|8)")
    assert sorted(alone.values_list("name", flat=True)) == ["L'Île-d'Yeu", "Ouessant", "Île-de-Bréhat", "Île-de-Sein"]


def test_epci_cross_departements_and_regions(france):
    crossing = {"departement": 0, "region": 0}
    for kind in crossing:
        pairs = set(
            Closure.objects.filter(ancestor__kind="epci", commune__lies_in__ancestor__kind=kind).values_list(
                "ancestor_id", "commune__lies_in__ancestor_id"
            )
        )
        of_epci: dict[int, int] = {}
        for epci, _area in pairs:
            of_epci[epci] = of_epci.get(epci, 0) + 1
        crossing[kind] = sum(areas > 1 for areas in of_epci.values())
    assert crossing == {"departement": 89, "region": 26}


def test_zero_and_unknown_populations_are_apart(france):
    communes = Territory.objects.filter(kind="commune")
    assert communes.filter(population=0).count() == 6
    assert communes.filter(population__isnull=True).count() == 6


def test_postal_code_51300_has_its_46_communes(france):
    assert len(communes_of_postal_code("51300")) == 46


def test_half_of_the_communes_or_more_have_a_point_of_their_own(france):
    communes = Territory.objects.filter(kind="commune")
    assert communes.filter(point_precision="exact").count() == 13_718
    nowhere = communes.filter(point_precision="unknown").exclude(code__startswith="98")
    assert sorted(nowhere.values_list("code", flat=True)) == ["97701", "97801"]


def test_every_published_population_of_epci_is_found_again(france):
    assert Territory.objects.get(code="200057941").population == 517_705
    assert Territory.objects.get(code="FR").population == 68_952_941


@pytest.mark.real_data
def test_official_points_of_an_older_vintage_are_taken_row_by_row(france, real_data):
    with transaction.atomic():
        outcome = load_official_points(rows=read_rows(real_data / "geo" / "laposte_hexasmal.csv"))
        transaction.set_rollback(True)
    said = ("est impossible", "Aucune commune actuelle", "hors du département", "déjà placée", "n’a pas de coordonnées")
    assert outcome.placed > 34_000
    assert [message for _line, message in outcome.problems if not any(words in message for words in said)] == []
