"""Five kinds of visitor before one small network.

Nobody, a member of an organisation, a neighbour who is almost allowed everywhere (member of another organisation, on
another territory), the steward of the territory, an administrator.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from maillage.accounts.domain.creation import create_account, grant_administration
from maillage.accounts.models import User
from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.models import Alliance
from maillage.core import clock
from maillage.core.text import fold, slug
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.domain.rights import appoint_steward, grant_membership
from maillage.organisations.models import Organisation
from maillage.search import indexing
from maillage.territories.domain.closure import rebuild_closure
from maillage.territories.models import Composition, PostalCode, Territory
from maillage.themes.models import Concept, Framework
from tests.snapshot import make_once

VISITORS = ("anonymous", "member", "neighbour", "steward", "administrator")
START = date(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the visitors find: organisations of three audiences on a territory, one elsewhere, two alliances."""

    clients: dict[str, Client]
    users: dict[str, User]
    public: Organisation
    members_only: Organisation
    stewards_only: Organisation
    elsewhere: Organisation
    perimeter: Territory
    mandate: uuid.UUID
    alliance: Alliance
    partners_alliance: Alliance


def territory(kind: str, code: str, name: str, **fields) -> Territory:
    return Territory.objects.create(
        kind=kind,
        code=code,
        official_code=fields.pop("official_code", code),
        name=name,
        folded_name=fold(name),
        slug=slug(name),
        **fields,
    )


def compose(container: Territory, *parts: Territory) -> None:
    for part in parts:
        Composition.objects.create(
            container=container, part=part, period=DateRange(None, None), is_official=True, attested_on=START
        )


def account(email: str) -> User:
    user = create_account(actor=None, email=email, display_name=email.partition("@")[0].title())
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


@pytest.fixture
def world(db, settings, tmp_path, tmp_path_factory) -> World:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    made, cookies = make_once(
        "world", _make_world, folder=tmp_path / "index", keep=tmp_path_factory.getbasetemp() / "world"
    )
    for name in VISITORS:
        made.clients[name] = Client()
        made.clients[name].cookies = cookies[name]
    return made


def _make_world() -> tuple[World, dict[str, SimpleCookie]]:
    """Write the world and its index; the visitors' clients remain to be made, with these cookies."""
    country = territory("country", "FR", "France")
    region = territory("region", "reg-32", "Hauts-de-France", official_code="32")
    departement = territory("departement", "62", "Pas-de-Calais")
    here = territory(
        "commune", "62528", "Loos-en-Gohelle", population=6799, population_year=2023, latitude=50.45, longitude=2.79
    )
    there = territory(
        "commune", "62498", "Lens", population=32920, population_year=2023, latitude=50.43, longitude=2.83
    )
    perimeter = territory("perimeter", "p-bassin", "Bassin d’essai", official_code="", subtype="libre")
    PostalCode.objects.create(code="62750", commune=here)
    compose(departement, here, there)
    compose(region, departement)
    compose(country, region)
    compose(perimeter, here)
    rebuild_closure(on=clock.today())
    framework = Framework.objects.create(
        slug="odd",
        version="2015",
        title="ODD",
        source="ONU",
        licence="libre",
        status="official",
        is_current=True,
        digest="x",
        loaded_at=clock.now(),
    )
    Concept.objects.create(framework=framework, code="17", label="Partenariats", order=1)
    users = {name: account(f"{name}@example.org") for name in VISITORS[1:]}
    grant_administration(actor=None, user=users["administrator"])
    public, members_only, stewards_only, elsewhere = (
        create_organisation(
            actor=None,
            changes={
                "name": name,
                "world": "public",
                "seat": seat,
                "seat_status": "stated",
                "audience": audience,
                "territories": [seat],
            },
        )
        for name, seat, audience in (
            ("Atelier public", here, "public"),
            ("Cercle réservé", here, "members"),
            ("Dossier confié", here, "stewards"),
            ("Voisine de Lens", there, "public"),
        )
    )
    grant_membership(actor=None, organisation=public, user=users["member"], role="administrator", start=START)
    grant_membership(actor=None, organisation=elsewhere, user=users["neighbour"], role="administrator", start=START)
    mandate = appoint_steward(actor=None, user=users["steward"], territory=perimeter, start=START)
    alliance = create_alliance(
        actor=users["member"],
        changes={"name": "École et métiers", "purpose": "Rapprocher l’école et le travail.", "territory": perimeter},
        organisations=[public, elsewhere],
    )
    partners_alliance = create_alliance(
        actor=users["member"],
        changes={
            "name": "Pacte discret",
            "purpose": "Préparer en silence la reprise du site.",
            "territory": perimeter,
            "audience": "partners",
        },
        organisations=[public, members_only],
    )
    indexing.rebuild()
    signed_in = {name: Client() for name in VISITORS}
    for name, user in users.items():
        signed_in[name].force_login(user)
    made = World(
        clients={},
        users=users,
        public=public,
        members_only=members_only,
        stewards_only=stewards_only,
        elsewhere=elsewhere,
        perimeter=perimeter,
        mandate=mandate.public_id,
        alliance=alliance,
        partners_alliance=partners_alliance,
    )
    return made, {name: client.cookies for name, client in signed_in.items()}
