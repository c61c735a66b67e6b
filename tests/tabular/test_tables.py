"""Tables come in whole or say why they cannot, and leave without a cell that a spreadsheet would run."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from maillage.tabular.reading import Column, Unreadable, read_tables
from maillage.tabular.writing import Sheet, write_csv, write_xlsx

COLUMNS = [Column(name="nom", names=("name", "libellé")), Column(name="siren"), Column(name="depuis", names=("since",))]
DANGEROUS = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx"]


def read(content: bytes, most: int = 100):
    return read_tables(content, columns=COLUMNS, most_rows=most)


def rows(content: bytes):
    return [(row.number, row.cells) for row in read(content)[0].rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_its_separator_and_encoding(delimiter, encoding):
    text = f"Libellé{delimiter}SIREN\r\nMaison de l’été{delimiter}200046977\r\n"
    assert rows(text.encode(encoding)) == [(2, {"nom": "Maison de l’été", "siren": "200046977"})]


def test_rows_keep_the_number_that_the_spreadsheet_shows():
    assert rows(b'nom;siren\n\n"deux\nlignes";1\n;\ntrois;3\n') == [
        (3, {"nom": "deux\nlignes", "siren": "1"}),
        (5, {"nom": "trois", "siren": "3"}),
    ]


def test_unknown_columns_are_named_and_left_out():
    table = read(b"nom;couleur;siren\nA;vert;1\n")[0]
    assert table.unknown == ("couleur",)
    assert table.rows[0].cells == {"nom": "A", "siren": "1"}


def test_row_longer_than_its_head_is_told():
    table = read(b"nom;siren\nA;1;2\nB;3\n")[0]
    assert [bool(row.problem) for row in table.rows] == [True, False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b" \n ", "vide"),
        (b"nom;siren\nA\x00;1", "pas un texte"),
        (b"nom;name\nA;B", "deux fois"),
        (b"PK\x03\x04 broken", "ne s’ouvre pas"),
        (b"nom\n" + b"A\n" * 101, "plus de 100 lignes"),
        (b'nom\n"' + b"x" * 200_000, "ne se lit pas"),
    ],
)
def test_unreadable_file_says_why(content, said):
    with pytest.raises(Unreadable, match=said):
        read(content)


def test_workbook_that_unpacks_to_too_much_is_not_opened():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 210_000_000)
    with pytest.raises(Unreadable, match="trop grand"):
        read(packed.getvalue())


def test_sheets_of_a_workbook_are_read_with_their_dates_and_numbers():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Organisations"
    page.append(["nom", "siren", "depuis"])
    page.append(["Atelier", 200046977, datetime(2019, 6, 26)])  # noqa: DTZ001 as spreadsheets store days
    page.append(["Halle", None, 2017])
    book.create_sheet("Vide")
    other = book.create_sheet("Liens")
    other.append(["name", "couleur"])
    written = io.BytesIO()
    book.save(written)
    first, second = read(written.getvalue())
    assert [row.cells for row in first.rows] == [
        {"nom": "Atelier", "siren": "200046977", "depuis": "2019-06-26"},
        {"nom": "Halle", "siren": "", "depuis": "2017"},
    ]
    assert (second.title, second.columns, second.rows) == ("Liens", ("nom",), [])


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_that_leaves_is_a_formula_and_all_come_back(text):
    content = write_csv(["nom", "siren"], [[text, None]])
    assert b"'" + text[:1].encode() in content
    assert rows(content)[0][1]["nom"] == text.strip()
    page = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet(title="T", columns=["nom"], rows=[[text]])]))).active
    assert page["A2"].data_type in {"s", "inlineStr"}


def test_values_are_written_for_french_spreadsheets():
    content = write_csv(["nom", "vrai", "jour", "nombre"], [["Été ; là", True, date(2019, 6, 26), -2.5]])
    assert content.decode("utf-8-sig") == 'nom;vrai;jour;nombre\r\n"Été ; là";oui;2019-06-26;-2.5\r\n'


def test_workbook_leaves_with_its_sheets():
    content = write_xlsx(
        [Sheet(title="A", columns=["n"], rows=[[1], ["x\x07y"]]), Sheet(title="B", columns=[], rows=[])]
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["A", "B"]
    assert [cell.value for cell in book["A"]["A"]] == ["n", 1, "xy"]
