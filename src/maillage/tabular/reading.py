"""Tables that come in: rows by column name, each with its number; what cannot be read is said, never guessed."""

import csv
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from maillage.core.components.typography import french_number
from maillage.core.text import fold
from maillage.tabular.cells import unshield, write_cell

DELIMITERS = (";", "\t", ",", "|")
LONGEST_CELL = 5_000
MOST_COLUMNS = 100
EMPTY_ALLOWED = 10
MOST_UNPACKED = 200_000_000
PIECE = 1_000_000
ZIP = b"PK\x03\x04"
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why, in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that is expected, under any of its names."""

    name: str
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as the spreadsheet shows it, its cells by column, and what is wrong with its shape."""

    number: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(slots=True, kw_only=True)
class Table:
    """A sheet: the title it bears, the expected columns it has, the names of the others, its rows.

    `file` is the name of its file, when several are read together.
    """

    title: str
    columns: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    file: str = ""

    @property
    def where(self) -> str:
        """Say where its rows are: the file, the sheet, both or neither when there is no doubt."""
        return ", ".join(filter(None, (self.file, self.title)))


def read_tables(content: bytes, *, columns: Iterable[Column], most_rows: int) -> list[Table]:
    """Read a CSV (one table) or a workbook (one a sheet), told apart by their content. Raises Unreadable.

    Empty rows are skipped. `most_rows` bounds each table: beyond it nothing is read.
    """
    if not content.strip():
        raise Unreadable(_("Ce fichier est vide."))
    expected = list(columns)
    sheets = _sheets(content, most_rows) if content.startswith(ZIP) else [("", _lines(content, most_rows))]
    return [table for title, lines in sheets if (table := _table(title, lines, expected, most_rows)) is not None]


def _table(title: str, lines: Iterator[tuple[int, list[str]]], expected: list[Column], most_rows: int) -> Table | None:
    head = next(((number, cells) for number, cells in lines if any(cells)), None)
    if head is None:
        return None
    names = {fold(name): column.name for column in expected for name in (column.name, *column.names)}
    heads = [cell.strip() for cell in head[1]]
    places = [names.get(fold(text), "") for text in heads]
    doubled = {name for name in places if name and places.count(name) > 1}
    if doubled:
        raise Unreadable(_("La colonne « %(name)s » est deux fois dans le fichier.") % {"name": min(doubled)})
    table = Table(
        title=title,
        columns=tuple(filter(None, places)),
        unknown=tuple(text for text, place in zip(heads, places, strict=True) if text and not place),
    )
    for number, cells in lines:
        if not any(cells):
            continue
        if len(table.rows) >= most_rows:
            raise Unreadable(
                _("Ce fichier a plus de %(most)s lignes : séparez-le en plusieurs.")
                % {"most": french_number(most_rows)}
            )
        table.rows.append(_row(number, cells, places))
    return table


def _row(number: int, cells: list[str], places: list[str]) -> Row:
    problem = ""
    if any(cells[len(places) :]):
        problem = _("Cette ligne a plus de cellules que l’en-tête : un séparateur de trop ?")
    elif any(len(cell) > LONGEST_CELL for cell in cells):
        problem = _("Une cellule dépasse %(limit)d caractères.") % {"limit": LONGEST_CELL}
    read = {place: unshield(cell).strip() for place, cell in zip(places, cells, strict=False) if place}
    return Row(number, {name: text[:LONGEST_CELL] for name, text in read.items()}, problem)


def _lines(content: bytes, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    """Read a CSV line after line: what is not asked for is not even decoded."""
    encoding = _encoding(content)
    head = next((line for line in _text(content, encoding) if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(_text(content, encoding), delimiter=delimiter, strict=False)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise Unreadable(
            _("La ligne %(row)d ne se lit pas : un guillemet n’est pas fermé, ou une cellule est trop longue.")
            % {"row": reader.line_num}
        ) from error


def _text(content: bytes, encoding: str) -> Iterator[str]:
    for line in TextIOWrapper(BytesIO(content), encoding=encoding, errors="replace", newline=""):
        if "\x00" in line:
            raise Unreadable(_("Ce fichier n’est pas un texte : enregistrez-le en CSV ou en XLSX."))
        yield line


def _encoding(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    decoder = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), PIECE):
            decoder.decode(content[start : start + PIECE], start + PIECE >= len(content))
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _sheets(content: bytes, most_rows: int) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """Read the sheets of a workbook; one that would unpack to far more than it weighs is not opened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Ce classeur est trop grand une fois ouvert : enregistrez chaque feuille en CSV."))
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, OSError) as error:
        raise Unreadable(_("Ce classeur ne s’ouvre pas : enregistrez-le de nouveau en XLSX, ou en CSV.")) from error
    try:
        for page in book.worksheets:
            yield page.title, _cells(page, most_rows)
    finally:
        book.close()


def _cells(page: Any, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, values in enumerate(page.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
            if number > EMPTY_ALLOWED * most_rows:
                raise Unreadable(_("Une feuille de ce classeur a trop de lignes vides : enregistrez-la en CSV."))
            yield number, [write_cell(value) for value in values]
    except (SyntaxError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unreadable(_("Ce classeur ne s’ouvre pas : enregistrez-le de nouveau en XLSX, ou en CSV.")) from error
