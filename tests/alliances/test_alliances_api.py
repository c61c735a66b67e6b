"""The list of alliances and its twin in the API; the panels on the pages of lower apps."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from maillage.alliances.domain.alliances import create_alliance, set_stage
from maillage.alliances.panels import HOME, ORGANISATION, TERRITORY
from maillage.core.dates import Span
from maillage.organisations.domain.organisations import create_organisation
from maillage.territories.models import Territory
from maillage.themes.models import Concept, Framework

API = "/api/v1/alliances"


def make(world, name: str, place: str, start: int | None = 2010, end: int | None = None, **changes):
    period = DateRange(date(start, 1, 1), date(end, 1, 1) if end else None) if start else None
    return create_alliance(
        actor=None,
        changes={
            "name": name,
            "purpose": "Agir.",
            "territory": Territory.objects.get(code=place),
            "span": Span(period, "year" if start else "unknown", "year" if end else "unknown"),
            **changes,
        },
        organisations=[world.public],
        attested_on=date(2019, 6, 26),
    )


@pytest.fixture
def several(world):
    """Alliances here, around, elsewhere, over, undated; "École et métiers" is on the basin."""
    return [
        make(world, "Ici", "62528"),
        make(world, "Autour", "62"),
        make(world, "À côté", "62498"),
        make(world, "Finie", "62528", 2005, 2012),
        make(world, "Sans date", "62528", None),
    ]


def names(world, query: str = "", visitor: str = "anonymous") -> list[str]:
    answer = world.clients[visitor].get(f"{API}{query}")
    assert answer.status_code == 200, answer.content
    assert answer.json()["total"] == len(answer.json()["hits"])
    return [hit["name"] for hit in answer.json()["hits"]]


def test_list_holds_what_the_reader_may_see(world, several):
    everyone = ["À côté", "Autour", "École et métiers", "Finie", "Ici", "Sans date"]
    assert sorted(names(world)) == sorted(everyone)
    assert sorted(names(world, visitor="neighbour")) == sorted(everyone)
    assert sorted(names(world, visitor="member")) == sorted([*everyone, "Pacte discret"])
    page = world.clients["anonymous"].get("/alliances/").content.decode()
    assert all(name in page for name in everyone)
    assert "6\u00a0alliances" in page


def test_territory_keeps_what_touches_it(world, several):
    assert set(names(world, "?territory=62528")) == {"Ici", "Autour", "École et métiers", "Finie", "Sans date"}
    assert set(names(world, "?territory=62498")) == {"À côté", "Autour"}
    assert set(names(world, "?territory=Lens")) == {"À côté", "Autour"}
    assert len(names(world, "?territory=FR")) == 6


def test_day_keeps_what_was_in_force(world, several):
    assert set(names(world, "?as_of=2011-06-01")) == {"Ici", "Autour", "À côté", "Finie"}
    assert set(names(world, "?as_of=2019-12-01")) == {"Ici", "Autour", "À côté", "Sans date"}
    page = world.clients["anonymous"].get("/alliances/?le=2011-06-01").content.decode()
    assert "Vous regardez les alliances" in page
    assert "2 autres alliances dont on ne sait pas" in page


def test_stage_is_that_of_the_day(world, several):
    for stage, year in (("prototype", 2011), ("spreading", 2015)):
        set_stage(actor=None, alliance=several[0], stage=stage, reached_on=date(year, 1, 1), precision="year")
    assert names(world, "?stage=spreading") == ["Ici"]
    assert names(world, "?stage=prototype") == []
    assert names(world, "?stage=prototype&as_of=2012-01-01") == ["Ici"]


def test_theme_world_and_organisation_narrow(world, several):
    framework = Framework.objects.create(
        slug="domaines", version="1", title="x", source="x", licence="x", status="draft", is_current=True, digest="d",
        loaded_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    theme = Concept.objects.create(framework=framework, code="emploi", label="Emploi", order=1)
    make(world, "Sur l’emploi", "62498", topics=[theme])
    assert names(world, "?theme=emploi") == ["Sur l’emploi"]
    assert len(names(world, "?world=public")) == 6
    assert names(world, "?world=academique") == []
    assert names(world, "?organisation=voisine-de-lens") == ["École et métiers"]


@pytest.mark.parametrize(
    "query",
    [
        "territory=99999",
        "theme=inconnu",
        "world=inconnu",
        "stage=inconnu",
        "as_of=hier",
        "as_of=2200-01-01",
        "page=zero",
        "page=0",
        "organisation=absente",
        "territory=%00",
    ],
)
def test_parameter_that_means_nothing_is_said(world, query):
    answer = world.clients["anonymous"].get(f"{API}?{query}")
    if query == "territory=%00":
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert query.partition("=")[0] in answer.json()["parameters"]
    page = world.clients["anonymous"].get(f"/alliances/?{query.replace('as_of', 'le')}")
    assert page.status_code == 200


def test_hidden_organisation_is_as_unknown_as_an_absent_one(world):
    hidden = world.clients["anonymous"].get(f"{API}?organisation={world.stewards_only.slug}")
    assert hidden.status_code == 400
    assert "Aucune organisation visible" in hidden.json()["parameters"]["organisation"]


def test_list_is_paginated(world):
    for number in range(21):
        make(world, f"Alliance {number:02}", "62528")
    answer = world.clients["anonymous"].get(f"{API}?page=2").json()
    assert (answer["total"], answer["page"], answer["pages"], len(answer["hits"])) == (22, 2, 2, 2)
    page = world.clients["anonymous"].get("/alliances/?page=2&world=public").content.decode()
    assert "page=1" not in page
    assert 'rel="prev"' in page


def test_list_asks_as_much_for_one_as_for_three(world):
    counts = []
    for number in range(3):
        make(world, f"Alliance {number}", "62528")
        with CaptureQueriesContext(connection) as captured:
            world.clients["anonymous"].get("/alliances/")
        counts.append(len(captured))
    assert counts[0] == counts[2]


def test_one_alliance_of_a_day(world, several):
    key = several[3].public_id
    now = world.clients["anonymous"].get(f"{API}/{key}").json()
    assert (now["in_force"], now["until"], now["until_precision"]) == (False, "2012-01-01", "year")
    then = world.clients["anonymous"].get(f"{API}/{key}?as_of=2008-01-01").json()
    assert (then["as_of"], then["in_force"]) == ("2008-01-01", True)
    bad = world.clients["anonymous"].get(f"{API}/{key}?as_of=hier")
    assert bad.status_code == 400


class Reader:
    """A request with its reader, as a panel receives it."""

    def __init__(self, user):
        self.user = user


def test_panels_show_and_count_what_the_reader_may_see_in_two_queries(world, several):
    from django.contrib.auth.models import AnonymousUser

    stranger, member = Reader(AnonymousUser()), Reader(world.users["member"])
    cases = [
        (TERRITORY, Territory.objects.get(code="62528"), 4, 5),
        (ORGANISATION, world.public, 5, 6),
        (HOME, None, 6, 7),
    ]
    for panel, subject, seen_by_all, seen_by_partners in cases:
        with CaptureQueriesContext(connection) as captured:
            shown = panel.selector(stranger, subject)
        assert len(captured) <= 2, panel.name
        assert shown["total"] == seen_by_all
        assert panel.selector(member, subject)["total"] == seen_by_partners


def test_pages_of_lower_apps_show_alliances(world, several):
    client = world.clients["anonymous"]
    assert "Alliances ici" in client.get("/territoires/62528-loos-en-gohelle/").content.decode()
    assert "Ses alliances" in client.get("/organisations/atelier-public/").content.decode()
    home = client.get("/").content.decode()
    assert "Dernières alliances" in home
    assert 'href="/alliances/"' in home
    lonely = create_organisation(actor=None, changes={"name": "Seule"})
    assert "Ses alliances" not in client.get(lonely.get_absolute_url()).content.decode()
