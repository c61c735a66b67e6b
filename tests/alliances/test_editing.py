"""Forms of alliances: what is refused says why beside its field, loses nothing, and has the right status."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.alliances import update_alliance
from maillage.alliances.domain.confirmation import confirm
from maillage.alliances.domain.participations import update_participation
from maillage.alliances.models import Alliance, Participation
from maillage.alliances.views.sections import OF_ALLIANCE, OF_PARTICIPATION
from maillage.core import clock
from maillage.core.dates import Span
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.models import Membership, Organisation
from maillage.search import indexing
from maillage.themes.models import Concept, Framework
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


def section(alliance, name: str) -> str:
    return f"/alliances/{alliance.slug}/modifier/{name}/"


def part(participation, name: str) -> str:
    return f"/alliances/{participation.alliance.slug}/participations/{participation.public_id}/modifier/{name}/"


def dated(alliance, start=2010, end=2020) -> None:
    span = Span(DateRange(date(start, 1, 1), date(end, 1, 1)), "year", "year")
    update_alliance(actor=None, alliance=alliance, version=alliance.version, changes={"span": span})
    alliance.refresh_from_db()


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


def posted(form) -> dict:
    """What a browser sends for a form that nobody touches."""
    values = {}
    for bound in form:
        value = bound.value()
        if hasattr(bound.field, "shown"):
            lines = bound.field.shown(value)
            values[bound.html_name] = [line.text for line in lines]
            values[f"{bound.html_name}-key"] = [line.key for line in lines]
        elif hasattr(bound.field, "prepare_value") and hasattr(bound.field, "start_label"):
            start, end = bound.field.prepare_value(value) or ("", "")
            values |= {f"{bound.html_name}_start": start, f"{bound.html_name}_end": end}
        elif value not in (None, False):
            values[bound.html_name] = value
    return values


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
    assert member.post(path, {"concept": "mecenat", "span_start": "2015", "span_end": "2018"}).status_code == 302
    again = member.post(path, {"concept": "mecenat", "span_start": "2017"})
    assert again.status_code == 422
    assert "span" in again.context["form"].errors
    row = alliance.partnership_types.get()
    assert (row.period, row.start_precision) == (DateRange(date(2015, 1, 1), date(2019, 1, 1)), "year")
    assert member.post(path, {"remove": str(row.public_id)}).status_code == 302
    assert not alliance.partnership_types.exists()
    assert member.post(path, {"remove": str(row.public_id)}).status_code == 404
    assert member.post(path, {"remove": "x"}).status_code == 404


def test_stages_are_noted_once_a_day(member, world):
    path = section(world.alliance, "etape")
    assert member.post(path, {"stage": "prototype", "reached": "06/2015", "note": "Premier essai"}).status_code == 302
    again = member.post(path, {"stage": "spreading", "reached": "06/2015"})
    assert again.status_code == 422
    assert "Une autre étape est déjà notée" in str(again.context["form"].errors["reached"])


def test_unknown_section_is_absent_and_upload_refused(member, world):
    assert member.get(section(world.alliance, "autre")).status_code == 404
    path = section(world.alliance, "identite")
    typed = posted(member.get(path).context["form"]) | {"intrus": SimpleUploadedFile("a.exe", b"x")}
    answer = member.post(path, typed)
    assert answer.status_code == 422
    assert "Aucun fichier n’est attendu" in answer.content.decode()


def test_organisation_joins_with_roles_and_dates(member, world):
    dated(world.alliance)
    path = f"/alliances/{world.alliance.slug}/participations/nouvelle/"
    typed = {
        "organisation": "Cercle réservé",
        "span_start": "2012",
        "roles": ["lead", "funder"],
        "why": "Par voisinage.",
    }
    assert member.post(path, typed).status_code == 302
    added = world.alliance.participations.get(organisation=world.members_only)
    assert (added.state, added.why, added.period.lower) == ("declared", "Par voisinage.", date(2012, 1, 1))
    assert sorted(each.role for each in added.roles.all()) == ["funder", "lead"]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"organisation": ""}, "organisation", "Dites quelle organisation"),
        ({"organisation": "Atelier public"}, "span", "fait déjà partie"),
        ({"organisation": "Cercle réservé", "span_start": "2005"}, "span", "viennent avant l’alliance (2010)"),
        ({"organisation": "Cercle réservé", "span_start": "2012", "span_end": "2030"}, "span", "dépassent la fin"),
        (
            {"organisation": "Cercle réservé", "span_start": "2015", "span_end": "2012"},
            "span",
            "La fin vient avant le début",
        ),
    ],
)
def test_joining_refuses_beside_its_field(member, world, typed, field, words):
    dated(world.alliance)
    answer = member.post(f"/alliances/{world.alliance.slug}/participations/nouvelle/", typed)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])


def test_organisation_without_a_record_joins_and_ones_own_is_confirmed(member, world):
    path = f"/alliances/{world.alliance.slug}/participations/nouvelle/"
    assert member.post(path, {"organisation": "Jardin neuf"}).status_code == 422
    assert member.post(path, {"organisation": "Jardin neuf", "organisation-pick-0": "+"}).status_code == 302
    assert world.alliance.participations.get(organisation__name="Jardin neuf").state == "declared"
    own = create_organisation(actor=world.users["member"], changes={"name": "La mienne"})
    assert member.post(path, {"organisation": "La mienne"}).status_code == 302
    assert world.alliance.participations.get(organisation=own).state == "confirmed"


@pytest.mark.parametrize("name", sorted(OF_PARTICIPATION))
def test_every_section_of_a_participation_opens(member, world, name):
    assert member.get(part(world.alliance.participations.first(), name)).status_code == 200


def tie_of(world) -> Participation:
    return world.alliance.participations.get(organisation=world.elsewhere)


def test_facts_of_a_participation_are_saved_and_its_confirmation_asked_anew(member, world):
    tie = tie_of(world)
    confirm(actor=world.users["neighbour"], tie=tie, now=clock.now())
    path = part(tie, "faits")
    shown = posted(member.get(path).context["form"])
    assert member.post(path, shown).status_code == 302
    tie.refresh_from_db()
    assert tie.state == "confirmed"
    typed = posted(member.get(path).context["form"]) | {"why": "Voisins.", "mobilised": "person", "span_start": "2015"}
    assert member.post(path, typed).status_code == 302
    tie.refresh_from_db()
    assert (tie.why, tie.mobilised, tie.period.lower, tie.state) == ("Voisins.", "person", date(2015, 1, 1), "declared")
    assert member.post(path, typed | {"why": "Autre"}).status_code == 409


@pytest.mark.parametrize(
    ("name", "typed", "field", "words"),
    [
        ("roles", {"role": "lead", "span_start": "2009"}, "span", "viennent avant la participation (2012)"),
        ("roles", {"role": "lead", "span_start": "2014", "span_end": "2013"}, "span", "La fin vient avant le début"),
        ("roles", {"role": ""}, "role", "obligatoire"),
        ("intensite", {"level": "3", "since": "2009"}, "since", "viennent avant la participation"),
        ("intensite", {"level": "9", "since": "2013"}, "level", "9"),
        ("apports", {"direction": "gives", "kind": "time", "amount": "12"}, "amount", "avec de l’argent"),
        ("apports", {"direction": "gives", "kind": "money", "amount": "beaucoup"}, "amount", "montant en euros"),
        ("apports", {"direction": "gives", "kind": "money", "amount": "-3"}, "amount", "positif"),
        ("depart", {"on": "2010"}, "on", "Le départ vient avant l’arrivée"),
        ("depart", {"on": ""}, "on", "Dites jusqu’à quand"),
        ("faits", {"span_start": "2005"}, "span", "viennent avant l’alliance"),
    ],
)
def test_sections_of_a_participation_refuse_beside_their_field(member, world, name, typed, field, words):
    dated(world.alliance)
    tie = tie_of(world)
    span = Span(DateRange(date(2012, 1, 1), None), "year")
    tie = update_participation(actor=None, participation=tie, version=tie.version, changes={"span": span})
    path = part(tie, name)
    answer = member.post(path, posted(member.get(path).context["form"]) | typed)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])


def test_roles_intensities_and_contributions_add_up(member, world):
    tie = tie_of(world)
    assert member.post(part(tie, "roles"), {"role": "lead", "span_start": "2015"}).status_code == 302
    twice = member.post(part(tie, "roles"), {"role": "lead", "span_start": "2016"})
    assert twice.status_code == 422
    assert "déjà noté" in str(twice.context["form"].errors["span"])
    member.post(part(tie, "intensite"), {"level": "2", "since": "2015"})
    member.post(part(tie, "intensite"), {"level": "4", "since": "2017"})
    assert [each.level for each in tie.intensities.filter(period__upper_inf=True)] == [4]
    typed = {"direction": "gives", "kind": "money", "text": "Subvention", "amount": "1 500,50 €"}
    assert member.post(part(tie, "apports"), typed).status_code == 302
    assert str(tie.contributions.get().amount) == "1500.50"
    role = tie.roles.get()
    assert member.post(part(tie, "roles"), {"remove": str(role.public_id)}).status_code == 302
    assert not tie.roles.exists()


def test_amount_is_agreed_to_by_each_side(member, neighbour, world):
    tie = tie_of(world)
    member.post(part(tie, "apports"), {"direction": "gives", "kind": "money", "amount": "10"})
    given = tie.contributions.get()
    path = f"/alliances/{world.alliance.slug}/participations/{tie.public_id}/montant/"
    member.post(path, {"contribution": str(given.public_id), "agreed": "on"})
    given.refresh_from_db()
    assert (given.shown_by_alliance, given.shown_by_participant) == (True, False)
    neighbour.post(path, {"contribution": str(given.public_id), "agreed": "on"})
    given.refresh_from_db()
    assert given.shown_by_participant
    neighbour.post(path, {"contribution": str(given.public_id)})
    given.refresh_from_db()
    assert not given.shown_by_participant
    assert neighbour.post(path, {"contribution": "x"}).status_code == 404


def test_leaving_ends_the_participation_the_day_after_the_last(member, world):
    tie = tie_of(world)
    answer = member.post(part(tie, "depart"), {"version": tie.version, "on": "2019", "reason": "Fin du programme"})
    assert answer.status_code == 302
    tie.refresh_from_db()
    assert (tie.period.upper, tie.end_precision, tie.leaving_reason) == (date(2020, 1, 1), "year", "Fin du programme")


def test_participation_of_another_alliance_is_absent_here(member, world):
    other = world.partners_alliance.participations.first()
    path = f"/alliances/{world.alliance.slug}/participations/{other.public_id}/"
    assert member.get(path).status_code == 404
