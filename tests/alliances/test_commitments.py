"""What is undertaken is followed until its proof: open, late, kept, renegotiated, abandoned."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from maillage.alliances.domain.commitments import (
    Settled,
    StaleCommitment,
    abandon_commitment,
    add_commitment,
    keep_commitment,
    remove_commitment,
    renegotiate_commitment,
    reopen_commitment,
    restore_commitment,
    update_commitment,
)
from maillage.alliances.models import Commitment
from maillage.alliances.selectors.commitments import read_commitments, say_delay
from maillage.core import clock

TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-30 12:00+02:00", tick=False):
        yield


def undertaken(world, **changes) -> Commitment:
    facts = {"decision": "Ouvrir l’atelier", "accountable": world.public, **changes}
    return add_commitment(actor=None, alliance=world.alliance, changes=facts)


def read(world, on: date = TODAY):
    return read_commitments(world.alliance, world.users["member"], on=on, today=TODAY)


def test_commitments_are_said_in_one_sentence(world):
    for day in (1, 2):
        kept = undertaken(world, decision=f"Tenu {day}")
        keep_commitment(actor=None, commitment=kept, version=1, on=TODAY, proof="Le compte rendu")
    undertaken(world, due_on=TODAY - timedelta(days=22))
    undertaken(world, due_on=TODAY)
    assert read(world).sentence.replace("\xa0", " ") == ("2 engagements tenus, 1 en retard de 3 semaines, 1 en cours.")
    assert [row.state for row in read(world).rows] == ["late", "open", "kept", "kept"]


def test_several_late_ones_say_the_oldest(world):
    undertaken(world, due_on=TODAY - timedelta(days=3))
    undertaken(world, due_on=TODAY - timedelta(days=400))
    assert read(world).sentence.replace("\xa0", " ") == "2 engagements en retard (le plus ancien de 13 mois)."


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 jour"), (13, "13 jours"), (21, "3 semaines"), (90, "2 mois"), (800, "2 ans")]
)
def test_delay_is_said_in_the_unit_people_count_in(days, said):
    assert say_delay(days).replace("\xa0", " ") == said


def test_commitment_on_a_past_day_stands_as_it_stood(world):
    kept = undertaken(world, decided_on=date(2025, 1, 1), due_on=date(2025, 6, 1))
    keep_commitment(actor=None, commitment=kept, version=1, on=date(2025, 9, 1), proof="Vu")
    undertaken(world, decision="Sans date")
    assert [row.state for row in read(world, date(2024, 1, 1)).rows] == []
    assert [row.state for row in read(world, date(2025, 3, 1)).rows] == ["open"]
    assert [row.state for row in read(world, date(2025, 7, 1)).rows] == ["late"]
    assert [row.state for row in read(world, date(2025, 10, 1)).rows] == ["kept"]
    assert read(world, date(2025, 3, 1)).undated == 1
    assert len(read(world).rows) == 2


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"decision": " "}, "decision"),
        ({"form": "fifty_fifty"}, "counterpart"),
        ({"form": "fifty_fifty", "counterpart": "Planter"}, "counterpart_by"),
        ({"decided_on": date(2026, 7, 1)}, "decided_on"),
        ({"decided_on": date(2026, 5, 2), "due_on": date(2026, 5, 1)}, "due_on"),
    ],
)
def test_commitment_that_does_not_hold_is_refused(world, changes, where):
    with pytest.raises(ValidationError) as refused:
        undertaken(world, **changes)
    assert where in refused.value.message_dict


def test_organisation_outside_the_alliance_answers_for_nothing(world):
    with pytest.raises(ValidationError) as refused:
        undertaken(world, accountable=world.members_only)
    assert "accountable" in refused.value.message_dict


def test_fifty_fifty_holds_both_halves(world):
    both = undertaken(
        world, form="fifty_fifty", counterpart="Entretenir le verger", counterpart_by="Les habitants de la cité"
    )
    assert (both.counterpart, both.counterpart_by) == ("Entretenir le verger", "Les habitants de la cité")
    simple = update_commitment(actor=None, commitment=both, version=1, changes={"form": "simple"})
    assert (simple.counterpart, simple.counterpart_by) == ("", "")


def test_kept_without_a_proof_is_refused(world):
    with pytest.raises(ValidationError) as refused:
        keep_commitment(actor=None, commitment=undertaken(world), version=1, on=TODAY, proof=" ")
    assert "proof" in refused.value.message_dict


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2025, 12, 31)])
def test_outcome_to_come_or_before_the_decision_is_refused(world, day):
    commitment = undertaken(world, decided_on=date(2026, 1, 1))
    with pytest.raises(ValidationError) as refused:
        keep_commitment(actor=None, commitment=commitment, version=1, on=day, proof="Vu")
    assert "on" in refused.value.message_dict


def test_renegotiated_commitment_leads_to_the_one_that_replaces_it(world):
    former = undertaken(world, due_on=date(2026, 6, 1))
    added = renegotiate_commitment(
        actor=None,
        commitment=former,
        version=1,
        on=TODAY,
        changes={"decision": "Ouvrir l’atelier le samedi", "due_on": date(2026, 12, 1)},
    )
    former.refresh_from_db()
    assert (former.state, former.replaced_by, former.settled_on) == ("renegotiated", added, TODAY)
    assert (added.accountable, added.decided_on, added.state) == (world.public, TODAY, "open")
    assert read(world).sentence.replace("\xa0", " ") == "1 engagement en cours, 1 renégocié."
    with pytest.raises(Settled):
        reopen_commitment(actor=None, commitment=former, version=former.version)


def test_settled_commitment_is_reopened_but_not_settled_twice(world):
    commitment = undertaken(world)
    gone = abandon_commitment(actor=None, commitment=commitment, version=1, on=TODAY, reason="Plus de local")
    with pytest.raises(Settled):
        keep_commitment(actor=None, commitment=gone, version=gone.version, on=TODAY, proof="Vu")
    again = reopen_commitment(actor=None, commitment=gone, version=gone.version)
    assert (again.state, again.settled_on) == ("open", None)


def test_stale_outcome_is_refused(world):
    commitment = undertaken(world)
    update_commitment(actor=None, commitment=commitment, version=1, changes={"decision": "Autre chose"})
    with pytest.raises(StaleCommitment) as refused:
        keep_commitment(actor=None, commitment=commitment, version=1, on=TODAY, proof="Vu")
    assert refused.value.current.decision == "Autre chose"


def test_commitment_taken_back_is_put_back(world):
    commitment = undertaken(world, due_on=TODAY)
    remove_commitment(actor=None, commitment=commitment)
    assert not Commitment.objects.exists()
    again = restore_commitment(actor=None, alliance=world.alliance, public_id=commitment.public_id)
    assert (again.decision, again.accountable, again.due_on) == ("Ouvrir l’atelier", world.public, TODAY)


def test_commitment_of_an_organisation_the_reader_does_not_see_is_not_counted(world, client):
    commitment = add_commitment(
        actor=None,
        alliance=world.partners_alliance,
        changes={"decision": "Se taire", "accountable": world.members_only},
    )
    world.partners_alliance.audience = "public"
    world.partners_alliance.save()
    assert clock.today() == TODAY
    page = client.get(f"/alliances/{world.partners_alliance.slug}/engagements/").content.decode()
    assert "Se taire" not in page
    assert "1 engagement" not in page.replace("\xa0", " ")
    assert str(commitment.public_id) not in page
