from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.territories import listeners, policies
from maillage.territories.domain import perimeters
from maillage.territories.domain.closure import rebuild_closure
from maillage.territories.domain.declare import DeclaredPart, UnknownPart, declare_territory
from maillage.territories.models import Closure, Composition, Territory
from maillage.territories.selectors import ancestor_codes
from maillage.territories.selectors.coverage import covered_on
from maillage.territories.selectors.page import read_page
from maillage.territories.selectors.versions import composition_rows, list_versions
from maillage.territories.tasks import follow

TODAY = date(2026, 6, 1)


@pytest.fixture
def compose(territory, administrator):
    """Create a perimeter of these codes, by an administrator."""

    def make(*codes, name="Pays minier", actor=None, **options):
        return perimeters.create_perimeter(
            actor=actor or administrator, name=name, parts=[territory(code) for code in codes], **options
        )

    return make


@pytest.fixture
def recompose(territory, administrator):
    """Recompose a perimeter with these codes, by an administrator."""

    def make(perimeter, *codes, actor=None, **options):
        return perimeters.recompose_perimeter(
            actor=actor or administrator, perimeter=perimeter, parts=[territory(code) for code in codes], **options
        )

    return make


def communes(perimeter, on=None):
    if on:
        ids = covered_on(perimeter.pk, on)
        return set(Territory.objects.filter(pk__in=ids).values_list("code", flat=True))
    return set(Closure.objects.filter(ancestor=perimeter).values_list("commune__code", flat=True))


def test_perimeter_counts_each_commune_once(compose):
    perimeter = compose("246200364", "62528", "62041")
    assert communes(perimeter) == {"62528", "62498", "62510", "59571", "62041"}
    assert perimeter.population == 6799 + 32920 + 30036 + 100 + 42600
    assert perimeter.population_year == 2023
    assert perimeter.code == "p-pays-minier"


def test_perimeter_without_population_of_a_part_says_so(compose):
    perimeter = compose("984", "62528")
    assert (perimeter.population, perimeter.communes_without_population) == (6799, 1)


def test_two_perimeters_of_one_name_have_two_codes(compose):
    assert compose("62528").code == "p-pays-minier"
    assert compose("62498").code == "p-pays-minier-2"


def test_new_composition_keeps_the_former_readable(compose, recompose):
    perimeter = compose("62528", "62498", start=date(2015, 1, 1))
    recompose(perimeter, "62498", "62041", start=date(2020, 1, 1))
    assert communes(perimeter, date(2019, 12, 31)) == {"62528", "62498"}
    assert communes(perimeter, date(2020, 1, 1)) == {"62498", "62041"}
    assert communes(perimeter) == {"62498", "62041"}
    assert communes(perimeter, date(2014, 12, 31)) == set()
    stays = Composition.objects.get(container=perimeter, part__code="62498")
    assert (stays.period.lower, stays.period.upper) == (date(2015, 1, 1), None)


def test_versions_are_listed_latest_first(compose, recompose):
    perimeter = compose("62528", start=date(2015, 1, 1), start_precision="year")
    recompose(perimeter, "62041", start=date(2020, 3, 1))
    versions = list_versions(composition_rows(perimeter))
    assert [version.words for version in versions] == [
        "depuis le 1er mars 2020",
        "depuis 2015, jusqu’au 29 février 2020",
    ]


def test_page_as_of_a_past_day_shows_the_composition_of_then(compose, recompose):
    perimeter = compose("62528", start=date(2015, 1, 1))
    perimeter = recompose(perimeter, "62041", start=date(2020, 1, 1))
    page = read_page(perimeter, day=date(2018, 5, 1), is_past=True)
    assert (page.population, page.communes_count) == (6799, 1)
    assert [part.code for group in page.groups for part in group.shown] == ["62528"]


def test_composition_that_overlaps_a_later_one_is_refused(compose, recompose):
    perimeter = compose("62528", start=date(2015, 1, 1))
    recompose(perimeter, "62041", start=date(2020, 1, 1))
    with pytest.raises(perimeters.CompositionOverlap, match="Arras, depuis le 1er janvier 2020"):
        recompose(perimeter, "62498", start=date(2018, 1, 1))
    with pytest.raises(perimeters.CompositionOverlap, match="Loos-en-Gohelle"):
        recompose(perimeter, "62498", start=date(2014, 1, 1), end=date(2016, 1, 1))


def test_composition_before_the_first_is_accepted(compose, recompose):
    perimeter = compose("62528", start=date(2015, 1, 1))
    recompose(perimeter, "62528", "62498", start=date(2010, 1, 1), end=date(2015, 1, 1))
    assert communes(perimeter, date(2012, 1, 1)) == {"62528", "62498"}
    assert communes(perimeter) == {"62528"}


def test_composition_on_the_same_day_corrects_it(compose, recompose):
    perimeter = compose("62528", "62498", start=date(2015, 1, 1))
    recompose(perimeter, "62528", "62041", start=date(2015, 1, 1))
    assert communes(perimeter, date(2015, 1, 1)) == {"62528", "62041"}


