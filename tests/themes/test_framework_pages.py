"""The public pages of frameworks."""

import json

import pytest
import yaml

from maillage.themes.documents import parse_framework
from maillage.themes.domain.loading import load_framework
from maillage.themes.models import Framework

pytestmark = pytest.mark.django_db


def load(slug="essai", version="1", status="draft", concepts=1, label="Concept"):
    rows = "".join(f"  - {{code: c{n}, label: {label} {n}}}\n" for n in range(concepts))
    text = f'slug: {slug}\nversion: "{version}"\ntitle: Titre {slug}\nsource: Ma source\nlicence: Ma licence\nstatus: {status}\n'
    return load_framework(actor=None, document=parse_framework(text + "concepts:\n" + rows, name="f")).framework


def test_list_says_what_is_draft(client):
    load(slug="un", status="draft")
    load(slug="deux", status="official")
    page = client.get("/referentiels/").content.decode()
    assert "Titre un" in page
    assert "Titre deux" in page
    assert page.count("projet<") == 1


def test_list_without_framework_teaches(client):
    assert "Aucun référentiel" in client.get("/referentiels/").content.decode()


def test_page_shows_concepts_source_and_licence(client):
    load()
    page = client.get("/referentiels/essai/").content.decode()
    for text in ("Concept 0", "Ma source", "Ma licence", "projet"):
        assert text in page


def test_page_of_a_former_version_says_so(client):
    load(label="Ancien")
    load(version="2", label="Nouveau")
    assert "Nouveau 0" in client.get("/referentiels/essai/").content.decode()
    former = client.get("/referentiels/essai/?version=1").content.decode()
    assert "Ancien 0" in former
    assert "ancienne version" in former


@pytest.mark.parametrize(
    "address",
    [
        "/referentiels/inconnu/",
        "/referentiels/essai/?version=9",
        "/referentiels/inconnu.json",
        "/referentiels/essai/?version=%00",
    ],
)
def test_unknown_framework_is_not_found(client, address):
    load()
    status = client.get(address).status_code
    assert status == (200 if address.endswith("%00") else 404)


@pytest.mark.parametrize(("extension", "read"), [("json", json.loads), ("yaml", yaml.safe_load)])
def test_download_loads_again_as_the_same_content(client, extension, read):
    framework = load(concepts=3)
    answer = client.get(f"/referentiels/essai.{extension}")
    assert answer["Content-Disposition"] == f'attachment; filename="essai-1.{extension}"'
    again = parse_framework(yaml.safe_dump(read(answer.content.decode())), name="f")
    assert again.digest == framework.digest


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_once(client, django_assert_num_queries, count):
    for number in range(count):
        load(slug=f"essai-{number}")
    with django_assert_num_queries(1):
        client.get("/referentiels/")


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_three_times(client, django_assert_num_queries, count):
    load(concepts=count)
    with django_assert_num_queries(3):
        client.get("/referentiels/essai/")


def test_only_one_version_is_current():
    load()
    load(version="2")
    assert Framework.objects.current().count() == 1
