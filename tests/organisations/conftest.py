"""A small ground, people with each kind of right, and organisations to act on."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from maillage.accounts.domain.creation import create_account, grant_administration
from maillage.accounts.models import User
from maillage.core import clock
from maillage.core.text import fold, slug
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.domain.rights import appoint_steward, grant_membership
from maillage.organisations.models import Organisation
from maillage.territories.domain.closure import rebuild_closure
from maillage.territories.models import Composition, PostalCode, Territory
from maillage.themes.models import Concept, Framework

START = date(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Two communes of Pas-de-Calais, one of Bas-Rhin, and what holds them."""

    country: Territory
    departement: Territory
    epci: Territory
    loos: Territory
    lens: Territory
    strasbourg: Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One of each kind; the neighbour is almost allowed: a contributor elsewhere."""

    contributor: User
    manager: User
    neighbour: User
    steward: User
    administrator: User
    nobody: User


def territory(kind: str, code: str, name: str, **fields) -> Territory:
    fields = {"official_code": code, "folded_name": fold(name), "slug": slug(name), **fields}
    return Territory.objects.create(kind=kind, code=code, name=name, **fields)


def compose(container: Territory, *parts: Territory) -> None:
    for part in parts:
        Composition.objects.create(
            container=container, part=part, period=DateRange(None, None), is_official=True, attested_on=START
        )


def framework(name: str, *codes: str, **narrower: tuple[str, ...]) -> None:
    loaded = Framework.objects.create(
        slug=name, version="1", title=name, source="essai", licence="libre", status="draft", is_current=True,
        digest="x", loaded_at=clock.now(),
    )  # fmt: skip
    order = 0
    for code in codes:
        order += 1
        broader = Concept.objects.create(framework=loaded, code=code, label=f"Libellé {code}", order=order)
        for each in narrower.get(code, ()):
            order += 1
            Concept.objects.create(framework=loaded, code=each, label=f"Activité {each}", broader=broader, order=order)


def concept(name: str, code: str) -> Concept:
    return Concept.objects.current(name).get(code=code)


def make_organisation(name: str = "Atelier public", **changes) -> Organisation:
    return create_organisation(actor=None, changes={"name": name, "world": "public", **changes})


@pytest.fixture
def ground(db) -> Ground:
    points = {"point_precision": "exact"}
    country = territory("country", "FR", "France")
    departement = territory("departement", "62", "Pas-de-Calais", liaison=2)
    rhine = territory("departement", "67", "Bas-Rhin")
    epci = territory("epci", "246200364", "Lens-Liévin", type_label="CA")
    loos = territory("commune", "62528", "Loos-en-Gohelle", latitude=50.45, longitude=2.79, population=6799, **points)
    lens = territory("commune", "62498", "Lens", latitude=50.43, longitude=2.83, population=32920, **points)
    arras = territory("commune", "62041", "Arras", latitude=50.29, longitude=2.77, population=42600, **points)
    strasbourg = territory("commune", "67482", "Strasbourg", latitude=48.57, longitude=7.75, **points)
    PostalCode.objects.create(code="62750", commune=loos)
    compose(epci, loos, lens)
    compose(departement, loos, lens, arras)
    compose(rhine, strasbourg)
    compose(country, departement, rhine)
    rebuild_closure(on=clock.today())
    framework("odd", "8", "17")
    framework("domaines", "mobilite", "emploi")
    framework("metiers", "accompagnements", "gestion", accompagnements=("9", "10"), gestion=("13",))
    framework("formes-juridiques", "association", "collectif")
    return Ground(country=country, departement=departement, epci=epci, loos=loos, lens=lens, strasbourg=strasbourg)


@pytest.fixture
def organisation(ground: Ground) -> Organisation:
    """Seated in Loos, acting there, public."""
    return make_organisation(seat=ground.loos, territories=[ground.loos])


@pytest.fixture
def people(ground: Ground, organisation: Organisation) -> People:
    names = ("contributor", "manager", "neighbour", "steward", "administrator", "nobody")
    users = {name: create_account(actor=None, email=f"{name}@example.org", display_name=name.title()) for name in names}
    elsewhere = make_organisation("Voisine de Strasbourg", seat=ground.strasbourg)
    grant_membership(actor=None, organisation=organisation, user=users["contributor"], role="contributor", start=START)
    grant_membership(actor=None, organisation=organisation, user=users["manager"], role="administrator", start=START)
    grant_membership(actor=None, organisation=elsewhere, user=users["neighbour"], role="administrator", start=START)
    appoint_steward(actor=None, user=users["steward"], territory=ground.epci, start=START)
    grant_administration(actor=None, user=users["administrator"])
    return People(**users)


@pytest.fixture
def sign_in(client: Client):
    """Sign a person in, and give the client."""

    def sign(user: User) -> Client:
        client.force_login(user)
        return client

    return sign
