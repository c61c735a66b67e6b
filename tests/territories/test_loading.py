import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from maillage.territories.domain.geography import split_epci
from maillage.territories.models import Closure, Composition, PostalCode, Territory
from tests.territories.conftest import load


def communes_in(code):
    return set(Closure.objects.filter(ancestor__code=code).values_list("commune__code", flat=True))


def test_kinds_and_codes_are_those_of_the_design(geography):
    kinds = dict(Territory.objects.values_list("code", "kind"))
    assert kinds["62528"] == "commune"
    assert kinds["62041-deleguee"] == "deleguee"
    assert kinds["62999-deleguee"] == "associee"
    assert kinds["75112"] == "arrondissement"
    assert kinds["246200364"] == "epci"
    assert kinds["200057941"] == "ept"
    assert kinds["62"] == "departement"
    assert kinds["reg-32"] == "region"
    assert kinds["987"] == "com"
    assert kinds["FR"] == "country"
    assert "reg-987" not in kinds


def test_closure_holds_communes_alone(geography):
    assert communes_in("246200364") == {"62528", "62498", "62510", "59571"}
    assert communes_in("200057941") == {"94069", "94018"}
    assert communes_in("62") == {"62528", "62498", "62510", "62041"}
    assert communes_in("987") == {"98735"}
    assert len(communes_in("FR")) == 17
    assert not Closure.objects.exclude(commune__kind="commune").exists()


def test_population_is_summed_with_zero_and_unknown_apart(territory):
    assert territory("59002").population == 0
    assert territory("98411").population is None
    assert territory("245900428").population == 86788
    france = territory("FR")
    assert france.communes_count == 17
    assert france.communes_without_population == 1
    assert territory("984").population is None
    assert territory("976").population_year == 2017
    assert territory("62").population_year == 2023
    assert territory("98735").population_year is None


def test_commune_without_epci_is_only_in_its_departement(territory):
    containers = Composition.objects.filter(part=territory("59001")).values_list("container__code", flat=True)
    assert list(containers) == ["59"]


def test_points_are_known_approximate_or_unknown(territory):
    assert territory("62528").point_precision == "exact"
    lievin = territory("62510")
    assert (lievin.point_precision, lievin.latitude) == ("approximate", territory("246200364").latitude)
    assert territory("62999-deleguee").latitude == territory("62041").latitude
    assert territory("75112").point_source == "point moyen de Paris"
    assert territory("98735").point_precision == "unknown"


def test_loading_again_changes_nothing(geography, official_folder):
    def state():
        return (
            list(Territory.objects.order_by("code").values()),
            list(Composition.objects.order_by("id").values()),
            set(Closure.objects.values_list("ancestor_id", "commune_id")),
            PostalCode.objects.count(),
        )

    before = state()
    load(official_folder)
    assert state() == before


def test_loading_a_changed_file_moves_the_commune(territory, official_folder, tmp_path):
    key = territory("62528").pk
    shutil.copytree(official_folder, tmp_path / "new")
    groups = json.loads((tmp_path / "new" / "epci.json").read_text())
    groups[0]["membres"] = groups[0]["membres"][1:]
    groups[1]["membres"].append({"code": "62528"})
    (tmp_path / "new" / "epci.json").write_text(json.dumps(groups))
    load(tmp_path / "new")
    assert "62528" not in communes_in("246200364")
    assert "62528" in communes_in("200033579")
    assert territory("200033579").population == 42600 + 6799
    assert territory("62528").pk == key


def test_loading_without_the_files_says_what_to_do(db, tmp_path):
    with pytest.raises(CommandError, match="Installez l’interface"):
        call_command("load_geography", dossier=tmp_path)
    assert not Territory.objects.exists()


@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [
        ("CA de Lens - Liévin", "CA", ("Lens - Liévin", "Communauté d’agglomération de Lens - Liévin")),
        ("CU d'Arras", "CU", ("Arras", "Communauté urbaine d'Arras")),
        ("CC du Val", "CC", ("Val", "Communauté de communes du Val")),
        ("CC de l'Orée", "CC", ("Orée", "Communauté de communes de l'Orée")),
        ("CU Caen la Mer", "CU", ("Caen la Mer", "Communauté urbaine Caen la Mer")),
        ("Nantes Métropole", "METRO", ("Nantes Métropole", "")),
    ],
)
def test_names_of_epci_are_split_from_their_type(name, kind, parts):
    assert split_epci(name, kind) == parts
