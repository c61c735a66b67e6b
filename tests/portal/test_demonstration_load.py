"""The demonstration network loads whole, once, through the domain functions."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.accounts.models import User
from maillage.core import clock
from maillage.core.text import fold, slug
from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.models import Catalyst, Organisation, PublicRole
from maillage.portal.demonstration.documents import Documents
from maillage.portal.demonstration.loading import load_demonstration
from maillage.territories.domain.closure import rebuild_closure
from maillage.territories.enums import Kind
from maillage.territories.models import Composition, Territory


def kind_of(code: str) -> Kind:
    if code.startswith("reg-"):
        return Kind.REGION
    if code == "FR":
        return Kind.COUNTRY
    return {2: Kind.DEPARTEMENT, 3: Kind.DEPARTEMENT, 9: Kind.EPCI}.get(len(code), Kind.COMMUNE)


@pytest.fixture
def geography(db, settings, tmp_path):
    """Every official code that the documents name, in a country."""
    settings.DATA_DIR = tmp_path
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
    return official


def load(tmp_path) -> list[str]:
    said: list[str] = []
    load_demonstration(password_file=tmp_path / "demo-password", progress=said.append)
    return said


def test_network_loads_whole_and_once(geography, tmp_path):
    documents = Documents()
    load(tmp_path)
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
    assert Organisation.objects.filter(name="Corrigé").count() == 1


def test_accounts_have_the_rights_of_their_role(geography, tmp_path, client):
    load(tmp_path)
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
