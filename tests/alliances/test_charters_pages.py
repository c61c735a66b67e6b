"""Issuing a version, saying yes, asking by mail, taking the files away."""

from django.core import mail

from maillage.alliances.domain.asking import send_request
from maillage.alliances.models import Charter, CharterAgreement, Request
from maillage.core import clock

CHARTER = "/alliances/ecole-et-metiers/charte/"
WORDS = {"purpose": "Agir ensemble.", "rules": "Se parler.", "after": "0"}


def test_charter_is_issued_then_agreed_to(world):
    member = world.clients["member"]
    assert "Aucune charte n’est encore établie" in member.get(CHARTER).content.decode()
    assert member.post(f"{CHARTER}nouvelle/", WORDS).status_code == 302
    page = member.get(CHARTER).content.decode()
    assert "Donner notre accord" in page
    assert "Donner notre accord" not in world.clients["anonymous"].get(CHARTER).content.decode()
    member.post(f"{CHARTER}1/accord/", {"organisation": str(world.public.public_id)})
    page = world.clients["anonymous"].get(CHARTER).content.decode()
    assert "1 organisation sur 2 a dit oui à la version 1." in page


def test_version_issued_meanwhile_keeps_what_was_typed(world):
    world.clients["neighbour"].post(f"{CHARTER}nouvelle/", WORDS)
    answer = world.clients["member"].post(f"{CHARTER}nouvelle/", {**WORDS, "purpose": "Agir autrement."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Agir autrement." in page
    assert 'name="after" value="1"' in page


def test_yes_for_an_organisation_of_others_is_not_found(world):
    world.clients["member"].post(f"{CHARTER}nouvelle/", WORDS)
    for key in (world.elsewhere.public_id, world.stewards_only.public_id, "x"):
        answer = world.clients["member"].post(f"{CHARTER}1/accord/", {"organisation": str(key)})
        assert answer.status_code == 404
    assert not CharterAgreement.objects.exists()


def test_yes_to_a_former_version_shows_the_new_one(world):
    member = world.clients["member"]
    member.post(f"{CHARTER}nouvelle/", WORDS)
    member.post(f"{CHARTER}nouvelle/", {**WORDS, "rules": "Décider ensemble.", "after": "1"})
    answer = member.post(f"{CHARTER}1/accord/", {"organisation": str(world.public.public_id)}, follow=True)
    assert "Une version plus récente a été établie" in answer.content.decode()
    assert not CharterAgreement.objects.exists()
    assert "Une version plus récente existe" in member.get(f"{CHARTER}1/").content.decode()


def test_participant_is_asked_by_mail_and_answers_without_an_account(world):
    member = world.clients["member"]
    member.post(f"{CHARTER}nouvelle/", WORDS)
    asked = {"organisation": str(world.elsewhere.public_id), "email": "lycee@exemple.fr"}
    assert member.post(f"{CHARTER}1/demander/", asked).status_code == 302
    request = Request.objects.get()
    send_request(request_id=request.pk, origin="http://testserver/", asker="Membre", now=clock.now())
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/reponses/" in line)
    path = link[link.index("/reponses/") :].strip()
    assert "Se parler." in world.clients["anonymous"].get(path).content.decode()
    assert world.clients["anonymous"].post(path, {"answer": "confirm"}).status_code == 200
    assert "(par lien)" in world.clients["anonymous"].get(CHARTER).content.decode()


def test_files_are_named_and_kept_from_shared_caches(world):
    world.clients["member"].post(f"{CHARTER}nouvelle/", WORDS)
    answer = world.clients["anonymous"].get(f"{CHARTER}1.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="charte-ecole-et-metiers-1.pdf"'
    assert answer["Cache-Control"] == "private"
    secret = f"/alliances/{world.partners_alliance.slug}/charte/"
    world.clients["member"].post(f"{secret}nouvelle/", WORDS)
    assert Charter.objects.filter(alliance=world.partners_alliance).count() == 1
    assert world.clients["member"].get(f"{secret}1.docx")["Cache-Control"] == "no-store"
    assert world.clients["neighbour"].get(f"{secret}1.docx").status_code == 404
