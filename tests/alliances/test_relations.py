"""Relations between two organisations: declared, asked about, answered, ended."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from maillage.alliances.domain.relations import add_relation, end_relation
from maillage.alliances.models import Relation
from maillage.alliances.selectors import relations
from maillage.alliances.selectors.relations import relations_of
from maillage.core.audiences import tokens_for
from maillage.core.dates import Span
from maillage.core.prepared import Prepared
from tests.alliances.letters import deliver

PAGE = "/organisations/atelier-public/relations/"
FIELDS = {"direction": "forward", "span_start": "", "span_end": "", "detail": "", "source": "", "audience": "public"}


def declare(world, visitor: str = "member", **values):
    posted = {**FIELDS, "kind": "funds", "other": "Voisine de Lens", **values}
    return world.clients[visitor].post(PAGE, posted)


def test_relation_is_declared_in_the_name_of_ones_organisation(world):
    assert declare(world, span_start="2019", span_end="2022").status_code == 302
    relation = Relation.objects.get()
    assert (relation.from_organisation, relation.to_organisation) == (world.public, world.elsewhere)
    assert (relation.state, relation.declared_by) == ("declared", world.public)
    assert relation.period == DateRange(date(2019, 1, 1), date(2023, 1, 1))


def test_relation_reads_the_other_way_round(world):
    declare(world, direction="backward")
    assert Relation.objects.get().from_organisation == world.elsewhere


def test_steward_declares_in_nobodys_name(world):
    declare(world, "steward")
    assert Relation.objects.get().declared_by is None


def test_organisation_is_not_related_to_itself(world):
    page = declare(world, other="Atelier public")
    assert (page.status_code, Relation.objects.count()) == (422, 0)
    assert "reliée à elle-même" in page.content.decode()


def test_same_relation_twice_is_refused(world):
    declare(world)
    page = declare(world)
    assert (page.status_code, "déjà noté" in page.content.decode()) == (422, True)


def test_same_relation_at_overlapping_dates_is_refused(world):
    declare(world, span_start="2019", span_end="2022")
    page = declare(world, span_start="2022")
    assert (page.status_code, "déjà notée à ces dates" in page.content.decode()) == (422, True)
    assert declare(world, span_start="2023").status_code == 302


def test_relation_that_ends_before_it_begins_is_refused(world):
    page = declare(world, span_start="2022", span_end="2019")
    assert (page.status_code, "La fin vient avant le début" in page.content.decode()) == (422, True)


def test_hidden_organisation_is_not_proposed(world):
    page = declare(world, other="Dossier confié")
    assert page.status_code == 422
    assert world.stewards_only.slug not in page.content.decode()


def test_other_end_confirms_by_a_mailed_link(world, mailoutbox):
    declare(world)
    relation = Relation.objects.get()
    address = f"{PAGE}{relation.public_id}/"
    assert world.clients["member"].post(address, {"action": "ask", "email": "lens@mairie.example"}).status_code == 302
    path = deliver(mailoutbox)[0]
    assert "Atelier public finance Voisine de Lens" in mailoutbox[-1].body
    Client().post(path, {"answer": "confirm", "text": ""})
    relation.refresh_from_db()
    assert (relation.state, relation.confirmed_by_link) == ("confirmed", True)


def test_other_end_answers_in_its_space(world):
    declare(world)
    relation = Relation.objects.get()
    client = world.clients["neighbour"]
    assert "Atelier public finance Voisine de Lens" in client.get("/mon-espace/").content.decode()
    address = f"/mon-espace/reponses/relation/{relation.public_id}/"
    assert client.post(address, {"answer": "contest", "text": ""}).status_code == 422
    assert client.post(address, {"answer": "contest", "text": "Un prêt, pas un don."}).status_code == 302
    page = Client().get("/organisations/atelier-public/").content.decode()
    assert "Un prêt, pas un don." in page


def test_relation_ends_and_stays_in_the_history(world):
    declare(world, span_start="2019")
    address = f"{PAGE}{Relation.objects.get().public_id}/"
    client = world.clients["member"]
    assert client.post(address, {"action": "end", "on": "2018"}).status_code == 422
    assert client.post(address, {"action": "end", "on": "juin 2021"}).status_code == 302
    assert Relation.objects.get().period.upper == date(2021, 7, 1)
    assert "terminé" in Client().get("/organisations/atelier-public/").content.decode()


def test_relation_of_members_is_for_members(world):
    declare(world, audience="members", detail="Convention discrète")
    assert "Convention discrète" not in Client().get("/organisations/voisine-de-lens/").content.decode()
    assert "Convention discrète" in world.clients["steward"].get("/organisations/voisine-de-lens/").content.decode()


def test_relation_with_a_hidden_organisation_shows_nowhere(world):
    add_relation(
        actor=None, from_organisation=world.public, to_organisation=world.stewards_only, kind="hosts", detail="Secret"
    )
    for visitor in ("anonymous", "neighbour", "member"):
        page = world.clients[visitor].get("/organisations/atelier-public/").content.decode()
        assert "Dossier confié" not in page
        assert "Secret" not in page


@pytest.mark.parametrize("day", [date(2018, 1, 1), date(2019, 1, 1)])
def test_end_before_the_start_is_refused(world, day):
    relation = add_relation(
        actor=None,
        from_organisation=world.public,
        to_organisation=world.elsewhere,
        kind="hosts",
        span=Span(DateRange(date(2019, 1, 1), None), "year"),
    )
    with pytest.raises(ValidationError) as refused:
        end_relation(actor=None, relation=relation, on=day)
    assert "on" in refused.value.message_dict


@pytest.mark.parametrize("count", [1, 3])
def test_relations_of_a_page_are_read_in_one_query(world, count, django_assert_num_queries):
    for kind in ("funds", "hosts", "trains")[:count]:
        add_relation(actor=None, from_organisation=world.public, to_organisation=world.elsewhere, kind=kind)
    tokens_for(world.users["neighbour"])
    with django_assert_num_queries(1):
        rows, total = relations_of(world.public, world.users["neighbour"], date(2026, 1, 1))
        assert len({row.sentence for row in rows}) == total == count


def test_relations_come_by_pages_those_over_last(world, monkeypatch):
    monkeypatch.setattr(relations, "MOST", 2)
    monkeypatch.setattr(relations, "_first", Prepared(relations._first.compose))
    past = Span(DateRange(date(2019, 1, 1), date(2020, 1, 1)), "year", "year")
    for kind, span in (("funds", past), ("hosts", Span()), ("trains", Span())):
        add_relation(actor=None, from_organisation=world.public, to_organisation=world.elsewhere, kind=kind, span=span)
    reader, today = world.users["neighbour"], date(2026, 1, 1)
    first, total = relations_of(world.public, reader, today)
    second, _total = relations_of(world.public, reader, today, page=2)
    assert (total, [row.relation.kind for row in (*first, *second)]) == (3, ["hosts", "trains", "funds"])
    assert [row.is_over for row in second] == [True]
    assert relations_of(world.public, reader, today, page=3) == ([], 0)


def test_page_of_relations_beyond_the_last_leads_to_the_first(world):
    answer = world.clients["member"].get("/organisations/atelier-public/relations/?page=9")
    assert (answer.status_code, answer["Location"]) == (302, "/organisations/atelier-public/relations/")
