"""The pages that every site owes its visitors."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from maillage.portal import health
from maillage.themes.documents import read_framework
from maillage.themes.domain.loading import load_framework
from maillage.themes.management.commands.load_frameworks import FOLDER

pytestmark = pytest.mark.django_db

MESSAGE = {"name": "Camille", "email": "camille@example.org", "message": "Bonjour, une commune manque.", "website": ""}


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/mentions-legales/", "AGPL"),
        ("/donnees-personnelles/", "Registre"),
        ("/accessibilite/", "Défenseur des droits"),
        ("/plan-du-site/", "Plan du site"),
        ("/aide/", "loos en gohelle"),
        ("/contact/", "Votre message"),
    ],
)
def test_page_is_public(client, address, said):
    answer = client.get(address)
    assert answer.status_code == 200
    assert said in text(answer)


@pytest.mark.parametrize(
    "address", ["/mentions-legales/", "/donnees-personnelles/", "/accessibilite/", "/aide/", "/sante/"]
)
def test_page_is_only_read(client, address):
    assert client.post(address).status_code == 405


def test_accessibility_is_said_not_conforming(client):
    assert "<strong>non conforme</strong>" in text(client.get("/accessibilite/"))


def test_register_comes_from_the_code(client):
    page = text(client.get("/donnees-personnelles/"))
    for name in ("Comptes", "Historique des modifications", "Sécurité", "Messages reçus"):
        assert f">{name}</h3>" in page
    assert "Après 2 ans sans connexion" in page
    assert "30 jours plus tard" in page


def test_legal_notice_says_who_publishes_or_that_it_is_missing(client, settings):
    settings.LEGAL_NOTICE = {"publisher": "", "director": "Jo Martin", "host": "Une salle, Lille"}
    page = text(client.get("/mentions-legales/"))
    assert "Jo Martin" in page
    assert page.count("à renseigner par la structure") == 1


def test_site_map_lists_the_frameworks(client):
    load_framework(actor=None, document=read_framework(FOLDER / "odd.yaml"))
    assert "/referentiels/odd/" in text(client.get("/plan-du-site/"))


def test_message_goes_to_the_administration(client, settings, mailoutbox):
    settings.CONTACT_EMAIL = "equipe@example.org"
    answer = client.post("/contact/", MESSAGE, follow=True)
    assert "Votre message est parti" in text(answer)
    assert mailoutbox[0].to == ["equipe@example.org"]
    assert mailoutbox[0].reply_to == ["camille@example.org"]
    assert "une commune manque" in mailoutbox[0].body


def test_message_without_address_of_the_administration_is_kept_as_a_file(client, settings, tmp_path, mailoutbox):
    settings.CONTACT_EMAIL = ""
    settings.EMAIL_FILE_PATH = tmp_path
    assert client.post("/contact/", MESSAGE).status_code == 302
    assert mailoutbox == []
    (file,) = tmp_path.iterdir()
    assert b"une commune manque" in file.read_bytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": ""}, "Écrivez votre adresse e-mail"),
        ({"email": "camille"}, "Cette adresse est incomplète"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "Cette adresse est incomplète"),
        ({"message": "  "}, "Écrivez votre message."),
        ({"message": "é" * 5001}, "5001 caractères"),
        ({"name": "x" * 3000}, "corriger"),
        ({"message": "nul\0"}, "corriger"),
    ],
)
def test_message_that_cannot_go_is_kept(client, mailoutbox, change, said):
    answer = client.post("/contact/", MESSAGE | change)
    assert answer.status_code == 200
    page = text(answer).replace("\u202f", "").replace("\xa0", "")
    assert said in page
    kept = MESSAGE["message"] if "message" not in change else change["message"].strip("\0 ")
    assert kept in text(answer)
    assert mailoutbox == []


def test_longest_message_goes(client, settings, mailoutbox):
    settings.CONTACT_EMAIL = "equipe@example.org"
    client.post("/contact/", MESSAGE | {"message": "é" * 5000})
    assert len(mailoutbox) == 1


def test_robot_is_thanked_and_nothing_goes(client, settings, mailoutbox):
    settings.CONTACT_EMAIL = "equipe@example.org"
    assert client.post("/contact/", MESSAGE | {"website": "http://spam.example"}).status_code == 302
    assert mailoutbox == []


def test_sixth_message_in_an_hour_waits_and_is_kept(client, settings, mailoutbox):
    settings.CONTACT_EMAIL = "equipe@example.org"
    answers = [client.post("/contact/", MESSAGE) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "une commune manque" in text(answers[5])
    assert len(mailoutbox) == 5


def test_message_that_the_server_refuses_is_kept(client, settings):
    settings.CONTACT_EMAIL = "equipe@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post("/contact/", MESSAGE)
    assert answer.status_code == 503
    assert "une commune manque" in text(answer)
    assert "n’est pas parti" in text(answer)


def test_health_tells_each_part(client, monkeypatch):
    monkeypatch.setitem(health.CHECKS, "index", lambda: None)
    answer = client.get("/sante/")
    assert answer.status_code == 200
    body = answer.json()
    assert {"status", "version", "commit", "database", "index", "queue"} == set(body)
    assert body["status"] == "ok"


def test_health_without_index_is_503(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["index"], answer.json()["database"]) == (503, "en panne", "ok")


def test_health_without_database_is_503(client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the server went away")

    with connection.execute_wrapper(refuse):
        answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["database"], answer.json()["queue"]) == (503, "en panne", "en panne")


def test_health_with_a_job_that_nobody_takes_is_503(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, priority, args, status, scheduled_at) "
            "values ('default', 'essai', 0, '{}', 'todo', now() - interval '16 minutes')"
        )
    assert client.get("/sante/").json()["queue"] == "en panne"


def test_health_with_a_job_planned_for_later_is_well(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, priority, args, status, scheduled_at) "
            "values ('default', 'essai', 0, '{}', 'todo', now() + interval '16 minutes')"
        )
    assert client.get("/sante/").json()["queue"] == "ok"


def test_written_register_has_the_lines_of_the_code():
    from pathlib import Path

    from maillage.accounts.retention import processings
    from maillage.portal.processing import PORTAL_PROCESSINGS

    text = (Path(__file__).resolve().parent.parent.parent / "docs" / "donnees-personnelles.md").read_text()
    names = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")][1:]
    assert names == [each.name for each in [*processings(), *PORTAL_PROCESSINGS]]