def test_composition_that_ends_before_it_starts_is_refused(compose, recompose):
    perimeter = compose("62528", start=date(2015, 1, 1))
    with pytest.raises(perimeters.PerimeterRefused, match="La fin vient avant le début"):
        recompose(perimeter, "62498", start=date(2012, 1, 1), end=date(2011, 1, 1))


def test_composition_of_unknown_date_is_attested_today(compose, recompose):
    perimeter = compose("62528")
    row = Composition.objects.get(container=perimeter)
    assert (row.period.lower, row.attested_on) == (None, TODAY)
    assert communes(perimeter) == {"62528"}
    assert communes(perimeter, date(2020, 1, 1)) == set()
    with pytest.raises(perimeters.PerimeterRefused, match="à partir de quelle date"):
        recompose(perimeter, "62498", start=None)


def test_composition_to_come_counts_from_its_day(compose, recompose, time_machine):
    perimeter = compose("62528", start=date(2015, 1, 1))
    recompose(perimeter, "62041", start=date(2027, 1, 1))
    assert communes(perimeter) == {"62528"}
    time_machine.move_to("2027-01-02T12:00:00+01:00", tick=False)
    follow(timestamp=0)
    perimeter.refresh_from_db()
    assert communes(perimeter) == {"62041"}
    assert perimeter.population == 42600


def test_database_refuses_the_same_part_twice_a_day(compose, territory):
    perimeter = compose("62528", start=date(2015, 1, 1))
    row = Composition(container=perimeter, part=territory("62528"), period=DateRange(date(2018, 1, 1), None))
    with pytest.raises(IntegrityError, match="composition_part_once_a_day"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("75112", "choisissez la commune entière"),
        ("62041-deleguee", "choisissez la commune actuelle"),
        ("FR", "communes entières"),
    ],
)
def test_parts_that_are_no_whole_communes_are_refused(compose, code, message):
    with pytest.raises(perimeters.PerimeterRefused, match=message):
        compose(code)
    assert not Territory.objects.filter(kind="perimeter").exists()


def test_perimeter_in_a_perimeter_follows_it_but_never_loops(compose, recompose):
    inner = compose("62528", name="Dedans", start=date(2015, 1, 1))
    outer = compose("p-dedans", "62041", name="Dehors", start=date(2015, 1, 1))
    recompose(inner, "62498", start=date(2020, 1, 1))
    outer.refresh_from_db()
    assert communes(outer) == {"62498", "62041"}
    assert outer.population == 32920 + 42600
    assert communes(outer, date(2016, 1, 1)) == {"62528", "62041"}
    with pytest.raises(perimeters.PerimeterRefused, match="contient déjà"):
        recompose(inner, "p-dehors", start=date(2021, 1, 1))


def test_stale_version_is_refused_and_tells_the_present_one(compose, recompose, administrator):
    perimeter = compose("62528", start=date(2015, 1, 1))
    seen = perimeter.version
    recompose(perimeter, "62041", start=date(2020, 1, 1), expected_version=seen)
    with pytest.raises(perimeters.StalePerimeter) as refusal:
        recompose(perimeter, "62498", start=date(2021, 1, 1), expected_version=seen)
    assert refusal.value.current.version == seen + 1
    with pytest.raises(perimeters.StalePerimeter):
        perimeters.rename_perimeter(
            actor=administrator, perimeter=perimeter, name="Autre", subtype="libre", expected_version=seen
        )


def test_renaming_keeps_the_code(compose, administrator):
    perimeter = compose("62528")
    renamed = perimeters.rename_perimeter(actor=administrator, perimeter=perimeter, name="Pays noir", subtype="pnr")
    assert (renamed.name, renamed.code, renamed.folded_name) == ("Pays noir", "p-pays-minier", "pays noir")


def test_steward_composes_inside_the_mandate_only(compose, recompose, steward):
    actor = steward("246200364")
    perimeter = compose("62528", "62498", actor=actor, start=date(2015, 1, 1))
    recompose(perimeter, "62510", actor=actor, start=date(2020, 1, 1))
    with pytest.raises(policies.OutOfReach):
        recompose(perimeter, "62041", actor=actor, start=date(2021, 1, 1))
    with pytest.raises(policies.OutOfReach):
        compose("62528", "62041", actor=actor, name="Trop large")
    assert not Territory.objects.filter(name="Trop large").exists()


def test_almost_allowed_steward_is_refused(compose, recompose, steward):
    neighbour = steward("200033579")
    perimeter = compose("62528", start=date(2015, 1, 1))
    assert not policies.can_edit(neighbour, perimeter)
    with pytest.raises(PermissionDenied, match="qui le contient en entier"):
        recompose(perimeter, "62041", actor=neighbour, start=date(2020, 1, 1))


