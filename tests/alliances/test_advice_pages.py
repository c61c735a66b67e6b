"""Asking whom to meet, proposing it, putting it aside, telling what came of it; closed things leak nowhere."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.introductions import StaleIntroduction, follow_up, propose_meeting, put_aside
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Alliance, Introduction
from maillage.core import clock
from maillage.organisations.domain.needs import add_resource
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.models import Organisation

PAGE = "/reseau/conseils/"
SURFACES = (
    PAGE,
    f"{PAGE}?organisation=atelier-public",
    f"{PAGE}?organisation=voisine-de-lens",
    f"{PAGE}?territory=p-bassin",
    f"{PAGE}?territory=62",
    f"{PAGE}?organisation=absente",
    "/organisations/atelier-public/historique/",
    "/mon-espace/",
    "/organisations/atelier-public/",
)
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
INSTANT = re.compile(r"'[^']*'::timestamptz|_x\d+")


def organisation(name: str, seat, **changes) -> Organisation:
    return create_organisation(
        actor=None,
        changes={"name": name, "world": "economique", "seat": seat, "seat_status": "stated", **changes},
    )


@pytest.fixture
def meeting(world):
    """A workshop of the same commune as the public organisation, which offers the room that it looks for."""
    workshop = organisation("Fabrique du coin", world.public.seat, territories=[world.public.seat])
    today = clock.today()
    add_resource(
        actor=None, organisation=world.public, side="need", means="place", text="une salle le soir", attested_on=today
    )
    add_resource(
        actor=None, organisation=workshop, side="offer", means="place", text="une grande salle", attested_on=today
    )
    return workshop


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def post(world, visitor: str, action: str, one, other, path: str = f"{PAGE}?organisation=atelier-public"):
    ends = {"one": str(one.public_id), "other": str(other.public_id)}
    return world.clients[visitor].post(path, {"action": action, **ends})


def seen(client, path: str) -> tuple[str, list[str]]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    return CHANGING.sub("", answer.content.decode()), [INSTANT.sub("?", query["sql"]) for query in captured]


@pytest.mark.parametrize("visitor", ["neighbour", "steward"])
@pytest.mark.parametrize("path", SURFACES)
def test_closed_alliance_changes_neither_a_byte_nor_a_query_of_the_advice(world, meeting, visitor, path):
    add_relation(actor=None, from_organisation=meeting, to_organisation=world.members_only, kind="supports")
    add_relation(actor=None, from_organisation=world.elsewhere, to_organisation=meeting, kind="supports")
    before = seen(world.clients[visitor], path)
    create_alliance(
        actor=world.users["member"],
        changes={
            "name": "Pacte discret bis",
            "purpose": "En silence.",
            "territory": world.perimeter,
            "audience": "partners",
        },
        organisations=[world.public, meeting],
    )
    during = seen(world.clients[visitor], path)
    Alliance.objects.filter(name__startswith="Pacte").delete()
    after = seen(world.clients[visitor], path)
    assert "Pacte" not in before[0] + during[0]
    assert before == during == after


@pytest.mark.parametrize(("visitor", "hidden"), [("neighbour", "Dossier confié"), ("member", "Dossier confié")])
def test_closed_organisation_is_never_advised_nor_counted_as_a_partner(world, meeting, visitor, hidden):
    for other in (world.public, meeting):
        add_relation(actor=None, from_organisation=world.stewards_only, to_organisation=other, kind="supports")
    for path in SURFACES[:-2]:
        assert hidden not in text_of(world.clients[visitor].get(path))
    page = text_of(world.clients[visitor].get(f"{PAGE}?organisation=atelier-public"))
    assert "Fabrique du coin" in page
    assert "Des partenaires communs" not in page
    assert "Dossier confié" in text_of(world.clients["administrator"].get(f"{PAGE}?organisation=atelier-public"))


def test_advice_says_its_reasons_and_never_a_score(world, meeting):
    page = text_of(world.clients["member"].get(PAGE))
    for words in (
        "Qui Atelier public gagnerait à rencontrer",
        "Fabrique du coin",
        "Un besoin, une offre.",
        "Fabrique du coin propose ce que Atelier public cherche : un lieu.",
        "Offre : « une grande salle ». Besoin : « une salle le soir ».",
        "Elles sont présentes toutes deux sur ce territoire : Loos-en-Gohelle.",
        "d’après leurs sièges et leurs territoires d’action",
    ):
        assert words in page
    advice = re.search(r'<ol class="advices">.*?</ol>', page)[0]
    assert not re.search(r"\d[.,]\d|score|%", re.sub(r"<[^>]+>", "", advice))
    assert "Voisine de Lens" not in advice


def test_page_is_for_those_with_a_role(client, world):
    assert client.get(PAGE).status_code == 302
    assert world.clients["neighbour"].get(PAGE).status_code == 200
    world.users["neighbour"].memberships.all().delete()
    assert world.clients["neighbour"].get(PAGE).status_code == 403


def test_proposed_meeting_is_followed_to_the_alliance_it_gave(world, meeting):
    answer = post(world, "member", "propose", world.public, meeting)
    row = Introduction.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{row.public_id}/")
    assert [each["code"] for each in row.reasons] == ["exchange", "perimeter", "worlds"]
    client, address = world.clients["member"], f"{PAGE}{row.public_id}/"
    assert "rencontre proposée" in text_of(client.get(address))
    assert "Atelier public et Fabrique du coin" in text_of(client.get("/mon-espace/"))
    listed = text_of(client.get(PAGE))
    assert "Rencontres que vous suivez" in listed
    assert "Proposer la rencontre" not in re.search(r"<h2 id=\"conseils\".*?</section>", listed)[0] or (
        "Fabrique du coin</a></h3>" not in listed
    )
    today = clock.today().isoformat()
    met = {"version": row.version, "state": "met", "met_on": today, "outcome": "Une visite des lieux."}
    assert client.post(address, met).status_code == 302
    assert "rencontre tenue" in text_of(client.get(address))
    alliance = create_alliance(
        actor=world.users["member"],
        changes={"name": "La salle partagée", "purpose": "Partager.", "territory": world.perimeter},
        organisations=[world.public, meeting],
    )
    row.refresh_from_db()
    born = {**met, "version": row.version, "state": "allied", "alliance": str(alliance.public_id)}
    assert client.post(address, born).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.alliance) == ("allied", alliance)
    assert "La salle partagée" in text_of(client.get(PAGE))
    assert "Atelier public et Fabrique du coin" not in text_of(client.get("/mon-espace/"))


def test_advice_put_aside_is_remembered_for_that_reader_alone(world, meeting):
    assert post(world, "member", "aside", world.public, meeting).status_code == 302
    assert "Fabrique du coin</a></h3>" not in text_of(world.clients["member"].get(PAGE))
    other = text_of(world.clients["administrator"].get(f"{PAGE}?organisation=atelier-public"))
    assert "Fabrique du coin</a></h3>" in other
    row = Introduction.objects.get()
    assert world.clients["administrator"].get(f"{PAGE}{row.public_id}/").status_code == 404
    assert world.clients["member"].post(f"{PAGE}{row.public_id}/", {"action": "back"}).status_code == 302
    assert "Fabrique du coin</a></h3>" in text_of(world.clients["member"].get(PAGE))


def test_what_is_done_with_an_advice_leaves_no_trace_in_public_histories(world, meeting):
    addresses = ("/organisations/atelier-public/historique/", "/alliances/ecole-et-metiers/historique/")
    before = [CHANGING.sub("", text_of(world.clients["administrator"].get(path))) for path in addresses]
    row = propose_meeting(
        actor=world.users["member"], one=world.public, other=world.elsewhere, reasons=[], on=clock.today()
    )
    follow_up(
        actor=world.users["member"],
        introduction=row,
        version=1,
        state="allied",
        alliance=world.alliance,
        today=clock.today(),
    )
    after = [CHANGING.sub("", text_of(world.clients["administrator"].get(path))) for path in addresses]
    assert before == after


def test_pressing_twice_or_too_late_loses_nothing(world, meeting):
    post(world, "member", "propose", world.public, meeting)
    again = post(world, "member", "propose", world.public, meeting)
    assert again.status_code == 302
    assert Introduction.objects.count() == 1
    assert "n’est plus d’actualité" in text_of(world.clients["member"].get(PAGE))
    hidden = post(world, "neighbour", "propose", world.public, world.stewards_only)
    assert (hidden.status_code, Introduction.objects.count()) == (302, 1)
    assert post(world, "member", "vendre", world.public, meeting).status_code == 404


def test_reasons_of_another_reader_are_told_only_as_far_as_both_pages_say(world, meeting):
    row = propose_meeting(
        actor=world.users["administrator"],
        one=world.public,
        other=meeting,
        reasons=[("partners", "Dossier confié a un lien avec l’une et l’autre."), ("perimeter", "À Loos.")],
        on=clock.today(),
    )
    page = text_of(world.clients["member"].get(f"{PAGE}{row.public_id}/"))
    assert "Dossier confié" not in page
    assert "Des partenaires communs" not in page
    assert "Le même territoire" in page
    assert "Dossier confié" in text_of(world.clients["administrator"].get(f"{PAGE}{row.public_id}/"))
    for stranger in ("neighbour", "steward"):
        assert world.clients[stranger].get(f"{PAGE}{row.public_id}/").status_code == 404


def test_alliance_closed_to_a_follower_is_not_named_and_not_lost(world, meeting):
    row = propose_meeting(
        actor=world.users["neighbour"], one=world.public, other=world.members_only, reasons=[], on=clock.today()
    )
    follow_up(
        actor=world.users["member"],
        introduction=row,
        version=1,
        state="allied",
        alliance=world.partners_alliance,
        today=clock.today(),
    )
    client, address = world.clients["neighbour"], f"{PAGE}{row.public_id}/"
    for path in (address, PAGE, "/mon-espace/"):
        assert "Pacte discret" not in text_of(client.get(path))
    typed = {"version": 2, "state": "allied", "outcome": "Ensemble."}
    assert client.post(address, typed).status_code == 302
    row.refresh_from_db()
    assert (row.alliance, row.outcome) == (world.partners_alliance, "Ensemble.")
    chosen = {**typed, "version": 3, "alliance": str(world.partners_alliance.public_id)}
    assert client.post(address, chosen).status_code == 422
    assert "Pacte discret" in text_of(world.clients["member"].get(address))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"state": ""}, "Dites ce qui s’est passé."),
        ({"state": "irrelevant"}, "irrelevant"),
        ({"state": "met"}, "Dites quel jour"),
        ({"state": "met", "met_on": "2090-01-01"}, "pas encore venu"),
        ({"state": "met", "met_on": "hier"}, "date valide"),
        ({"state": "no_follow_up", "outcome": "a" * 2001}, "caractères"),
    ],
)
def test_unreadable_outcome_keeps_what_was_typed(world, meeting, typed, words):
    row = propose_meeting(actor=world.users["member"], one=world.public, other=meeting, reasons=[], on=clock.today())
    answer = world.clients["member"].post(f"{PAGE}{row.public_id}/", {"version": 1, **typed})
    assert answer.status_code == 422
    assert words in text_of(answer)
    row.refresh_from_db()
    assert row.state == "proposed"


def test_second_writer_sees_both_versions(world, meeting):
    row = propose_meeting(actor=world.users["member"], one=world.public, other=meeting, reasons=[], on=clock.today())
    follow_up(
        actor=world.users["administrator"],
        introduction=row,
        version=1,
        state="no_follow_up",
        outcome="Pas le moment.",
        today=clock.today(),
    )
    typed = {"version": 1, "state": "met", "met_on": "2026-01-05", "outcome": "Une belle rencontre."}
    answer = world.clients["member"].post(f"{PAGE}{row.public_id}/", typed)
    assert answer.status_code == 409
    for words in ("Pas le moment.", "Une belle rencontre."):
        assert words in text_of(answer)


def test_rules_of_the_domain(world, meeting):
    member, today = world.users["member"], clock.today()
    with pytest.raises(ValidationError, match="deux organisations différentes"):
        propose_meeting(actor=member, one=meeting, other=meeting, reasons=[], on=today)
    row = propose_meeting(actor=member, one=meeting, other=world.public, reasons=[], on=today)
    assert (row.first, row.second) == (world.public, meeting)
    with pytest.raises(ValidationError, match="suivez déjà"):
        put_aside(actor=member, one=world.public, other=meeting, reasons=[], on=today)
    with pytest.raises(ValidationError, match="ne participent pas"):
        follow_up(actor=member, introduction=row, version=1, state="allied", alliance=world.alliance, today=today)
    with pytest.raises(StaleIntroduction):
        follow_up(actor=member, introduction=row, version=7, state="met", met_on=today, today=today)
    with pytest.raises(ValidationError, match="pas encore venu"):
        follow_up(
            actor=member,
            introduction=row,
            version=1,
            state="met",
            met_on=today + timedelta(days=1),
            today=today,
        )


def test_empty_page_teaches_the_first_step(world):
    Organisation.objects.filter(pk=world.members_only.pk).update(audience="stewards")
    page = text_of(world.clients["member"].get(PAGE))
    assert "Pas encore de conseil ici" in page
    assert "/organisations/atelier-public/modifier/besoins/" in page


@pytest.mark.parametrize("path", [f"{PAGE}?organisation=absente", f"{PAGE}?territory=zzz"])
def test_unknown_subject_is_said_and_the_page_lives(world, path):
    assert "conseils pour tout le réseau" in text_of(world.clients["member"].get(path))


def test_organisation_page_leads_its_own_people_to_the_advice(world):
    link = "/reseau/conseils/?organisation=atelier-public"
    assert link in text_of(world.clients["member"].get("/organisations/atelier-public/"))
    assert link not in text_of(world.clients["neighbour"].get("/organisations/atelier-public/"))
    assert link not in text_of(world.clients["anonymous"].get("/organisations/atelier-public/"))


def test_page_asks_the_same_for_one_and_three(world, meeting):
    client = world.clients["member"]
    counts = []
    for more in (0, 3):
        for rank in range(more):
            organisation(f"Autre {rank}", world.public.seat)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 26


def test_erased_person_leaves_the_meetings_to_the_organisations(world, meeting):
    row = propose_meeting(actor=world.users["neighbour"], one=world.public, other=meeting, reasons=[], on=clock.today())
    world.users["neighbour"].delete()
    row.refresh_from_db()
    assert row.proposed_by is None
    assert world.clients["member"].get(f"{PAGE}{row.public_id}/").status_code == 200


def test_need_that_is_over_is_no_reason(world, meeting):
    row = world.public.resources.get()
    row.period = (date(2010, 1, 1), date(2011, 1, 1))
    row.save()
    assert "Un besoin, une offre." not in text_of(world.clients["member"].get(PAGE))


def test_large_network_says_that_only_a_part_is_compared(world, meeting, monkeypatch):
    monkeypatch.setattr("maillage.alliances.selectors.advice.MOST_COMPARED", 2)
    client = world.clients["administrator"]
    assert "seules ses 500 organisations" in text_of(client.get(f"{PAGE}?territory=62"))
    assert "seules ses 500 organisations" not in text_of(client.get(f"{PAGE}?organisation=atelier-public"))
