"""The mailbox of the demonstration, and its accounts on the sign-in page."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage, get_connection

from maillage.accounts.domain.creation import create_account
from maillage.accounts.mailbox import drop_letters


@pytest.fixture
def folder(tmp_path, settings):
    settings.EMAIL_FILE_PATH = tmp_path
    settings.DEMO = True
    return tmp_path


def send(folder, *subjects):
    with get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder) as connection:
        for subject in subjects:
            body = f"Été, code 1234-5678 <script>alert(1)</script> https://exemple.fr/{subject}\n{'-' * 40}\nfin"
            EmailMessage(subject, body, None, ["camille@example.org"], connection=connection).send()


def text(response):
    return response.content.decode()


def test_mailbox_lists_the_newest_first(client, folder):
    send(folder, "Premier", "Deuxième")
    page = text(client.get("/demonstration/courriels/"))
    assert page.index("Deuxième") < page.index("Premier")


def test_letter_is_read_with_its_accents_and_without_its_scripts(client, folder):
    send(folder, "Premier", "Deuxième")
    name = next(folder.iterdir()).name
    page = text(client.get(f"/demonstration/courriels/{name}/1/"))
    assert "Deuxième" in page
    assert "Été, code 1234-5678" in page
    assert "fin" in page
    assert "<script>alert" not in page


def test_mailbox_shows_fifty_letters_at_most(client, folder):
    send(folder, "Modèle")
    model = next(folder.iterdir())
    for number in range(60):
        copy = folder / f"20260101-000000-{number}.log"
        copy.write_bytes(model.read_bytes().replace(b"Mod", b"N%02d" % number))
        os.utime(copy, (number, number))
    assert text(client.get("/demonstration/courriels/")).count('class="row-title"') == 50


def test_empty_mailbox_teaches(client, folder):
    assert "Aucun message" in text(client.get("/demonstration/courriels/"))


@pytest.mark.parametrize("name", ["absent", "20260101-000000-1.log", "..", "%2e%2e%2fsecret"])
def test_unknown_letter_is_not_found(client, folder, name):
    (folder.parent / "secret").write_text("Subject: secret\n\nsecret")
    assert client.get(f"/demonstration/courriels/{name}/0/").status_code == 404


def test_position_beyond_the_end_is_not_found(client, folder):
    send(folder, "Premier")
    name = next(folder.iterdir()).name
    assert client.get(f"/demonstration/courriels/{name}/0/").status_code == 200
    assert client.get(f"/demonstration/courriels/{name}/1/").status_code == 404


def test_letter_that_is_not_one_is_shown_as_it_can(client, folder):
    (folder / "20260101-000000-1.log").write_bytes(b"\xff\xfe not a letter")
    assert client.get("/demonstration/courriels/").status_code == 200
    assert client.get("/demonstration/courriels/20260101-000000-1.log/0/").status_code == 200


def test_mailbox_does_not_exist_outside_of_the_demonstration(client, folder, settings):
    send(folder, "Premier")
    settings.DEMO = False
    name = next(folder.iterdir()).name
    assert client.get("/demonstration/courriels/").status_code == 404
    assert client.get(f"/demonstration/courriels/{name}/0/").status_code == 404


@pytest.mark.django_db
def test_sign_in_page_shows_the_demonstration_accounts_in_demonstration_only(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    create_account(actor=None, email="membre@example.org", password="fil-de-trame-et-chaine")
    assert "fil-de-trame" not in text(client.get("/connexion/"))
    (tmp_path / "demo-password").write_text("fil-de-trame-et-chaine\n")
    page = text(client.get("/connexion/"))
    assert "fil-de-trame-et-chaine" in page
    assert "membre@example.org" in page
    assert "voisin@example.org" not in page
    client.post("/connexion/", {"login": "membre@example.org", "password": "fil-de-trame-et-chaine"})
    assert client.get("/compte/").status_code == 200
    settings.DEMO = False
    client.post("/deconnexion/")
    assert "fil-de-trame" not in text(client.get("/connexion/"))


def test_letters_are_dropped_after_a_year(folder):
    send(folder, "Premier")
    (folder / "note.txt").write_text("à garder")
    now = datetime.now(UTC)
    assert drop_letters(folder, before=now - timedelta(days=365)) == 0
    assert drop_letters(folder, before=now + timedelta(minutes=1)) == 1
    assert [file.name for file in folder.iterdir()] == ["note.txt"]
    assert drop_letters(folder / "absent", before=now) == 0
