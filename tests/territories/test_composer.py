from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.territories.domain import perimeters
from maillage.territories.models import Composition, Territory
from maillage.territories.selectors.history import list_changes
from tests.territories.test_pages import text_of

NEW = {"name": "Pays minier", "subtype": "libre", "parts": "62528\n62498", "start": "2015", "action": "save"}


@pytest.fixture
def perimeter(territory, administrator):
    return perimeters.create_perimeter(
        actor=administrator, name="Pays minier", parts=[territory("62528")], start=date(2015, 1, 1)
    )


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


def codes(reading):
    return [part.code for part in reading.parts]


def test_composer_creates_a_perimeter(signed_in, geography):
    response = signed_in.post("/territoires/nouveau/", NEW)
    assert (response.status_code, response["Location"]) == (302, "/territoires/p-pays-minier/")
    row = Composition.objects.filter(container__code="p-pays-minier").first()
    assert (row.period, row.start_precision) == (DateRange(date(2015, 1, 1), None), "year")


def test_composer_searches_adds_and_checks_without_script(signed_in, geography):
    found = signed_in.post("/territoires/nouveau/", NEW | {"action": "search", "q": "lievin"})
    assert 'value="62510"' in found.content.decode()
    added = signed_in.post("/territoires/nouveau/", NEW | {"action": "add", "add": ["62510"]})
    assert "62510 Liévin" in added.content.decode()
    checked = signed_in.post("/territoires/nouveau/", NEW | {"action": "check", "name": ""})
    assert "2 parties, 2 communes couvertes, 39 719 habitants" in text_of(checked)
    assert not Territory.objects.filter(kind="perimeter").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parts": "62528\n20004"}, "Ligne 2 : Le code 20004 est impossible"),
        ({"name": "x" * 3000}, "au plus 200 caractères"),
        ({"name": "😀"}, "Écrivez un nom avec des lettres."),
        ({"siren": "123456789"}, "Ce SIREN n’est pas valable"),
        ({"start": "31/02/2019"}, "Cette date n’existe pas"),
        ({"parts": ""}, "obligatoire"),
    ],
)
def test_composer_says_what_is_wrong_and_keeps_what_was_typed(signed_in, geography, change, message):
    response = signed_in.post("/territoires/nouveau/", NEW | change)
    assert response.status_code == 422
    assert message in text_of(response)
    assert not Territory.objects.filter(kind="perimeter").exists()


def test_recomposing_on_the_site_keeps_the_former(signed_in, perimeter):
    data = {"parts": "62041", "start": "2020-01-01", "version": perimeter.version, "action": "save"}
    response = signed_in.post("/territoires/p-pays-minier/recomposer/", data)
    assert response.status_code == 302
    assert "Arras" in text_of(signed_in.get("/territoires/p-pays-minier/"))
    past = text_of(signed_in.get("/territoires/p-pays-minier/", {"le": "2016-01-01"}))
    assert "Loos-en-Gohelle" in past
    assert "1 commune : 6 799 habitants" in past


def test_overlap_is_told_beside_the_date(signed_in, perimeter):
    data = {"parts": "62041", "start": "2010", "end": "2016", "action": "save"}
    response = signed_in.post("/territoires/p-pays-minier/recomposer/", data)
    assert response.status_code == 422
    assert "Une autre composition est déjà enregistrée à ces dates" in text_of(response)


def test_stale_form_shows_both_versions(signed_in, perimeter, administrator, territory):
    seen = perimeter.version
    perimeters.recompose_perimeter(
        actor=administrator, perimeter=perimeter, parts=[territory("62041")], start=date(2020, 1, 1)
    )
    data = {"parts": "62498", "start": "2021", "version": seen, "action": "save"}
    response = signed_in.post("/territoires/p-pays-minier/recomposer/", data)
    text = text_of(response)
    assert response.status_code == 409
    assert "62041 Arras" in text
    assert "62498" in response.content.decode()
    again = signed_in.post("/territoires/p-pays-minier/recomposer/", data | {"version": seen + 1})
    assert again.status_code == 302


