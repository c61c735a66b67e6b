"""The demonstration network loads whole, once, through the domain functions."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from maillage.accounts.models import User
from maillage.alliances.models import Alliance, Commitment, InvolvedPerson, Milestone, Participation, Relation
from maillage.alliances.network.graph import LARGEST
from maillage.core import clock
from maillage.core.text import fold, slug
from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.models import Catalyst, Organisation, PublicRole, Resource
from maillage.portal.demonstration.documents import Documents
from maillage.portal.demonstration.loading import load_demonstration
from maillage.territories.domain.closure import rebuild_closure
from maillage.territories.enums import Kind
from maillage.territories.models import Composition, Territory
from tests.snapshot import make_once


def kind_of(code: str) -> Kind:
    if code.startswith("reg-"):
        return Kind.REGION
    if code == "FR":
        return Kind.COUNTRY
    return {2: Kind.DEPARTEMENT, 3: Kind.DEPARTEMENT, 9: Kind.EPCI}.get(len(code), Kind.COMMUNE)


@pytest.fixture
def geography(db, settings, tmp_path) -> None:
    """Every official code that the documents name, in a country."""
    settings.DATA_DIR = tmp_path
    write_geography()


def write_geography() -> None:
    documents = Documents()
    rows = [*documents.organisations, *documents.fictitious["organisations"]]
    codes = {code for row in rows for code in [row["seat"], *row["acts_in"]] if code}
    codes |= {row["catalyst"]["place"]["commune"] for row in rows if row["catalyst"] and row["catalyst"]["place"]}
    codes |= {part["code"] for row in documents.territories for part in row["parts"]}
    codes |= {code for row in documents.territories for code in row["part_of"]}
    official = {code for code in codes if code and not code.startswith(("p-", "pays-", "etr-"))} | {"FR"}
    territories = Territory.objects.bulk_create(
        Territory(
            kind=kind_of(code), code=code, official_code=code, name=f"Nom {code}", folded_name=fold(f"Nom {code}"),
            slug=slug(f"Nom {code}"),
        )
        for code in sorted(official)
    )  # fmt: skip
    country = next(each for each in territories if each.code == "FR")
    Composition.objects.bulk_create(
        Composition(container=country, part=each, period=DateRange(None, None), is_official=True)
        for each in territories
        if each.kind == Kind.COMMUNE
    )
    rebuild_closure(on=clock.today())
    call_command("load_frameworks", stdout=StringIO())


def load(tmp_path) -> list[str]:
    said: list[str] = []
    load_demonstration(password_file=tmp_path / "demo-password", progress=said.append)
    return said


@pytest.fixture
def network(db, settings, tmp_path, tmp_path_factory) -> None:
    """The network as one load leaves it, in that geography; what it leaves is put back for the tests that follow."""
    settings.DATA_DIR = tmp_path

    def make() -> None:
        write_geography()
        load(tmp_path)

    make_once("network", make, folder=tmp_path, keep=tmp_path_factory.getbasetemp() / "network")


def expected_links(documents: Documents) -> dict[type[Model], int]:
    alliances = [*documents.alliances, *documents.fictitious["alliances"]]
    return {
        Alliance: len(alliances),
        Participation: sum(len(row["participants"]) for row in alliances),
        Milestone: sum(len(row["milestones"]) for row in alliances),
        Commitment: sum(len(row["commitments"]) for row in alliances),
        Relation: len(documents.relations) + len(documents.fictitious["relations"]),
        Resource: len(documents.fictitious["resources"]),
    }


def test_network_loads_whole_and_once(network, tmp_path):
    documents = Documents()
    expected = expected_links(documents)
    assert {model: model._default_manager.count() for model in expected} == expected
    real, invented = documents.organisations, documents.fictitious["organisations"]
    assert Organisation.objects.count() == len(real) + len(invented)
    assert Organisation.objects.filter(is_fictitious=True).count() == len(invented)
    assert Catalyst.objects.count() == sum(bool(row["catalyst"]) for row in [*real, *invented])
    assert not Organisation.objects.filter(sources__isnull=True).exists()
    assert set(PublicRole.objects.values_list("organisation__is_fictitious", flat=True)) == {True}
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where args->>'kind' = 'organisation'")
        assert cursor.fetchone()[0] == 1
    renamed = Organisation.objects.order_by("pk").first()
    assert renamed is not None
    update_organisation(actor=None, organisation=renamed, version=renamed.version, changes={"name": "Corrigé"})
    said = load(tmp_path)
    assert said[1].startswith("0 organisations")
    assert said[2] == "0 alliances, 0 participations, 0 relations entre organisations."
    assert {model: model._default_manager.count() for model in expected} == expected
    assert Organisation.objects.filter(name="Corrigé").count() == 1


def test_links_are_told_as_the_documents_do(network):
    real = Participation.objects.filter(alliance__is_fictitious=False)
    assert set(real.values_list("state", flat=True)) == {"declared"}
    for rows in (Participation.objects, Milestone.objects, Relation.objects):
        assert not rows.filter(source="").exists()
    assert not Alliance.objects.filter(sources__isnull=True).exists()
    assert set(InvolvedPerson.objects.values_list("participation__alliance__is_fictitious", flat=True)) == {True}
    taking_part = real.get(alliance__name="Sylver Geek", organisation__name="Solidatech")
    assert (taking_part.period, taking_part.attested_on) == (None, date(2016, 9, 6))
    town = real.get(organisation__name="Commune de Saint-Maurice")
    assert town.attested_on == date(2016, 1, 19), "the oldest of the documents that tell of it"
    created = Relation.objects.get(from_organisation__name="Alsace Active", kind="created")
    assert (created.period, created.start_precision) == (DateRange(date(2012, 1, 1), None), "year")
    meeting = Alliance.objects.get(name="Rencontres annuelles des pionniers")
    assert meeting.participations.in_force(date(2019, 6, 26)).count() > LARGEST, "a crowd, not drawn tie by tie"
    assert meeting.participations.in_force(date(2019, 6, 27)).count() == 1


def test_invented_links_show_what_parties_answer_and_who_may_read(network):
    shared = Alliance.objects.get(name__startswith="Mobilités partagées")
    states = dict(shared.participations.values_list("organisation__name", "state"))
    assert {state for name, state in states.items() if "Chaire" in name} == {"contested"}
    assert sorted(set(states.values())) == ["confirmed", "contested", "declared", "silent"]
    gone = shared.participations.get(organisation__name__startswith="Ateliers")
    assert (gone.period.upper, bool(gone.leaving_reason)) == (date(2021, 7, 1), True)
    assert shared.commitments.get(state="renegotiated").replaced_by.state == "open"
    charter = shared.charters.get()
    assert [each["text"] for each in charter.commitments if each["name"].startswith("La Navette")] == [
        "Publier le bilan de l’année, réussites et difficultés comprises"
    ]
    assert charter.agreements.count() == 3
    seen = {
        user.email.partition("@")[0]: set(Alliance.objects.visible_to(user).values_list("audience", flat=True))
        for user in User.objects.all()
    }
    assert seen["membre"] == {"public", "members", "partners"}
    assert seen["voisin"] == {"public", "members"}


def test_accounts_have_the_rights_of_their_role(network, tmp_path, client):
    password = (tmp_path / "demo-password").read_text().strip()
    assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600
    users = {user.email.partition("@")[0]: user for user in User.objects.all()}
    assert set(users) == {"membre", "voisin", "animation", "administration"}
    assert users["administration"].is_administrator
    assert users["animation"].mandates.get().territory.code == "p-val-d-exemple"
    assert users["membre"].memberships.get().organisation != users["voisin"].memberships.get().organisation
    assert client.post("/connexion/", {"login": "membre@example.org", "password": password}).status_code == 302
    assert "Navette" in client.get("/mon-espace/").content.decode()
    client.force_login(users["animation"])
    inside, outside = (Organisation.objects.get(name__startswith=name) for name in ("La Navette", "Ressourcerie de V"))
    assert client.get(f"/organisations/{inside.slug}/modifier/").status_code == 200
    assert client.get(f"/organisations/{outside.slug}/modifier/").status_code == 403


def test_command_says_what_is_missing(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match=r"géographie"):
        call_command("load_demonstration", stdout=StringIO())
    assert not Organisation.objects.exists()


def test_command_prints_the_password_once(geography, settings, tmp_path):
    first, second = StringIO(), StringIO()
    call_command("load_demonstration", stdout=first)
    call_command("load_demonstration", stdout=second)
    password = (settings.DATA_DIR / "demo-password").read_text().strip()
    assert password in first.getvalue()
    assert password not in second.getvalue()
