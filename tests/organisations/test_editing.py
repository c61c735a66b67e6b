"""Forms: what is refused says why, loses nothing, and has the right status."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.models import Organisation
from maillage.organisations.views.sections import SECTIONS
from tests.organisations.conftest import make_organisation

NEW = "/organisations/nouvelle/"


def section(organisation, name: str) -> str:
    return f"/organisations/{organisation.slug}/modifier/{name}/"


@pytest.fixture
def contributor(people, sign_in):
    return sign_in(people.contributor)


def test_adding_with_a_name_and_a_seat(contributor, ground):
    answer = contributor.post(NEW, {"name": "Jardin", "world": "public", "seat": "62750"})
    organisation = Organisation.objects.get(name="Jardin")
    assert (answer.status_code, answer["Location"]) == (302, "/organisations/jardin/modifier/")
    assert organisation.seat == ground.loos


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "x" * 3000}, "300 au plus"),
        ({"name": "🌱" * 10}, "pas seulement des symboles"),
        ({"name": ""}, "obligatoire"),
        ({"name": "Jardin\x00"}, "nul"),
        ({"seat": "20004"}, "2A ou 2B"),
        ({"seat": "Nulle-Part"}, "Aucune commune de ce nom"),
        ({"summary": "x" * 301}, "301 caractères"),
        ({"website": "pas une adresse"}, "URL valide"),
        ({"world": "autre"}, "autre"),
    ],
)
def test_adding_refuses_and_keeps_what_was_typed(contributor, typed, words):
    answer = contributor.post(NEW, {"name": "Jardin", "world": "public", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    value = next(iter(typed.values()))
    assert value.replace("\x00", "") in page.replace("\x00", "")
    assert not Organisation.objects.filter(name="Jardin").exists()


def test_adding_shows_twins_first(contributor, organisation):
    answer = contributor.post(NEW, {"name": "ATELIER  public", "world": "public"})
    assert answer.status_code == 422
    assert "Est-ce l’une de celles-ci" in answer.content.decode()
    contributor.post(NEW, {"name": "ATELIER  public", "world": "public", "is_other": "on"})
    assert Organisation.objects.filter(name="ATELIER public").count() == 1


def test_adding_never_tells_of_hidden_twins(contributor, ground):
    make_organisation("Dossier confié", audience="stewards", seat=ground.strasbourg)
    assert contributor.post(NEW, {"name": "Dossier confié", "world": "public"}).status_code == 302


def test_adding_is_refused_without_a_role(people, sign_in):
    assert sign_in(people.nobody).get(NEW).status_code == 403


def test_adding_knows_the_territory_it_comes_from(contributor):
    assert "62528 Loos-en-Gohelle" in contributor.get(f"{NEW}?territoire=62528").content.decode()


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_every_section_opens_and_is_refused_to_neighbours(people, sign_in, organisation, name):
    assert sign_in(people.contributor).get(section(organisation, name)).status_code == 200
    assert sign_in(people.neighbour).get(section(organisation, name)).status_code == 403


@pytest.mark.parametrize("name", sorted(set(SECTIONS) - {"noms", "sources", "besoins"}))
def test_saving_what_is_shown_changes_nothing(contributor, organisation, name):
    form = contributor.get(section(organisation, name)).context["form"]
    shown = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    answer = contributor.post(section(organisation, name), shown)
    assert answer.status_code == 302, answer.context["form"].errors
    organisation.refresh_from_db()
    assert organisation.version == 1


def test_unknown_section_is_absent(contributor, organisation):
    assert contributor.get(section(organisation, "autre")).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("reperes", {"siret": "73282932000075"}, "clé"),
        ("reperes", {"siret": "35600000049838"}, "La Poste"),
        ("reperes", {"siren": "732829320", "siret": "35600000000048"}, "n’appartient pas"),
        ("reperes", {"rna": "W12"}, "RNA"),
        ("reperes", {"local_register_number": "1", "local_register_court": "Metz"}, "n’existe que dans"),
        ("lieux", {"latitude": "abc", "longitude": "2"}, "nombre en degrés"),
        ("lieux", {"seat": "62528", "latitude": "2,79", "longitude": "50,45"}, "inversées"),
        ("lieux", {"seat": "62528", "latitude": "48,57", "longitude": "7,75"}, "hors du département"),
        ("lieux", {"territories": "62528\nNulle-Part"}, "« Nulle-Part »"),
        ("contact", {"contact_email": "non"}, "adresse"),
        ("contact", {"contact_phone": "appelez-moi"}, "numéro de téléphone"),
        ("themes", {"themes": ["inconnu"]}, "inconnu"),
        ("diffusion", {"audience": "partners"}, "partners"),
        ("catalyse", {"is_catalyst": "on", "named_as": "labo", "places": "Lieu ; Nulle-Part"}, "Aucune commune"),
    ],
)
def test_sections_refuse_with_a_message_and_keep_what_was_typed(contributor, organisation, name, typed, words):
    answer = contributor.post(section(organisation, name), {"version": 1, **typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    form = answer.context["form"]
    kept = {field: form[field].value() for field in typed}
    assert kept == {field: True if field == "is_catalyst" else value for field, value in typed.items()}


def test_places_are_read_by_name_and_code(contributor, organisation, ground):
    typed = {
        "version": 1,
        "seat": "Lens",
        "seat_status": "to_confirm",
        "territories": "62 Pas-de-Calais\nfr\nlens lievin",
    }
    assert contributor.post(section(organisation, "lieux"), typed).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.seat, organisation.seat_status) == (ground.lens, "to_confirm")
    assert {each.territory for each in organisation.perimeters.all()} == {
        ground.departement,
        ground.country,
        ground.epci,
    }


def test_renaming_through_the_form_keeps_the_former_name(contributor, organisation):
    typed = {"version": 1, "name": "Nouveau nom", "world": "public", "renamed": "on", "renamed_on": "06/2021"}
    assert contributor.post(section(organisation, "identite"), typed).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.names.get().name) == ("Nouveau nom", "Atelier public")


def test_renaming_with_an_error_elsewhere_saves_nothing(contributor, organisation):
    typed = {
        "version": 1,
        "name": "Nouveau nom",
        "world": "public",
        "renamed": "on",
        "founded": "2020",
        "closed": "2019",
    }
    assert contributor.post(section(organisation, "identite"), typed).status_code == 422
    organisation.refresh_from_db()
    assert (organisation.name, organisation.version) == ("Atelier public", 1)


def test_stale_form_shows_both_versions(contributor, organisation):
    update_organisation(actor=None, organisation=organisation, version=1, changes={"contact_phone": "03 21 00 00 00"})
    typed = {"version": 1, "contact_phone": "03 99 99 99 99"}
    answer = contributor.post(section(organisation, "contact"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "03 21 00 00 00" in page
    assert "03 99 99 99 99" in page
    again = contributor.post(
        section(organisation, "contact"), {**typed, "version": answer.context["form"]["version"].value()}
    )
    organisation.refresh_from_db()
    assert (again.status_code, organisation.contact_phone) == (302, "03 99 99 99 99")


def test_form_posted_to_a_former_address_loses_nothing(contributor, organisation):
    path = section(organisation, "contact")
    update_organisation(actor=None, organisation=organisation, version=1, changes={"name": "Autre"})
    answer = contributor.post(path, {"version": 1, "contact_phone": "03 99 99 99 99"})
    assert (answer.status_code, "03 99 99 99 99" in answer.content.decode()) == (409, True)
    assert contributor.get(path)["Location"] == "/organisations/autre/modifier/contact/"


def test_unexpected_upload_is_refused_and_the_rest_kept(contributor, organisation):
    typed = {"version": 1, "contact_phone": "03 21 00 00 00", "intrus": SimpleUploadedFile("a.exe", b"x")}
    answer = contributor.post(section(organisation, "contact"), typed)
    assert answer.status_code == 422
    assert "Aucun fichier n’est attendu" in answer.content.decode()
    assert answer.context["form"]["contact_phone"].value() == "03 21 00 00 00"


def test_names_and_sources_are_added_and_removed(contributor, organisation):
    contributor.post(section(organisation, "sources"), {"title": "Actes", "attested": "2019"})
    source = organisation.sources.get()
    assert source.attested_precision == "year"
    contributor.post(section(organisation, "sources"), {"remove": str(source.public_id)})
    assert not organisation.sources.exists()
    contributor.post(section(organisation, "noms"), {"name": "AP", "kind": "acronym"})
    assert organisation.names.get().name == "AP"


def test_row_of_another_record_is_not_removed(contributor, people, organisation):
    other = make_organisation("Autre")
    from maillage.organisations.domain.details import add_source

    source = add_source(actor=None, organisation=other, title="Actes")
    answer = contributor.post(section(organisation, "sources"), {"remove": str(source.public_id)})
    assert (answer.status_code, other.sources.count()) == (404, 1)
    assert contributor.post(section(organisation, "sources"), {"remove": "x"}).status_code == 404


def test_catalyst_is_described_through_the_form(contributor, organisation):
    typed = {
        "version": 1,
        "is_catalyst": "on",
        "named_as": "labo",
        "activities": ["9", "gestion"],
        "is_experiment": "non",
    }
    typed["places"] = "Le Métier ; 62528\nAilleurs"
    assert contributor.post(section(organisation, "catalyse"), typed).status_code == 302
    catalyst = Organisation.objects.get(pk=organisation.pk).catalyst
    assert (catalyst.named_as, catalyst.is_experiment, catalyst.places.count()) == ("labo", False, 2)
    assert contributor.post(section(organisation, "catalyse"), typed).status_code == 409
    contributor.post(section(organisation, "catalyse"), {"version": 2, "named_as": "labo"})
    assert not hasattr(Organisation.objects.get(pk=organisation.pk), "catalyst")


def test_confirming_is_for_those_who_write(people, sign_in, organisation):
    path = f"/organisations/{organisation.slug}/confirmer/"
    assert sign_in(people.neighbour).post(path).status_code == 403
    assert sign_in(people.contributor).post(path).status_code == 302
    organisation.refresh_from_db()
    assert organisation.verified_on is not None


def test_roles_are_given_and_ended_by_those_who_administer(people, sign_in, organisation):
    path = f"/organisations/{organisation.slug}/personnes/"
    typed = {"action": "grant", "grant-user": "nobody@example.org", "grant-role": "contributor"}
    assert sign_in(people.contributor).post(path, typed).status_code == 403
    manager = sign_in(people.manager)
    assert manager.post(path, typed).status_code == 302
    role = people.nobody.memberships.get()
    manager.post(path, {"action": "end", "row": str(role.public_id)})
    assert not people.nobody.memberships.exists()
    refused = manager.post(path, {**typed, "grant-user": "inconnue@example.org"})
    assert refused.status_code == 422
    assert "Aucun compte" in refused.content.decode()


def test_people_are_presented_by_the_two_paths(people, sign_in, organisation):
    path = f"/organisations/{organisation.slug}/personnes/"
    manager = sign_in(people.manager)
    typed = {"action": "present", "present-person_name": "Camille", "present-function": "Bureau"}
    refused = manager.post(path, {**typed, "present-capacity": "volunteer"})
    assert refused.status_code == 422
    assert "accord" in refused.content.decode()
    given = {**typed, "present-capacity": "volunteer", "present-consent_given_on": "2026-01-15"}
    assert manager.post(path, given).status_code == 302
    role = organisation.public_roles.get()
    manager.post(path, {"action": "withdraw", "row": str(role.public_id)})
    role.refresh_from_db()
    assert role.person_name == ""
    assert manager.post(path, {"action": "autre"}).status_code == 404


def test_mandates_are_given_by_administrators_only(people, sign_in, ground):
    typed = {"user": "nobody@example.org", "territory": "62", "start": "2026-01-01"}
    assert sign_in(people.steward).post("/animation/", typed).status_code == 403
    administrator = sign_in(people.administrator)
    assert administrator.post("/animation/", {**typed, "territory": "Nulle-Part"}).status_code == 422
    assert administrator.post("/animation/", typed).status_code == 302
    mandate = people.nobody.mandates.get()
    assert "Pas-de-Calais" in administrator.get("/animation/").content.decode()
    administrator.post(f"/animation/{mandate.public_id}/fin/")
    mandate.refresh_from_db()
    assert mandate.period.upper is not None
