"""Writing a milestone in a minute, losing nothing of what was typed, and its image seen by whom it should."""

from datetime import timedelta

import pytest

from maillage.alliances.domain.path import add_milestone, drop_images
from maillage.alliances.models import Milestone
from maillage.core import clock
from maillage.core.images import read_image
from tests.alliances.test_path_images import photo

ADD = "/alliances/ecole-et-metiers/jalons/nouveau/"
PATH = "/alliances/ecole-et-metiers/chemin/"


def test_milestone_is_written_with_one_sentence(world):
    answer = world.clients["member"].post(
        ADD, {"title": "La convention est signée", "kind": "success", "on": "06/2014"}
    )
    assert (answer.status_code, answer.url) == (302, PATH)
    page = world.clients["anonymous"].get(PATH).content.decode()
    assert "juin 2014" in page
    assert "Réussite" in page
    assert "La convention est signée" in page


def test_milestone_with_a_bad_file_keeps_what_was_typed(world):
    typed = {"title": "Inauguration", "kind": "step", "on": "2014", "text": "Un long récit.", "image_alt": "La salle"}
    bad = photo()
    bad.file.seek(0)
    bad.file.write(b"nothing of a picture")
    bad.file.seek(0)
    answer = world.clients["member"].post(ADD, {**typed, "image": bad})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "n’est pas une image lisible" in page
    assert "Choisissez de nouveau l’image" in page
    assert all(words in page for words in ("Inauguration", "Un long récit.", "La salle"))


def test_image_without_a_description_is_refused_at_its_field(world):
    answer = world.clients["member"].post(ADD, {"title": "Inauguration", "kind": "step", "image": photo()})
    assert answer.status_code == 422
    assert 'href="#id_image_alt"' in answer.content.decode()
    assert not Milestone.objects.exists()


def test_image_is_shown_to_who_sees_the_alliance(world):
    world.clients["member"].post(
        ADD, {"title": "Inauguration", "kind": "step", "image": photo(), "image_alt": "La salle comble"}
    )
    milestone = Milestone.objects.get()
    page = world.clients["anonymous"].get(PATH).content.decode()
    assert 'alt="La salle comble" loading="lazy"' in page
    answer = world.clients["anonymous"].get(f"/alliances/ecole-et-metiers/jalons/{milestone.public_id}/image/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer.content[:4] == b"RIFF"
    assert "Camille" not in milestone.image.name


@pytest.mark.parametrize(("visitor", "status"), [("anonymous", 404), ("neighbour", 404), ("member", 200)])
def test_image_of_a_closed_alliance_is_for_its_partners(world, visitor, status):
    changes = {"title": "Secret", "image": read_image(photo()), "image_alt": "La cave"}
    milestone = add_milestone(actor=None, alliance=world.partners_alliance, changes=changes)
    slug = world.partners_alliance.slug
    answer = world.clients[visitor].get(f"/alliances/{slug}/jalons/{milestone.public_id}/image/")
    assert answer.status_code == status
    assert world.clients[visitor].get(f"/media/{milestone.image.name}").status_code == 404
    crossed = world.clients[visitor].get(f"/alliances/ecole-et-metiers/jalons/{milestone.public_id}/image/")
    assert crossed.status_code == 404
    if status == 200:
        assert answer["Cache-Control"] == "no-store"


def test_stale_form_shows_both_versions(world):
    milestone = add_milestone(actor=None, alliance=world.alliance, changes={"title": "Une idée"})
    address = f"/alliances/ecole-et-metiers/jalons/{milestone.public_id}/"
    typed = {"title": "Mon idée", "kind": "step", "version": "1"}
    assert world.clients["neighbour"].post(address, {**typed, "title": "Leur idée"}).status_code == 302
    answer = world.clients["member"].post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon idée" in page
    assert "Leur idée" in page
    assert world.clients["member"].post(address, {**typed, "version": "2"}).status_code == 302


def test_removal_is_undone_in_one_gesture(world):
    changes = {"title": "Une idée", "image": read_image(photo()), "image_alt": "Un croquis"}
    milestone = add_milestone(actor=None, alliance=world.alliance, changes=changes)
    address = f"/alliances/ecole-et-metiers/jalons/{milestone.public_id}/"
    removed = world.clients["member"].post(f"{address}retirer/")
    page = world.clients["member"].get(removed.url).content.decode()
    assert "Le jalon est retiré" in page
    assert f"{address}remettre/" in page
    assert f"{address}remettre/" not in world.clients["anonymous"].get(removed.url).content.decode()
    world.clients["member"].post(f"{address}remettre/")
    again = Milestone.objects.get()
    assert (again.title, again.image.name) == ("Une idée", milestone.image.name)


def test_milestone_put_back_once_its_image_is_erased_has_none(world):
    changes = {"title": "Une idée", "image": read_image(photo()), "image_alt": "Un croquis"}
    milestone = add_milestone(actor=None, alliance=world.alliance, changes=changes)
    address = f"/alliances/ecole-et-metiers/jalons/{milestone.public_id}/"
    world.clients["member"].post(f"{address}retirer/")
    drop_images(before=clock.now() + timedelta(days=1))
    world.clients["member"].post(f"{address}remettre/")
    again = Milestone.objects.get()
    assert (again.title, again.image.name, again.image_alt) == ("Une idée", "", "")


def test_image_taken_off_is_erased_after_a_while(world):
    changes = {"title": "Inauguration", "image": read_image(photo()), "image_alt": "La salle"}
    kept = add_milestone(actor=None, alliance=world.alliance, changes=changes)
    gone = add_milestone(actor=None, alliance=world.alliance, changes={**changes, "image": read_image(photo())})
    name, storage = gone.image.name, gone.image.storage
    address = f"/alliances/ecole-et-metiers/jalons/{gone.public_id}/"
    world.clients["member"].post(
        address, {"title": "Inauguration", "kind": "step", "without_image": "on", "version": "1"}
    )
    gone.refresh_from_db()
    assert (gone.image.name, gone.image_alt) == ("", "")
    assert drop_images(before=clock.now() - timedelta(days=30)) == 0
    assert drop_images(before=clock.now() + timedelta(days=1)) == 1
    assert not storage.exists(name)
    assert storage.exists(kept.image.name)
