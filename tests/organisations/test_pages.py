"""The pages, as each reader sees them."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.core import clock
from maillage.organisations.domain.catalysts import Place, set_catalyst
from maillage.organisations.domain.details import add_name, add_source
from maillage.organisations.domain.needs import add_resource
from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.domain.people import present_official
from maillage.organisations.models import Organisation
from maillage.organisations.selectors.detail import read_detail
from maillage.organisations.selectors.quality import CRITERIA
from maillage.organisations.selectors.sentences import introduce
from maillage.search import indexing
from tests.organisations.conftest import concept, make_organisation


@pytest.fixture
def complete(ground):
    """A record with everything a record may have, thrice."""
    organisation = make_organisation(
        "Maison des alliances",
        world="interet-general",
        acronym="MDA",
        legal_form=concept("formes-juridiques", "association"),
        siret="73282932000074",
        seat=ground.loos,
        seat_status="to_confirm",
        territories=[ground.epci, ground.lens, ground.departement],
        themes=[concept("domaines", "emploi"), concept("domaines", "mobilite")],
        odd=[concept("odd", "17"), concept("odd", "8")],
        website="https://www.example.org/a",
        summary="Relie les gens.",
        description="x" * 300,
    )
    for number in range(3):
        add_name(actor=None, organisation=organisation, name=f"Nom {number}", kind="alias")
        add_source(actor=None, organisation=organisation, title=f"Source {number}", attested_on=clock.today())
        present_official(
            actor=None, organisation=organisation, person_name=f"Élue {number}", function="Maire", capacity="elected"
        )
    set_catalyst(
        actor=None,
        organisation=organisation,
        named_as="catalyst",
        activities=[concept("metiers", code) for code in ("9", "10", "gestion")],
        places=[Place(name=f"Lieu {number}", territory=ground.loos) for number in range(3)],
    )
    return organisation


def test_page_tells_everything(client, complete):
    page = client.get(complete.get_absolute_url()).content.decode()
    for words in (
        "Maison des alliances", "Relie les gens.", "732\u202f829\u202f320\u202f00074", "à confirmer", "Nom 2",
        "Source 2", "Élue 2", "Lieu 2", "Activité 9", "Libellé gestion", "example.org", "Libellé emploi",
    ):  # fmt: skip
        assert words in page


def test_sentence_is_written_from_the_facts(complete):
    detail = read_detail(Organisation.objects.get(pk=complete.pk), clock.today())
    assert introduce(detail) == (
        "Maison des alliances est une structure d’intérêt général dont le siège est à Loos-en-Gohelle (Pas-de-Calais) "
        "(à confirmer) et qui agit sur les territoires de Lens, de Lens-Liévin et du Pas-de-Calais. Le réseau la "
        "désigne comme catalyseur territorial, pour 2 métiers : libellé accompagnements et libellé gestion."
    )


def test_empty_record_teaches(client, ground):
    page = client.get(make_organisation("Vide", world="a-confirmer").get_absolute_url()).content.decode()
    assert page.count("À renseigner") >= 2
    assert "monde reste à confirmer" in page
    assert "jamais confirmée" in page


def test_json_ld_is_an_inert_block_that_parses(client, ground):
    organisation = make_organisation("</script><b>Rusé", seat=ground.loos)
    page = client.get(organisation.get_absolute_url()).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block
    described = json.loads(block[1])
    assert (described["@type"], described["name"]) == ("GovernmentOrganization", "</script><b>Rusé")
    assert "<b>Rusé" not in page


def test_former_address_redirects(client, organisation):
    update_organisation(actor=None, organisation=organisation, version=1, changes={"name": "Autre"})
    answer = client.get("/organisations/atelier-public/")
    assert (answer.status_code, answer["Location"]) == (301, "/organisations/autre/")


@pytest.mark.parametrize("path", ["/organisations/rien-de-tel/", "/organisations/rien-de-tel/historique/"])
def test_unknown_address_is_absent(client, ground, path):
    assert client.get(path).status_code == 404


def asked(client, organisation) -> int:
    """Count the queries of the page, without the savepoints that panels need inside the transaction of a test."""
    with CaptureQueriesContext(connection) as captured:
        client.get(organisation.get_absolute_url())
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_page_asks_few_queries(client, complete):
    assert asked(client, complete) <= 12


def test_page_asks_the_same_for_one_and_three(client, ground, complete):
    single = make_organisation(
        "Une", seat=ground.loos, territories=[ground.lens], themes=[concept("domaines", "emploi")]
    )
    add_name(actor=None, organisation=single, name="Nom", kind="alias")
    add_source(actor=None, organisation=single, title="Source")
    set_catalyst(
        actor=None,
        organisation=single,
        named_as="catalyst",
        activities=[concept("metiers", "9")],
        places=[Place(name="Lieu", territory=ground.loos)],
    )
    add_resource(
        actor=None, organisation=single, side="need", means="place", text="Une salle", attested_on=clock.today()
    )
    assert [asked(client, organisation) for organisation in (single, complete)] == [4, 4]


def test_history_names_people_for_members_only(sign_in, people, organisation):
    update_organisation(actor=people.contributor, organisation=organisation, version=1, changes={"summary": "Une"})
    path = f"/organisations/{organisation.slug}/historique/"
    assert "Contributor" in sign_in(people.neighbour).get(path).content.decode()
    assert "Contributor" not in sign_in(people.nobody).get(path).content.decode()


def test_quality_says_what_is_missing(complete, ground):
    today = clock.today()
    whole = read_detail(Organisation.objects.get(pk=complete.pk), today).quality
    assert whole.percent == 95
    assert [gap.section for gap in whole.gaps] == ["lieux"]
    empty = read_detail(make_organisation("Vide", world="a-confirmer"), today).quality
    assert empty.percent == 0
    assert len(empty.gaps) == len(CRITERIA) == 10


def test_quality_page_lists_the_criteria(client, db):
    page = client.get("/organisations/qualite/").content.decode()
    assert all(str(criterion.label) in page for criterion in CRITERIA)


@pytest.fixture
def read_indexed(client, settings, tmp_path):
    """Give the page at an address, once everything made so far is indexed."""

    def read(path):
        settings.DATA_DIR = tmp_path
        indexing.rebuild()
        return client.get(path, follow=True).content.decode()

    return read


def test_panel_of_a_territory_tells_seated_and_acting(read_indexed, complete, ground):
    make_organisation("Voisine", territories=[ground.loos])
    make_organisation("Cercle", seat=ground.loos, audience="members")
    page = read_indexed("/territoires/246200364/")
    assert "1\u00a0organisation y a son siège" in page
    assert "1\u00a0autre organisation y agit" in page
    assert "Libellé accompagnements" in page
    assert "Cercle" not in page


def test_panel_shows_what_the_reader_may_see(read_indexed, sign_in, people, ground):
    make_organisation("Cercle", seat=ground.loos, audience="members")
    sign_in(people.neighbour)
    assert "Cercle" in read_indexed("/territoires/62528/")
    sign_in(people.nobody)
    assert "Cercle" not in read_indexed("/territoires/62528/")


def test_panel_says_the_number_of_the_search_it_opens(read_indexed, ground):
    whole = make_organisation("Partout", seat=ground.strasbourg, territories=[ground.country])
    make_organisation("Ici", seat=ground.loos, territories=[ground.loos, ground.lens, ground.strasbourg])
    assert whole.name in read_indexed("/territoires/FR/")
    for code in ("FR", "62", "67", "246200364", "62498"):
        page = read_indexed(f"/territoires/{code}/")
        number = re.search(r"Tout voir \((\d+)\)", page.partition('id="organisations-ici"')[2])[1]
        listed = read_indexed(f"/recherche/?territory={code}&kind=organisation")
        assert f">{number}\u00a0résultat" in listed


def test_panel_shows_five_at_most(read_indexed, ground):
    for number in range(7):
        make_organisation(f"Nom {number}", seat=ground.loos)
    page = read_indexed("/territoires/62528/")
    assert ("Nom 4" in page, "Nom 5" in page, "Tout voir (7)" in page) == (True, False, True)


def test_own_space_shows_charges_and_what_waits(sign_in, people, organisation):
    page = sign_in(people.contributor).get("/mon-espace/").content.decode()
    assert "Atelier public" in page
    assert "vous y contribuez" in page
    assert "1\u00a0fiche à relire et confirmer" in page
    assert "Lens-Liévin" in sign_in(people.steward).get("/mon-espace/").content.decode()
    assert "Aucune fiche à relire" in sign_in(people.nobody).get("/mon-espace/").content.decode()