def test_steward_of_a_perimeter_never_widens_it(compose, recompose, steward):
    perimeter = compose("62528", "62498", start=date(2015, 1, 1))
    actor = steward("p-pays-minier")
    assert policies.can_edit(actor, perimeter)
    with pytest.raises(policies.OutOfReach):
        recompose(perimeter, "62", actor=actor, start=date(2020, 1, 1))
    recompose(perimeter, "62528", actor=actor, start=date(2020, 1, 1))


def test_account_without_mandate_composes_nothing(compose, steward):
    with pytest.raises(PermissionDenied):
        compose("62528", actor=steward(email="sans@example.org"))


def test_listeners_hear_what_lies_elsewhere_now(compose, recompose, territory, monkeypatch):
    heard: list[frozenset[int]] = []
    monkeypatch.setattr(listeners, "_listeners", [heard.append])
    perimeter = compose("62528", start=date(2015, 1, 1))
    assert heard[-1] == {perimeter.pk, territory("62528").pk}
    recompose(perimeter, "246200364", start=date(2020, 1, 1))
    assert {territory(code).pk for code in ("62528", "62498", "246200364")} <= heard[-1]


def test_declared_territory_is_declared_once(territory):
    parts = [DeclaredPart(code="62528", start=date(2014, 1, 1), start_precision="year", source="S2")]
    for _time in range(2):
        declared = declare_territory(
            actor=None, code="p-petr", kind="perimeter", subtype="petr", name="Essai", parts=parts
        )
    assert declared.version == 1
    assert Composition.objects.filter(container=declared).count() == 1
    with pytest.raises(UnknownPart, match="99999"):
        declare_territory(actor=None, code="p-faux", kind="perimeter", name="Faux", parts=[DeclaredPart(code="99999")])


def test_former_region_holds_until_its_last_day(territory):
    parts = [DeclaredPart(code="62", start=date(1982, 1, 1), end=date(2015, 12, 31), end_precision="day")]
    region = declare_territory(
        actor=None, code="p-nord", kind="perimeter", subtype="ancienne-region", name="Nord-Pas-de-Calais", parts=parts
    )
    assert region.communes_count == 0
    assert (region.point_precision, region.latitude) == ("approximate", 50.3936)
    assert len(covered_on(region.pk, date(2015, 12, 31))) == 4
    assert covered_on(region.pk, date(2016, 1, 1)) == set()


def test_place_of_a_perimeter_never_feeds_what_is_official(territory):
    declare_territory(
        actor=None, code="p-parc", kind="perimeter", name="Parc", parts=[DeclaredPart(code="59350")], part_of=["62"]
    )
    rebuild_closure(on=TODAY)
    assert territory("62").communes_count == 4
    codes = ancestor_codes([territory("p-parc").pk])[territory("p-parc").pk]
    assert codes[0] == "p-parc"
    assert set(codes) == {"p-parc", "62", "59", "reg-32", "FR"}


def test_fictitious_communes_count_only_in_fictitious_territories(territory, compose):
    declare_territory(
        actor=None,
        code="p-exemple",
        kind="commune",
        name="Exemple",
        population=500,
        population_year=2025,
        is_fictitious=True,
    )
    val = declare_territory(
        actor=None,
        code="p-val",
        kind="perimeter",
        subtype="fictif",
        name="Val",
        is_fictitious=True,
        parts=[DeclaredPart(code="p-exemple", start=date(2018, 1, 1))],
    )
    assert (val.population, val.communes_count) == (500, 1)
    assert territory("FR").communes_count == 17
    with pytest.raises(perimeters.PerimeterRefused, match="exemple fictif"):
        compose("p-exemple")


def test_ancestor_codes_reach_the_country(territory):
    codes = ancestor_codes([territory(code).pk for code in ("62528", "75112", "246200364", "FR")])
    assert codes[territory("62528").pk][0] == "62528"
    assert set(codes[territory("62528").pk]) == {"62528", "246200364", "62", "reg-32", "FR"}
    assert {"75112", "75056", "75", "reg-11", "FR"} <= set(codes[territory("75112").pk])
    assert set(codes[territory("246200364").pk]) == {"246200364", "62", "59", "reg-32", "FR"}
    assert codes[territory("FR").pk] == ("FR",)


PARTS = [
    "62528",
    "62498",
    "62510",
    "62041",
    "59183",
    "59002",
    "98411",
    "246200364",
    "200033579",
    "200057941",
    "62",
    "reg-11",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes=st.sets(st.sampled_from(PARTS), min_size=1, max_size=6))
def test_population_is_the_sum_over_distinct_communes(compose, territory, codes):
    covered = set()
    for code in codes:
        covered |= set(Closure.objects.filter(ancestor=territory(code)).values_list("commune_id", flat=True))
    known = [each.population for each in Territory.objects.filter(pk__in=covered) if each.population is not None]
    with transaction.atomic():
        perimeter = compose(*codes)
        assert perimeter.communes_count == len(covered)
        assert perimeter.population == (sum(known) if known else None)
        assert perimeter.communes_without_population == len(covered) - len(known)
        transaction.set_rollback(True)
