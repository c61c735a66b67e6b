import json

import pytest
from django.core.management import CommandError, call_command

from maillage.territories.domain.contours import UnreadableContours, load_contours
from maillage.territories.domain.official_points import UnreadableFile, load_official_points, read_rows
from maillage.territories.models import Outline
from tests.territories.conftest import load


@pytest.fixture
def place(geography, tmp_path):
    """Load a CSV text as official points."""

    def run(text, encoding="utf-8"):
        file = tmp_path / "points.csv"
        file.write_bytes(text.encode(encoding))
        return load_official_points(rows=read_rows(file))

    return run


def test_official_points_replace_and_spread(place, territory, official_folder):
    outcome = place("code_insee;latitude;longitude\n62510;50,4214;2,7806\n62528;50.45;2.79\n")
    assert (outcome.placed, outcome.problems) == (2, [])
    lievin = territory("62510")
    assert (lievin.latitude, lievin.point_precision, lievin.point_source) == (50.4214, "exact", "fichier officiel")
    load(official_folder)
    assert territory("62528").latitude == 50.45


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("62510;2.7806;50.4214", "inversées"),
        ("62510;48.85;2.35", "hors du département 62"),
        ("20004;41.9;8.7", "2A ou 2B"),
        ("62510;;", "n’a pas de coordonnées"),
        ("62510;nord;est", "illisibles"),
        ("98735;-16.69;-163.02", "hors du département 987"),
        ("62510;nan;nan", "hors du département"),
    ],
)
def test_bad_row_is_told_and_the_others_are_taken(place, territory, row, message):
    outcome = place(f"insee;lat;lon\n{row}\n62498;50.43;2.83\n")
    assert outcome.placed == 1
    assert [line for line, _message in outcome.problems] == [2]
    assert message in outcome.problems[0][1]
    assert territory("62498").latitude == 50.43


def test_lost_zero_and_latin_letters_are_understood(place):
    assert place("Code_commune_INSEE;Libellé;latitude;longitude\n62498;Liévin;50.43;2.83\n", "cp1252").placed == 1


@pytest.mark.parametrize("text", ["", "a;b;c\n1;2;3\n"])
def test_file_without_its_columns_says_which(place, text):
    with pytest.raises(UnreadableFile):
        place(text)


def test_command_reports_in_french(geography, tmp_path, capsys):
    file = tmp_path / "points.csv"
    file.write_text("insee,lat,lon\n62510,2.78,50.42\n")
    call_command("load_official_points", str(file))
    assert "Ligne 2 : 62510 : latitude et longitude sont inversées" in capsys.readouterr().out
    with pytest.raises(CommandError, match="vérifiez son chemin"):
        call_command("load_official_points", str(tmp_path / "absent.csv"))


def square(west, south, **properties):
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_contours_are_joined_by_code(geography):
    features = [
        square(2.2, 50.0, siren_epci="246200364", insee_dep="62"),
        square(2.6, 50.2, siren_epci="246200364", insee_dep="59"),
        square(2.0, 50.0, insee_dep="62", insee_reg="32"),
        square(2.0, 49.5, insee_reg="32"),
    ]
    outcome = load_contours(document={"type": "FeatureCollection", "features": features}, source="essai")
    assert (outcome.drawn, outcome.problems) == (3, [])
    assert len(Outline.objects.get(territory__code="246200364").geometry["coordinates"]) == 2


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        (square(2.2, 50.0, siren_epci="999999999"), "aucun territoire"),
        (square(-20.0, 40.0, dep="62"), "dessiné ailleurs"),
        (square(2.2, 50.0), "ni siren_epci"),
        (
            {"type": "Feature", "properties": {"dep": "62"}, "geometry": {"type": "Point", "coordinates": [2, 50]}},
            "polygone",
        ),
        ({"type": "Feature", "properties": {"dep": "62"}, "geometry": None}, "polygone"),
    ],
)
def test_bad_contour_is_told(geography, feature, message):
    outcome = load_contours(document={"features": [feature]}, source="")
    assert outcome.drawn == 0
    assert message in outcome.problems[0]


def test_file_that_is_no_collection_is_refused(geography):
    with pytest.raises(UnreadableContours):
        load_contours(document=[], source="")


def test_contour_is_in_the_json(client, geography):
    load_contours(document={"features": [square(2.0, 50.0, dep="62")]}, source="essai")
    assert client.get("/api/v1/territories/62").json()["outline"]["type"] == "MultiPolygon"


def test_contour_is_drawn_on_the_page(client, geography):
    load_contours(document={"features": [square(2.0, 50.0, dep="62")]}, source="essai")
    page = client.get("/territoires/62-pas-de-calais/").content.decode()
    assert 'data-shape="/api/v1/territories/62/outline"' in page
    assert "Contour" in page
    feature = client.get("/api/v1/territories/62/outline").json()
    assert (feature["type"], feature["properties"]["source"]) == ("Feature", "essai")
    assert client.get("/api/v1/territories/59/outline").status_code == 404


def test_page_without_a_contour_outlines_departements(client, geography):
    assert 'data-outline="62"' in client.get("/territoires/62-pas-de-calais/").content.decode()
    assert 'data-outline="59,62"' in client.get("/territoires/reg-32-hauts-de-france/").content.decode()
    assert 'data-outline="62"' in client.get("/territoires/62528-loos-en-gohelle/").content.decode()


def test_contours_command_reports_in_french(geography, tmp_path, capsys):
    file = tmp_path / "contours.geojson"
    file.write_text(json.dumps({"features": [square(2.0, 50.0, dep="62"), square(2.0, 50.0, dep="99")]}))
    call_command("load_contours", str(file))
    assert "1\u00a0contour chargé, 1\u00a0laissé de côté." in capsys.readouterr().out
    file.write_text("{")
    with pytest.raises(CommandError, match="n’est pas du GeoJSON"):
        call_command("load_contours", str(file))
    with pytest.raises(CommandError, match="vérifiez son chemin"):
        call_command("load_contours", str(tmp_path / "absent"))


@pytest.mark.real_data
def test_real_contours_are_read(geography, real_data):
    document = json.loads((real_data / "geo" / "fr-drom-4326-pur-style1-dep.geojson").read_text())
    outcome = load_contours(document=document, source="essai")
    assert outcome.drawn == 5
