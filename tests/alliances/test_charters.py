"""The charter: frozen words, numbered versions, and nobody moved to one without saying yes."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from maillage.accounts.domain.creation import create_account
from maillage.accounts.domain.erasure import erase_account
from maillage.alliances.domain.answering import answer_request
from maillage.alliances.domain.charters import (
    FormerVersion,
    NotASignatory,
    StaleCharter,
    agree_to_charter,
    ask_for_agreement,
    issue_charter,
)
from maillage.alliances.domain.commitments import add_commitment, update_commitment
from maillage.alliances.domain.participations import add_participation
from maillage.alliances.models import Charter, CharterAgreement, Participation, Request
from maillage.alliances.selectors.charter_sheet import write_sheet
from maillage.alliances.selectors.charters import read_charter
from maillage.core import clock
from maillage.documents.pdf import render_pdf
from maillage.documents.sheet import Table
from maillage.documents.word import render_docx
from maillage.organisations.domain.rights import grant_membership


def issued(world, *, rules: str = "Se parler.", name: str = "alliance") -> Charter:
    alliance = getattr(world, name)
    after = Charter.objects.filter(alliance=alliance).count()
    return issue_charter(
        actor=None, alliance=alliance, purpose="Agir ensemble.", rules=rules, after=after, now=clock.now()
    )


def agreed(world, charter: Charter, name: str = "public", user: str = "member") -> None:
    organisation = getattr(world, name)
    agree_to_charter(actor=world.users[user], charter=charter, organisation=organisation, now=clock.now())


def shown(world, user: str = "member", number: int | None = None):
    today = clock.today()
    return read_charter(
        world.alliance, world.users[user], own=frozenset({world.public.pk}), on=today, today=today, number=number
    )


def test_version_holds_the_words_of_its_day(world):
    facts = {"decision": "Ouvrir l’atelier", "accountable": world.public}
    commitment = add_commitment(actor=None, alliance=world.alliance, changes=facts)
    charter = issued(world)
    update_commitment(actor=None, commitment=commitment, version=1, changes={"decision": "Fermer l’atelier"})
    charter.refresh_from_db()
    assert charter.number == 1
    assert [(each["name"], each["text"]) for each in charter.commitments] == [
        ("Atelier public", "Ouvrir l’atelier"),
        ("Voisine de Lens", ""),
    ]


def test_version_without_a_change_is_refused(world):
    issued(world)
    with pytest.raises(ValidationError, match="Rien n’a changé"):
        issued(world)
    assert issued(world, rules="Se parler vraiment.").number == 2


def test_version_written_while_another_was_issued_is_refused(world):
    issued(world)
    with pytest.raises(StaleCharter) as refused:
        issue_charter(actor=None, alliance=world.alliance, purpose="Autrement.", rules="", after=0, now=clock.now())
    assert refused.value.current.number == 1


def test_nobody_is_moved_to_a_new_version(world):
    agreed(world, issued(world))
    issued(world, rules="Décider ensemble.")
    page = shown(world)
    assert page.sentence == (
        "Aucune organisation n’a encore dit oui à la version 2 ; 1 en est restée à une version précédente."
    )
    assert [(each.agreement, each.former) for each in page.signatories] == [(None, 1), (None, None)]
    assert shown(world, number=1).sentence == "1 organisation sur 2 a dit oui à la version 1."


def test_former_version_is_agreed_to_no_more(world):
    former = issued(world)
    issued(world, rules="Décider ensemble.")
    with pytest.raises(FormerVersion):
        agreed(world, former)


@pytest.mark.parametrize(
    ("user", "name"),
    [("neighbour", "public"), ("administrator", "public"), ("steward", "public"), ("member", "elsewhere")],
)
def test_only_its_own_people_say_yes_for_an_organisation(world, user, name):
    charter = issued(world)
    with pytest.raises(NotASignatory):
        agreed(world, charter, name, user)
    assert not CharterAgreement.objects.exists()


def test_organisation_that_contests_its_part_does_not_sign(world):
    charter = issued(world)
    Participation.objects.filter(organisation=world.public, alliance=world.alliance).update(state="contested")
    with pytest.raises(NotASignatory):
        agreed(world, charter)


def test_yes_said_twice_is_one(world):
    charter = issued(world)
    agreed(world, charter)
    agreed(world, charter)
    assert CharterAgreement.objects.count() == 1


def test_yes_by_a_mailed_link_says_so(world):
    charter = issued(world)
    request = ask_for_agreement(
        actor=world.users["member"],
        charter=charter,
        organisation=world.elsewhere,
        email="lycee@exemple.fr",
        origin="https://testserver/",
        now=clock.now(),
    )
    answer_request(actor=None, request=request, answer="confirm", text="", now=clock.now())
    assert CharterAgreement.objects.get().by_link
    with pytest.raises(ValidationError, match="déjà dit oui"):
        ask_for_agreement(
            actor=world.users["member"],
            charter=charter,
            organisation=world.elsewhere,
            email="lycee@exemple.fr",
            origin="https://testserver/",
            now=clock.now(),
        )


def test_new_version_closes_the_questions_about_the_former(world):
    ask_for_agreement(
        actor=world.users["member"],
        charter=issued(world),
        organisation=world.elsewhere,
        email="lycee@exemple.fr",
        origin="https://testserver/",
        now=clock.now(),
    )
    issued(world, rules="Décider ensemble.")
    assert Request.objects.get().expires_at <= clock.now()


def test_charter_leaves_out_the_organisations_its_reader_does_not_see(world):
    add_participation(actor=None, alliance=world.alliance, organisation=world.members_only)
    facts = {"decision": "Prêter la salle", "accountable": world.members_only}
    add_commitment(actor=None, alliance=world.alliance, changes=facts)
    issued(world)
    pages = {
        name: world.clients[name].get("/alliances/ecole-et-metiers/charte/").content.decode()
        for name in ("member", "anonymous")
    }
    assert "Cercle réservé" in pages["member"]
    assert "Cercle réservé" not in pages["anonymous"]
    assert "Prêter la salle" not in pages["anonymous"]
    file = world.clients["anonymous"].get("/alliances/ecole-et-metiers/charte/1.docx").content
    words = "".join(cell.text for table in Document(BytesIO(file)).tables for row in table.rows for cell in row.cells)
    assert "Atelier public" in words
    assert "Cercle réservé" not in words
    assert "Prêter la salle" not in words


def test_erased_person_is_no_longer_named_in_a_frozen_version(world):
    camille = create_account(actor=None, email="camille.durand@example.org", display_name="Camille Durand")
    grant_membership(actor=None, organisation=world.public, user=camille, role="contributor", start=date(2020, 1, 1))
    facts = {"decision": "Écrire à camille.durand@example.org", "accountable": world.public}
    add_commitment(actor=None, alliance=world.alliance, changes={**facts, "counterpart_by": ""})
    charter = issued(world, rules="Camille Durand tient les comptes.")
    erase_account(actor=None, user=camille)
    charter.refresh_from_db()
    assert charter.rules == "personne effacée tient les comptes."
    assert charter.commitments[0]["text"] == "Écrire à personne effacée"
    assert charter.commitments[0]["name"] == "Atelier public"
    events = Charter.pgh_event_model.objects.filter(pgh_obj_id=charter.pk)
    assert all("camille" not in str(each.commitments).lower() for each in events)


def test_sheet_has_a_place_to_sign_for_each(world):
    facts = {
        "decision": "Planter",
        "accountable": world.public,
        "form": "fifty_fifty",
        "counterpart": "Entretenir",
        "counterpart_by": "Les habitants",
    }
    add_commitment(actor=None, alliance=world.alliance, changes=facts)
    charter = issued(world, rules="- Se parler\n- Décider ensemble")
    agreed(world, charter)
    sheet = write_sheet(world.alliance, shown(world))
    undertaken, signed = (block for block in sheet.blocks if isinstance(block, Table))
    assert undertaken.rows[0][:2] == ("Atelier public", "Planter\nEn échange\xa0: Entretenir (Les habitants)")
    assert undertaken.rows[1] == ("Voisine de Lens", "À préciser", "")
    assert [row[0] for row in signed.rows] == ["Atelier public", "Voisine de Lens"]
    assert "Accord donné sur le site" in signed.rows[0][2]
    assert render_pdf(sheet).startswith(b"%PDF-")
    assert render_docx(sheet).startswith(b"PK")