def test_stale_name_shows_both_versions(signed_in, perimeter, administrator):
    seen = perimeter.version
    perimeters.rename_perimeter(actor=administrator, perimeter=perimeter, name="Pays noir", subtype="libre")
    data = {"name": "Pays gris", "subtype": "libre", "version": seen}
    response = signed_in.post("/territoires/p-pays-minier/modifier/", data)
    assert response.status_code == 409
    assert "« Pays noir »" in text_of(response).replace("\u00a0", " ")
    assert "Pays gris" in response.content.decode()


@pytest.mark.parametrize("page", ["recomposer", "modifier"])
@pytest.mark.parametrize(("mandate", "status"), [("246200364", 200), ("200033579", 403), (None, 403)])
def test_only_stewards_of_what_contains_it_edit(client, perimeter, steward, page, mandate, status):
    client.force_login(steward(*([mandate] if mandate else [])))
    assert client.get(f"/territoires/p-pays-minier/{page}/").status_code == status
    assert ("Recomposer ce périmètre" in text_of(client.get("/territoires/p-pays-minier/"))) == (status == 200)


@pytest.mark.parametrize("address", ["/territoires/nouveau/", "/territoires/p-pays-minier/recomposer/"])
def test_visitors_are_asked_to_sign_in(client, perimeter, address):
    assert client.get(address)["Location"].startswith("/connexion/")


def test_official_geography_is_never_edited(signed_in, geography):
    assert signed_in.get("/territoires/62528/recomposer/").status_code == 403
    assert signed_in.get("/territoires/p-inconnu/recomposer/").status_code == 404


def test_history_tells_what_and_when_to_all_and_who_to_editors(client, signed_in, perimeter, administrator):
    signed_in.post(
        "/territoires/p-pays-minier/recomposer/",
        {"parts": "62041", "start": "2020", "source": "Arrêté", "action": "save"},
    )
    changes = list_changes(perimeter)
    assert changes[-1].lines[0] == "Périmètre créé : Pays minier"
    assert any(line.startswith("Entre : Arras") for line in changes[0].lines)
    assert changes[0].user_id == administrator.pk
    assert changes[0].reason == "Arrêté"
    assert "administration@example.org" in text_of(signed_in.get("/territoires/p-pays-minier/historique/"))
    client.logout()
    text = text_of(client.get("/territoires/p-pays-minier/historique/"))
    assert "Entre : Arras" in text
    assert "administration@example.org" not in text


def test_official_geography_leaves_no_event(territory):
    from django.apps import apps

    assert apps.get_model("territories", "TerritoryEvent").objects.count() == 0
    assert apps.get_model("territories", "CompositionEvent").objects.count() == 0


def test_parts_of_a_perimeter_have_their_lists_as_of_a_day(signed_in, perimeter, territory, administrator):
    perimeters.recompose_perimeter(
        actor=administrator, perimeter=perimeter, parts=[territory("246200364")], start=date(2020, 1, 1)
    )
    base = "/territoires/p-pays-minier/composition"
    assert "Lens - Liévin" in text_of(signed_in.get(f"{base}/epci/"))
    assert "4 territoires" in text_of(signed_in.get(f"{base}/commune/"))
    assert "1 territoire, au 1er juin 2016" in text_of(signed_in.get(f"{base}/commune/", {"le": "2016-06-01"}))
    assert signed_in.get("/territoires/p-pays-minier-mauvais/historique/").status_code == 301


def test_rename_on_the_site_leaves_its_trace(signed_in, perimeter):
    data = {"name": "Pays  noir", "subtype": "pnr", "siren": "216205286", "version": perimeter.version}
    assert signed_in.post("/territoires/p-pays-minier/modifier/", data).status_code == 302
    text = text_of(signed_in.get("/territoires/p-pays-minier/historique/"))
    assert "nom : « Pays minier » devient « Pays noir »" in text
    assert "Retirer" not in text


def test_part_outside_the_mandate_is_told_in_the_form(client, geography, steward):
    client.force_login(steward("246200364"))
    response = client.post("/territoires/nouveau/", NEW | {"parts": "62528\n62041"})
    assert response.status_code == 422
    assert "ne couvre pas toutes les communes choisies" in text_of(response)
