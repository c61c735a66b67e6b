"""What organisations need and offer: said in a short section, dated, shown with the organisation, found by the search."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.accounts.domain.creation import create_account
from maillage.accounts.domain.erasure import erase_account
from maillage.core import clock
from maillage.core.dates import Span
from maillage.organisations.domain.needs import add_resource, end_resource, remove_resource
from maillage.organisations.domain.rights import grant_membership
from maillage.organisations.models import Resource
from maillage.organisations.search import OrganisationSource
from tests.organisations.conftest import make_organisation

SECTION = "/organisations/atelier-public/modifier/besoins/"
ROOM = "une salle pour 40 personnes le mardi soir"


def add(organisation, *, side="need", means="place", text=ROOM, **more) -> Resource:
    return add_resource(
        actor=None, organisation=organisation, side=side, means=means, text=text, attested_on=clock.today(), **more
    )


def test_need_is_written_in_a_section_and_read_on_the_page(sign_in, people, organisation):
    client = sign_in(people.contributor)
    assert "Besoins et offres" in client.get("/organisations/atelier-public/modifier/").content.decode()
    typed = {"side": "need", "means": "place", "text": ROOM, "span_start": "2026", "span_end": ""}
    assert client.post(SECTION, typed).status_code == 302
    row = Resource.objects.get()
    assert (row.organisation, row.side, row.means, row.text) == (organisation, "need", "place", ROOM)
    assert (row.period.lower, row.attested_on) == (date(2026, 1, 1), clock.today())
    page = client.get("/organisations/atelier-public/").content.decode()
    for words in ("Besoins et offres", "Cherche", ROOM, "depuis 2026"):
        assert words in page
    assert "Propose" not in page


@pytest.mark.parametrize(
    "missing", [{"text": "   "}, {"side": ""}, {"means": "argent"}, {"text": "a" * 301}, {"span_end": "2019"}]
)
def test_unreadable_need_keeps_what_was_typed(sign_in, people, organisation, missing):
    client = sign_in(people.contributor)
    typed = {"side": "need", "means": "place", "text": ROOM, "span_start": "2026", "span_end": "", **missing}
    answer = client.post(SECTION, typed)
    assert answer.status_code == 422
    assert Resource.objects.count() == 0
    if "text" not in missing:
        assert ROOM in answer.content.decode()


def test_same_need_twice_is_refused(organisation):
    add(organisation)
    with pytest.raises(ValidationError, match="déjà dans la liste"):
        add(organisation)


def test_met_need_leaves_the_page_and_stays_in_the_history(sign_in, people, organisation):
    client = sign_in(people.contributor)
    row = add(organisation)
    assert client.post(SECTION, {"end": str(row.public_id)}).status_code == 302
    row.refresh_from_db()
    assert (row.period.upper, row.end_precision) == (clock.today(), "day")
    assert ROOM not in client.get("/organisations/atelier-public/").content.decode()
    assert "Besoin pourvu" in client.get("/organisations/atelier-public/historique/").content.decode()


def test_need_written_by_mistake_is_removed(sign_in, people, organisation):
    client = sign_in(people.contributor)
    row = add(organisation)
    assert client.post(SECTION, {"remove": str(row.public_id)}).status_code == 302
    assert Resource.objects.count() == 0


def test_need_of_another_organisation_is_out_of_reach(sign_in, people, organisation):
    row = add(make_organisation("Autre"))
    client = sign_in(people.contributor)
    for action in ("end", "remove"):
        assert client.post(SECTION, {action: str(row.public_id)}).status_code == 404
    assert client.post("/organisations/atelier-public/modifier/noms/", {"end": str(row.public_id)}).status_code == 404
    assert sign_in(people.neighbour).post(SECTION, {"remove": str(row.public_id)}).status_code == 403


def test_need_that_has_not_begun_is_removed_rather_than_ended(organisation):
    row = add(organisation, span=Span(DateRange(date(2090, 1, 1), None), "year"))
    with pytest.raises(ValidationError, match="pas encore commencé"):
        end_resource(actor=None, resource=row, on=clock.today())
    remove_resource(actor=None, resource=row)
    assert Resource.objects.count() == 0


def test_needs_are_seen_with_their_organisation(people, organisation):
    add(organisation)
    add(make_organisation("Cercle", audience="stewards"), text="réservé")
    assert [each.text for each in Resource.objects.visible_to(people.neighbour)] == [ROOM]
    assert Resource.objects.visible_to(people.administrator).count() == 2


def test_current_needs_are_those_not_over(organisation):
    add(organisation)
    add(organisation, text="passé", span=Span(DateRange(date(2010, 1, 1), date(2011, 1, 1)), "year", "year"))
    add(organisation, text="futur", span=Span(DateRange(date(2090, 1, 1), None), "year"))
    assert [each.text for each in Resource.objects.current(clock.today())] == [ROOM]


def test_search_and_api_carry_needs_and_offers(client, organisation):
    add(organisation, side="offer", means="equipment", text="un broyeur de végétaux")
    add(organisation, text="fini", span=Span(DateRange(date(2010, 1, 1), date(2011, 1, 1)), "year", "year"))
    (document,) = OrganisationSource().documents([organisation.pk])
    assert "propose du matériel : un broyeur de végétaux" in document.body
    assert "fini" not in document.body
    answer = client.get(f"/api/v1/organisations/{organisation.public_id}").json()
    assert answer["needs"] == []
    assert [each["text"] for each in answer["offers"]] == ["un broyeur de végétaux"]


def test_erased_person_is_no_longer_named_in_a_need(organisation):
    user = create_account(actor=None, email="camille.durand@example.org", display_name="Camille Durand")
    grant_membership(actor=None, organisation=organisation, user=user, role="contributor", start=date(2020, 1, 1))
    row = add(organisation, text="voir Camille Durand")
    erase_account(actor=user, user=user)
    row.refresh_from_db()
    assert row.text == "voir personne effacée"
