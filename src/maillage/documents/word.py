"""A sheet as DOCX: real headings, lists and header rows, in French, so that it may be reworked and signed."""

import re
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from maillage.documents.sheet import Heading, Items, Paragraph, Sheet, Table

LANGUAGE = "fr-FR"
HIGH_ENOUGH = Cm(1.3)
INSIDE = Cm(16.6)
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def render_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a DOCX file."""
    file = Document()
    file.core_properties.title = _clean(sheet.title)
    file.core_properties.author = "Maillage"
    file.core_properties.comments = ""
    file.core_properties.language = LANGUAGE
    _set_page(file)
    file.add_heading(_clean(sheet.title), level=0)
    if sheet.subtitle:
        file.add_paragraph(_clean(sheet.subtitle))
    for block in sheet.blocks:
        if isinstance(block, Heading):
            file.add_heading(_clean(block.text), level=1)
        elif isinstance(block, Paragraph):
            file.add_paragraph(_clean(block.text))
        elif isinstance(block, Items):
            for text in block.texts:
                file.add_paragraph(_clean(text), style="List Bullet")
        else:
            _add_table(file, block)
    if sheet.footer:
        file.sections[0].footer.paragraphs[0].text = _clean(sheet.footer)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _set_page(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
    normal = file.styles["Normal"]
    normal.font.size = Pt(11)
    for style in file.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            language = style.element.get_or_add_rPr().find(qn("w:lang"))
            if language is None:
                language = OxmlElement("w:lang")
                style.element.rPr.append(language)
            language.set(qn("w:val"), LANGUAGE)


def _add_table(file: Any, block: Table) -> None:
    caption = file.add_paragraph(_clean(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = file.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    _repeat(table.rows[0])
    for row in block.rows:
        added = table.add_row()
        if block.to_fill:
            added.height = HIGH_ENOUGH
        for cell, text in zip(added.cells, row, strict=True):
            cell.text = _clean(text)
    shares = block.widths or (1,) * len(block.columns)
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = INSIDE * share // sum(shares)


def _repeat(row: Any) -> None:
    """Say that a row is the header of its table: read out with each cell, and repeated on the next page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 the library has no other way


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", text.replace("\r\n", "\n"))
