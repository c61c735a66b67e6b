"""Noting a commitment, saying what became of it, and what one's own space shows of it."""

from datetime import timedelta

from maillage.alliances.domain.commitments import add_commitment
from maillage.alliances.models import Commitment
from maillage.core import clock

LIST = "/alliances/ecole-et-metiers/engagements/"


def undertaken(world, name: str = "alliance", **changes) -> str:
    facts = {"decision": "Ouvrir l’atelier", "accountable": world.public, **changes}
    added = add_commitment(actor=None, alliance=getattr(world, name), changes=facts)
    return f"/alliances/{getattr(world, name).slug}/engagements/{added.public_id}/"


def test_commitment_is_noted_then_kept_with_its_proof(world):
    member = world.clients["member"]
    typed = {"decision": "Ouvrir l’atelier", "form": "simple", "accountable": str(world.elsewhere.public_id)}
    assert member.post(f"{LIST}nouveau/", typed).status_code == 302
    commitment = Commitment.objects.get()
    address = f"{LIST}{commitment.public_id}/"
    assert member.get(address).status_code == 200
    outcome = {"action": "tenu", "tenu-version": "1", "tenu-on": clock.today().isoformat()}
    refused = member.post(address, outcome)
    assert refused.status_code == 422
    assert "Donnez la preuve" in refused.content.decode()
    assert member.post(address, {**outcome, "tenu-proof_url": "https://exemple.fr/pv"}).status_code == 302
    page = world.clients["anonymous"].get(LIST).content.decode()
    assert "1 engagement tenu." in page.replace("\xa0", " ")
    assert 'href="https://exemple.fr/pv"' in page


def test_organisation_not_around_the_table_cannot_be_chosen(world):
    typed = {"decision": "Ouvrir", "form": "simple", "accountable": str(world.members_only.public_id)}
    answer = world.clients["member"].post(f"{LIST}nouveau/", typed)
    assert answer.status_code == 422
    assert "Cercle réservé" not in answer.content.decode()


def test_stale_correction_shows_both_versions(world):
    address = undertaken(world)
    typed = {
        "action": "corriger",
        "corriger-version": "1",
        "corriger-decision": "Ouvrir le samedi",
        "corriger-form": "simple",
        "corriger-accountable": str(world.public.public_id),
    }
    assert world.clients["neighbour"].post(address, {**typed, "corriger-decision": "Ouvrir le soir"}).status_code == 302
    answer = world.clients["member"].post(address, typed)
    assert answer.status_code == 409
    assert "Ouvrir le samedi" in answer.content.decode()
    assert "Ouvrir le soir" in answer.content.decode()
    assert world.clients["member"].post(address, {**typed, "corriger-version": "2"}).status_code == 302


def test_stale_outcome_keeps_what_was_typed(world):
    address = undertaken(world)
    Commitment.objects.update(version=4)
    outcome = {"action": "tenu", "tenu-version": "1", "tenu-on": clock.today().isoformat(), "tenu-proof": "Le registre"}
    answer = world.clients["member"].post(address, outcome)
    assert answer.status_code == 409
    assert "Le registre" in answer.content.decode()


def test_commitment_is_renegotiated_abandoned_reopened_and_taken_back(world):
    member, day = world.clients["member"], clock.today().isoformat()
    address = undertaken(world)
    again = {"action": "renegocie", "renegocie-version": "1", "renegocie-on": day, "renegocie-decision": "Autrement"}
    assert member.post(address, again).status_code == 302
    assert member.get(address).status_code == 200
    other = f"{LIST}{Commitment.objects.get(decision='Autrement').public_id}/"
    gone = {"action": "abandonne", "abandonne-version": "1", "abandonne-on": day, "abandonne-reason": "Plus de local"}
    assert member.post(other, gone).status_code == 302
    assert "Plus de local" in member.get(other).content.decode()
    assert "Plus de local" in member.get(LIST).content.decode()
    assert member.post(f"{other}rouvrir/").status_code == 302
    assert Commitment.objects.get(decision="Autrement").state == "open"
    mistaken = undertaken(world, decision="Par erreur")
    removed = member.post(f"{mistaken}retirer/")
    assert "L’engagement est retiré" in member.get(removed.url).content.decode()
    assert member.post(f"{mistaken}remettre/").status_code == 302
    assert Commitment.objects.filter(decision="Par erreur").exists()


def test_own_space_shows_what_is_late_in_ones_alliances(world):
    late = clock.today() - timedelta(days=30)
    undertaken(world, due_on=late)
    undertaken(world, "partners_alliance", decision="Se taire", due_on=late)
    mine = {
        name: world.clients[name].get("/mon-espace/").content.decode() for name in ("member", "neighbour", "steward")
    }
    assert "Ouvrir l’atelier" in mine["member"]
    assert "Se taire" in mine["member"]
    assert "Ouvrir l’atelier" in mine["neighbour"]
    assert "Se taire" not in mine["neighbour"]
    assert "Ouvrir l’atelier" not in mine["steward"]


def test_unknown_action_is_refused(world):
    assert world.clients["member"].post(undertaken(world), {"action": "effacer"}).status_code == 404
