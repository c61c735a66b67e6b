"""An erased person is no longer named in free texts, nor in the history; nobody else's words are touched."""

from datetime import date

import pytest
from django.utils import timezone
from pghistory.models import Context

from maillage.accounts.domain.creation import create_account
from maillage.accounts.domain.erasure import describe_erasure, erase_account
from maillage.accounts.domain.scrubbing import Mentions
from maillage.organisations.domain.details import add_source, remove_source
from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.domain.people import present_volunteer, withdraw_consent
from maillage.organisations.domain.rights import grant_membership
from maillage.organisations.models import Organisation, OrganisationSource
from maillage.territories.models import Territory
from tests.organisations.conftest import make_organisation

ADDRESS = "camille.durand@example.org"
SCRUBBED = "Menée par personne effacée (personne effacée)."


@pytest.fixture
def camille(organisation):
    user = create_account(actor=None, email=ADDRESS, display_name="Camille Durand")
    grant_membership(actor=None, organisation=organisation, user=user, role="contributor", start=date(2020, 1, 1))
    return user


def describe(organisation, text, **more) -> None:
    current = Organisation.objects.get(pk=organisation.pk)
    update_organisation(
        actor=more.pop("actor", None),
        organisation=current,
        version=current.version,
        changes={"description": text},
        **more,
    )


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Avec Camille Durand.", "Avec personne effacée."),
        ("CAMILLE  DURÂND, DURAND Camille", "personne effacée, personne effacée"),
        ("Écrire à Camille.Durand@Example.org, merci", "Écrire à personne effacée, merci"),
        ("Camille Durandal et Camille, non", "Camille Durandal et Camille, non"),
        ("pas-camille.durand@example.org ni camille.durand@example.org.fr", None),
        ("L’œuvre de Camille Durand", "L’œuvre de personne effacée"),
        ("Cami\u0301lle Durand\u0301 !", "personne effacée !"),
    ],
)
def test_only_whole_names_and_addresses_are_hidden(text, hidden):
    mentions = Mentions(names=["Camille Durand"] if hidden else [], addresses=[ADDRESS])
    assert mentions.hide(text) == (hidden or text)


def test_first_name_alone_is_nobody():
    assert Mentions(names=["Camille"]).hide("Camille Claudel") == "Camille Claudel"


def test_erased_account_is_named_nowhere(camille, organisation):
    describe(organisation, f"Menée par Camille Durand ({ADDRESS}).", reason="Relu par Camille Durand")
    source = add_source(actor=camille, organisation=organisation, title="Entretien avec Camille Durand")
    gone = add_source(actor=None, organisation=organisation, title="Notes de Camille Durand")
    remove_source(actor=None, source=gone)
    erase_account(actor=None, user=camille)
    organisation.refresh_from_db()
    source.refresh_from_db()
    assert organisation.description == SCRUBBED
    assert source.title == "Entretien avec personne effacée"
    kept = [
        *Organisation.pgh_event_model.objects.values_list("description", flat=True),
        *OrganisationSource.pgh_event_model.objects.values_list("title", flat=True),
        *(str(context.metadata) for context in Context.objects.all()),
    ]
    assert "Relu par personne effacée" in " ".join(kept)
    assert not [text for text in kept if "Durand" in text or ADDRESS in text]


def test_open_form_is_stale_after_a_text_was_scrubbed(camille, organisation):
    describe(organisation, "Avec Camille Durand")
    erase_account(actor=None, user=camille)
    assert Organisation.objects.get(pk=organisation.pk).version == 3


def test_address_is_erased_everywhere_and_a_name_only_around_the_person(camille, ground):
    named = make_organisation("Loin", description="Hommage à Camille Durand")
    written = make_organisation("Près", description=f"Écrire à {ADDRESS}", contact_email=ADDRESS)
    erase_account(actor=None, user=camille)
    named.refresh_from_db()
    written.refresh_from_db()
    assert named.description == "Hommage à Camille Durand"
    assert (written.description, written.contact_email) == ("Écrire à personne effacée", "")


def test_name_taken_by_an_account_does_not_empty_the_texts_of_others(ground, organisation):
    vandal = create_account(actor=None, email="x@example.org", display_name="Loos en Gohelle")
    describe(organisation, "À Loos-en-Gohelle")
    erase_account(actor=None, user=vandal)
    assert Organisation.objects.get(pk=organisation.pk).description == "À Loos-en-Gohelle"


def test_name_is_erased_where_the_person_wrote(camille, ground):
    elsewhere = make_organisation("Ailleurs", seat=ground.strasbourg)
    describe(elsewhere, "Vu par Camille Durand", actor=camille)
    erase_account(actor=None, user=camille)
    elsewhere.refresh_from_db()
    assert elsewhere.description == "Vu par personne effacée"


def test_perimeters_are_scrubbed_too(camille, ground):
    Territory.objects.filter(pk=ground.epci.pk).update(note=f"Selon {ADDRESS}")
    erase_account(actor=None, user=camille)
    assert Territory.objects.get(pk=ground.epci.pk).note == "Selon personne effacée"


def test_sources_that_become_the_same_are_one(camille, organisation):
    for title in ("Dit par Camille Durand", "Dit par CAMILLE DURAND"):
        add_source(actor=None, organisation=organisation, title=title)
    erase_account(actor=None, user=camille)
    assert organisation.sources.get().title == "Dit par personne effacée"


def test_longer_text_is_cut_rather_than_refused(organisation):
    short = create_account(actor=None, email="a@example.org", display_name="A B")
    grant_membership(actor=None, organisation=organisation, user=short, role="contributor", start=date(2020, 1, 1))
    update_organisation(actor=None, organisation=organisation, version=1, changes={"summary": "x" * 296 + " A B"})
    erase_account(actor=None, user=short)
    assert Organisation.objects.get(pk=organisation.pk).summary == "x" * 296 + " per"


def test_withdrawn_consent_scrubs_the_texts_of_that_organisation_only(organisation):
    other = make_organisation("Autre", description="Avec Dominique Martin")
    describe(organisation, "Avec Dominique Martin")
    role = present_volunteer(
        actor=None,
        organisation=organisation,
        person_name="Dominique Martin",
        function="Trésor, avec Dominique Martin",
        consent_given_at=timezone.now(),
    )
    withdraw_consent(actor=None, role=role, now=timezone.now())
    role.refresh_from_db()
    assert Organisation.objects.get(pk=organisation.pk).description == "Avec personne effacée"
    assert (role.person_name, role.function) == ("", "Trésor, avec personne effacée")
    other.refresh_from_db()
    assert other.description == "Avec Dominique Martin"


def test_erasure_is_told_beforehand(camille, organisation):
    describe(organisation, "Avec Camille Durand")
    label = "Textes où votre nom complet ou votre adresse devient « personne effacée »"
    assert {fate.label: fate.erased for fate in describe_erasure(camille)}[label] == 1
