"""An erased person is no longer named in what imports and meetings keep, as everywhere else."""

import json
from datetime import date

import pytest

from maillage.accounts.domain.creation import create_account
from maillage.accounts.domain.erasure import describe_erasure, erase_account
from maillage.alliances.domain.importing import apply_import, start_import
from maillage.alliances.domain.introductions import follow_up, propose_meeting
from maillage.alliances.models import Introduction, NetworkImport
from maillage.organisations.domain.rights import grant_membership
from tests.alliances.importing import csv

ADDRESS = "camille.durand@example.org"
TODAY = date(2026, 11, 22)


@pytest.fixture
def camille(world):
    """Somebody of the organisation that the imports are about."""
    user = create_account(actor=None, email=ADDRESS, display_name="Camille Durand")
    grant_membership(actor=None, organisation=world.public, user=user, role="contributor", start=date(2020, 1, 1))
    return user


def brought_by(user, *rows: str, done: bool = True, name: str = "carnet.csv") -> NetworkImport:
    brought = start_import(actor=user, files=[(name, csv("de,vers,lien,source,precision", *rows))])
    if not done:
        return brought
    brought.choices = {"0": brought.nodes[0]["proposals"][0]} if brought.nodes[0]["proposals"] else {}
    brought.save()
    return apply_import(actor=user, brought=brought)


def kept(brought: NetworkImport) -> str:
    brought.refresh_from_db()
    columns = (brought.file_name, brought.nodes, brought.ties, brought.problems, brought.kept)
    return json.dumps(columns, ensure_ascii=False)


def test_rows_of_an_import_about_the_organisation_of_a_person_name_them_no_more(world, camille):
    brought = brought_by(
        world.users["administrator"],
        "Atelier public,Une neuve,finance,Entretien avec Camille Durand,Selon DURAND Camille",
        name="carnet de Camille Durand.csv",
    )
    assert kept(brought).count("Durand") == 2
    erase_account(actor=None, user=camille)
    assert "urand" not in kept(brought).lower()
    assert brought.ties[0]["source"] == "Entretien avec personne effacée"
    assert brought.file_name == "carnet de personne effacée.csv"
    assert [row["outcome"] for row in brought.ties] == ["create"]


def test_address_leaves_every_import_and_a_name_only_those_around_the_person(world, camille):
    author = world.users["administrator"]
    written = brought_by(author, f"Autre neuve,Une neuve,finance,{ADDRESS},")
    named = brought_by(author, "Encore une,Dernière neuve,finance,,Hommage à Camille Durand")
    erase_account(actor=None, user=camille)
    assert ADDRESS not in kept(written)
    assert "Hommage à Camille Durand" in kept(named)


def test_what_a_person_tried_goes_with_them_and_what_they_wrote_stays_without_their_name(world, camille):
    done = brought_by(camille, "Atelier public,Une neuve,finance,Camille Durand,")
    tried = brought_by(camille, "Atelier public,Encore une,finance,Camille Durand,", done=False)
    fates = {str(fate.label): fate for fate in describe_erasure(camille)}
    assert fates["Réseaux essayés ou annulés, dont rien n’est sur le site"].erased == 1
    assert fates["Rencontres proposées et réseaux importés"].kept == 1
    erase_account(actor=None, user=camille)
    assert not NetworkImport.objects.filter(pk=tried.pk).exists()
    assert "Durand" not in kept(done)
    assert done.user is None


def test_reasons_and_outcome_of_a_meeting_name_the_person_no_more(world, camille):
    reasons = [("need", "Atelier public cherche un lieu (Camille Durand s’en occupe)")]
    meeting = propose_meeting(
        actor=world.users["administrator"], one=world.public, other=world.elsewhere, reasons=reasons, on=TODAY
    )
    follow_up(
        actor=world.users["administrator"],
        introduction=meeting,
        version=meeting.version,
        state="met",
        today=TODAY,
        met_on=TODAY,
        outcome=f"Vu Camille Durand ({ADDRESS}).",
    )
    erase_account(actor=None, user=camille)
    meeting.refresh_from_db()
    assert meeting.outcome == "Vu personne effacée (personne effacée)."
    assert meeting.reasons[0]["text"] == "Atelier public cherche un lieu (personne effacée s’en occupe)"
    events = Introduction.pgh_event_model.objects.filter(pgh_obj_id=meeting.pk)
    assert not [each for each in events if "Durand" in f"{each.outcome} {each.reasons}"]
