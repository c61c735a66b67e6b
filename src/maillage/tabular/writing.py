"""Tables that leave: CSV for every spreadsheet of here, XLSX with one sheet a table."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from maillage.tabular.cells import shield, write_cell

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
LONGEST_CELL = 32_000
NARROWEST = 10
NO_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table that leaves: its title, its columns, its rows."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a CSV with semicolons and a byte order mark, as French spreadsheets open it; no cell is a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([shield(str(name)) for name in columns])
    writer.writerows([shield(write_cell(value)) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook: every cell is text or a number, none a formula."""
    book = Workbook(write_only=True)
    for each in sheets:
        page = book.create_sheet(each.title[:31])
        page.freeze_panes = "A2"
        for rank, name in enumerate(each.columns, start=1):
            page.column_dimensions[get_column_letter(rank)].width = min(WIDEST, max(NARROWEST, len(str(name)) + 6))
        heads = [WriteOnlyCell(page, str(name)) for name in each.columns]
        for head in heads:
            head.font = Font(bold=True)
        page.append(heads)
        for row in each.rows:
            page.append([_xlsx_cell(page, value) for value in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _xlsx_cell(page: Any, value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = write_cell(value).translate(NO_CONTROL)[:LONGEST_CELL]
    cell = WriteOnlyCell(page, text)
    if text.startswith("="):
        cell.data_type = "s"
    return cell
