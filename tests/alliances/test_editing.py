"""Forms of alliances: what is refused says why beside its field, loses nothing, and has the right status."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.alliances import update_alliance
from maillage.alliances.domain.participations import update_participation
from maillage.alliances.models import Alliance
from maillage.alliances.views.sections import OF_ALLIANCE
from maillage.core import clock
from maillage.core.dates import Span
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.models import Membership, Organisation
from maillage.search import indexing
from maillage.themes.models import Concept, Framework
from tests.alliances.filling import dated, fill, posted, section
from tests.security.conftest import account

NEW = "/alliances/nouvelle/"
TYPED = {
    "name": "Mobilité du Val",
    "purpose": "Se déplacer autrement.",
    "territory": "Bassin d’essai",
    "organisations": ["Atelier public", "Voisine de Lens", "", ""],
    "audience": "public",
}


@pytest.fixture
def member(world):
    return world.clients["member"]


@pytest.fixture
def neighbour(world):
    return world.clients["neighbour"]


def framework(slug: str, *codes: str) -> None:
    made = Framework.objects.create(
        slug=slug, version="1", title=slug, source="x", licence="libre", status="draft", is_current=True, digest=slug,
        loaded_at=clock.now(),
    )  # fmt: skip
    for rank, code in enumerate(codes):
        Concept.objects.create(framework=made, code=code, label=f"Libellé {code}", order=rank)


def test_describing_in_one_page_by_names(member, world):
    answer = member.post(NEW, TYPED)
    alliance = Alliance.objects.get(name="Mobilité du Val")
    assert (answer.status_code, answer["Location"]) == (302, "/alliances/mobilite-du-val/")
    assert alliance.territory == world.perimeter
    states = {each.organisation: each.state for each in alliance.participations.all()}
    assert states == {world.public: "confirmed", world.elsewhere: "declared"}
    assert [each.user for each in alliance.animators.all()] == [world.users["member"]]


@pytest.mark.parametrize(
    ("typed", "period", "precision"),
    [
        ("", None, "unknown"),
        ("2019", DateRange(date(2019, 1, 1), None), "year"),
        ("06/2019", DateRange(date(2019, 6, 1), None), "month"),
        ("26 juin 2019", DateRange(date(2019, 6, 26), None), "day"),
        ("vers 2010", DateRange(date(2010, 1, 1), None), "circa"),
    ],
)
def test_describing_may_say_since_when(member, world, typed, period, precision):
    assert member.post(NEW, {**TYPED, "since": typed}).status_code == 302
    alliance = Alliance.objects.get(name="Mobilité du Val")
    assert (alliance.period, alliance.start_precision) == (period, precision)


def test_unknown_beginning_is_said_gently_and_its_animators_are_led_to_tell_it(member, world):
    member.post(NEW, TYPED)
    address = "/alliances/mobilite-du-val/"
    told, read = (world.clients[each].get(address).content.decode() for each in ("member", "anonymous"))
    assert "inconnue" not in told + read
    assert "depuis une date à préciser" in read
    assert f'href="{address}modifier/cadre/"' in told
    assert "Dire depuis quand cette alliance existe" not in read
    Alliance.objects.filter(slug="mobilite-du-val").update(period=DateRange(date(2019, 1, 1), None))
    assert "Dire depuis quand cette alliance existe" not in member.get(address).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"territory": "62528"},
        {"territory": "62528 Loos-en-Gohelle"},
        {"territory": "/territoires/62528-loos-en-gohelle/"},
        {"territory": "n’importe quoi", "territory-pick-0": "62528-loos-en-gohelle"},
    ],
)
def test_territory_is_read_by_name_code_address_or_choice(member, world, typed):
    assert member.post(NEW, {**TYPED, **typed}).status_code == 302
    assert Alliance.objects.get(name="Mobilité du Val").territory.code == "62528"


def test_organisations_are_read_by_address_and_by_the_key_of_a_suggestion(member, world):
    typed = {
        **TYPED,
        "organisations": ["https://exemple.fr/organisations/atelier-public/", "voisine de lens"],
        "organisations-key": ["", "voisine-de-lens"],
    }
    assert member.post(NEW, typed).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "obligatoire"),
        ({"name": "x" * 300}, "300 caractères"),
        ({"name": "🌱"}, "avec des lettres"),
        ({"purpose": ""}, "obligatoire"),
        ({"territory": "Nulle-Part"}, "aucun territoire de ce nom"),
        ({"territory": "20004"}, "2A ou 2B"),
        ({"territory": ""}, "Dites sur quel territoire"),
        ({"organisations": ["Atelier public"]}, "deux organisations différentes"),
        ({"organisations": ["Atelier public", "ATELIER PUBLIC"]}, "deux organisations différentes"),
        ({"organisations": ["Atelier public", "Inconnue au bataillon"]}, "pas encore de fiche à ce nom"),
        ({"organisations": ["Atelier public", "/organisations/absente/"]}, "aucune fiche à cette adresse"),
        ({"audience": "space"}, "space"),
        ({"since": "hier"}, "Écrivez une année"),
        ({"since": "31/02/2019"}, "Cette date n’existe pas"),
    ],
)
def test_describing_refuses_and_keeps_what_was_typed(member, typed, words):
    answer = member.post(NEW, {**TYPED, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    for text in (TYPED | typed)["organisations"]:
        assert text.lower() in page.lower()
    assert not Alliance.objects.filter(name="Mobilité du Val").exists()


def test_close_names_are_proposed_to_choose_from(member, world):
    answer = member.post(NEW, {**TYPED, "organisations": ["Atelier", "Voisine de Lens"]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="organisations-pick-0" value="atelier-public"' in page
    chosen = {**TYPED, "organisations": ["Atelier", "Voisine de Lens"], "organisations-pick-0": "atelier-public"}
    assert member.post(NEW, chosen).status_code == 302


def test_choice_is_kept_when_something_else_is_refused(member, world):
    chosen = {**TYPED, "name": "", "organisations": ["Atelier", "Voisine"], "organisations-pick-0": "atelier-public"}
    page = member.post(NEW, chosen).content.decode()
    assert 'name="organisations-key" value="atelier-public"' in page


def test_unknown_organisation_may_be_added_with_the_alliance(member, world):
    typed = {**TYPED, "organisations": ["Atelier public", "Jardin neuf"], "organisations-pick-1": "+"}
    assert member.post(NEW, {**typed, "name": ""}).status_code == 422
    assert not Organisation.objects.filter(name="Jardin neuf").exists()
    again = {**TYPED, "organisations": ["Atelier public", "Jardin neuf"], "organisations-key": ["", "+Jardin neuf"]}
    assert member.post(NEW, again).status_code == 302
    added = Organisation.objects.get(name="Jardin neuf")
    assert added.participations.get().state == "declared"
    assert not Membership.objects.filter(organisation=added).exists()


def test_hidden_organisations_are_never_proposed_nor_taken(member, world):
    page = member.post(NEW, {**TYPED, "organisations": ["Dossier confié", "Atelier public"]}).content.decode()
    assert world.stewards_only.slug not in page
    forced = {**TYPED, "organisations": ["x", "Atelier public"], "organisations-pick-0": world.stewards_only.slug}
    assert member.post(NEW, forced).status_code == 422


def test_homonyms_are_listed(member, world):
    create_organisation(actor=None, changes={"name": "Atelier public"})
    indexing.rebuild()
    page = member.post(NEW, TYPED).content.decode()
    assert "plusieurs organisations portent ce nom" in page
    assert page.count('name="organisations-pick-0"') == 3


def test_describing_is_refused_without_a_role(world, client):
    client.force_login(account("sans-role@example.org"))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, TYPED).status_code == 403


def test_describing_begins_with_where_and_who_one_comes_from(member, world):
    page = member.get(f"{NEW}?territoire=62528&organisation=voisine-de-lens").content.decode()
    assert 'value="Loos-en-Gohelle"' in page
    assert 'value="Voisine de Lens"' in page
    assert 'value="Atelier public"' in member.get(NEW).content.decode()


@pytest.mark.parametrize("name", sorted(OF_ALLIANCE))
def test_every_section_opens(member, world, name):
    framework("types-de-partenariat", "mecenat")
    assert member.get(section(world.alliance, name)).status_code == 200


@pytest.mark.parametrize("name", ["identite", "cadre", "themes"])
def test_saving_what_is_shown_loses_nothing(member, world, name):
    dated(world.alliance)
    shown = member.get(section(world.alliance, name)).context["form"]
    values = posted(shown)
    before = Alliance.objects.filter(pk=world.alliance.pk).values().get()
    assert member.post(section(world.alliance, name), values).status_code == 302
    after = Alliance.objects.filter(pk=world.alliance.pk).values().get()
    moved = {key for key in before if before[key] != after[key]}
    assert moved <= {"version", "updated_at"}


def test_stale_section_shows_both_versions(member, world):
    alliance = world.alliance
    typed = posted(member.get(section(alliance, "identite")).context["form"]) | {"purpose": "Ma version."}
    update_alliance(actor=None, alliance=alliance, version=alliance.version, changes={"purpose": "Leur version."})
    answer = member.post(section(alliance, "identite"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ma version." in page
    assert "Leur version." in page
    assert "Garder la version enregistrée" in page
    again = member.post(section(alliance, "identite"), typed | {"version": answer.context["form"]["version"].value()})
    alliance.refresh_from_db()
    assert (again.status_code, alliance.purpose) == (302, "Ma version.")


def test_form_posted_to_a_former_address_loses_nothing(member, world):
    alliance = world.alliance
    path = section(alliance, "identite")
    typed = posted(member.get(path).context["form"]) | {"purpose": "Ma version."}
    update_alliance(actor=None, alliance=alliance, version=alliance.version, changes={"name": "Autre"})
    answer = member.post(path, typed)
    assert (answer.status_code, "Ma version." in answer.content.decode()) == (409, True)
    assert member.get(path)["Location"] == "/alliances/autre/modifier/identite/"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"span_start": "2019", "span_end": "2010"}, "La fin vient avant le début"),
        ({"span_start": "hier"}, "Écrivez une année"),
        ({"span_start": "2016"}, "Une participation déborde de ces dates"),
        ({"governance": "autre"}, "autre"),
        ({"trusted_third_party": "Personne"}, "aucune organisation de ce nom"),
    ],
)
def test_frame_refuses_beside_its_field(member, world, typed, words):
    alliance = world.alliance
    tie = alliance.participations.get(organisation=world.elsewhere)
    span = Span(DateRange(date(2012, 1, 1), None), "year")
    update_participation(actor=None, participation=tie, version=tie.version, changes={"span": span})
    path = section(alliance, "cadre")
    answer = member.post(path, posted(member.get(path).context["form"]) | typed)
    assert answer.status_code == 422
    field = next(iter(typed)).partition("_start")[0]
    assert any(words in str(error) for error in answer.context["form"].errors[field])


def test_rows_are_added_refused_twice_and_removed(member, world):
    alliance = world.alliance
    framework("types-de-partenariat", "mecenat")
    path = section(alliance, "partenariats")
    assert fill(member, path, concept="mecenat", span_start="2015", span_end="2018").status_code == 302
    again = fill(member, path, concept="mecenat", span_start="2017")
    assert again.status_code == 422
    assert "span" in again.context["form"].errors
    row = alliance.partnership_types.get()
    assert (row.period, row.start_precision) == (DateRange(date(2015, 1, 1), date(2019, 1, 1)), "year")
    assert member.post(path, {"remove": str(row.public_id)}).status_code == 302
    assert not alliance.partnership_types.exists()
    assert member.post(path, {"remove": str(row.public_id)}).status_code == 404
    assert member.post(path, {"remove": "x"}).status_code == 404


def test_stages_are_noted_once_a_day(member, world):
    path = section(world.alliance, "stade")
    assert fill(member, path, stage="prototype", reached="06/2015", note="Premier essai").status_code == 302
    again = fill(member, path, stage="spreading", reached="06/2015")
    assert again.status_code == 422
    assert "Un autre stade est déjà noté" in str(again.context["form"].errors["reached"])


def test_unknown_section_is_absent_and_upload_refused(member, world):
    assert member.get(section(world.alliance, "autre")).status_code == 404
    path = section(world.alliance, "identite")
    typed = posted(member.get(path).context["form"]) | {"intrus": SimpleUploadedFile("a.exe", b"x")}
    answer = member.post(path, typed)
    assert answer.status_code == 422
    assert "Aucun fichier n’est attendu" in answer.content.decode()


def test_null_characters_are_left_out(member, world):
    assert member.get(f"{NEW}?territoire=%00&organisation=%00").status_code == 200
    typed = {**TYPED, "organisations": ["Atelier\x00 public", "Voisine de Lens"], "organisations-key": ["\x00", "\x00"]}
    assert member.post(NEW, typed | {"territory-pick-0": "\x00"}).status_code == 302
