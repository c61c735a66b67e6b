import pytest
from django.core.exceptions import ValidationError

from maillage.organisations import identifiers


def test_siren_accepts_spaces_and_dots():
    assert identifiers.clean_siren(" 200 046.977 ") == "200046977"
    assert identifiers.clean_siren("200\u202f046\u00a0977") == "200046977"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("200046978", "clé"),
        ("20004697", "9 chiffres"),
        ("20004697X", "que des chiffres"),
        ("²00046977", "que des chiffres"),
    ],
)
def test_siren_says_what_is_wrong(number: str, words: str):
    with pytest.raises(ValidationError, match=words):
        identifiers.clean_siren(number)


@pytest.mark.parametrize("number", ["73282932000074", "35600000000048", "35600000049837"])
def test_siret_accepts_ordinary_and_la_poste_numbers(number: str):
    assert identifiers.clean_siret(number) == number


def test_siret_of_la_poste_follows_its_own_rule():
    with pytest.raises(ValidationError, match="La Poste"):
        identifiers.clean_siret("35600000049838")


def test_siret_that_fails_its_key_is_refused():
    with pytest.raises(ValidationError, match="clé"):
        identifiers.clean_siret("73282932000075")


@pytest.mark.parametrize("number", ["W751234567", "w751234567", "W2A1234567", "W9R 100 4567", ""])
def test_rna_accepts_letters_in_third_position(number: str):
    assert identifiers.clean_rna(number) == number.replace(" ", "").upper()


@pytest.mark.parametrize("number", ["751234567", "W75123456", "WA51234567", "W75123456A"])
def test_rna_refuses_other_forms(number: str):
    with pytest.raises(ValidationError, match="RNA"):
        identifiers.clean_rna(number)


def test_siret_gives_its_siren():
    assert identifiers.demand_consistency(siren="", siret="73282932000074") == "732829320"
    with pytest.raises(ValidationError, match="SIREN"):
        identifiers.demand_consistency(siren="200046977", siret="73282932000074")


@pytest.mark.parametrize(
    ("department", "rna", "number", "court", "field"),
    [
        ("67", "W671234567", "", "", "rna"),
        ("62", "", "vol. 12", "Strasbourg", "local_register_number"),
        ("67", "", "vol. 12", "", "local_register_court"),
        ("67", "", "", "Strasbourg", "local_register_number"),
    ],
)
def test_register_follows_the_department_of_the_seat(department, rna, number, court, field):
    with pytest.raises(ValidationError) as refused:
        identifiers.demand_register(department=department, rna=rna, register_number=number, court=court)
    assert list(refused.value.message_dict) == [field]


def test_register_of_alsace_moselle_is_accepted():
    identifiers.demand_register(department="57", rna="", register_number="vol. 12", court="Metz")
    identifiers.demand_register(department="62", rna="W621234567", register_number="", court="")
