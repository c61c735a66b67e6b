"""A sheet becomes a PDF that a screen reader follows and a DOCX that a person reworks."""

import re
import zlib
from io import BytesIO

import pytest
from docx import Document

from maillage.documents.pdf import render_pdf
from maillage.documents.sheet import Heading, Items, Paragraph, Sheet, Table
from maillage.documents.word import render_docx

SHEET = Sheet(
    title="Charte « École et métiers »",
    subtitle="Version 2, du 3 mars 2026",
    blocks=(
        Heading("Objet"),
        Paragraph("Rapprocher l’école\net le travail\u202f: l’œuvre de tous."),
        Items(("Se dire les choses", "Tenir parole")),
        Table(
            caption="Engagements",
            columns=("Organisation", "Engagement"),
            rows=(("Lycée", "Ouvrir l’atelier"), ("#strong[Mairie] $x$", "")),
            to_fill=True,
        ),
    ),
    footer="Établi avec Maillage",
)


def tags(content: bytes) -> list[bytes]:
    """Return the roles of the structure of a PDF, whose objects are compressed."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    opened = [zlib.decompress(each) for each in streams if each[:1] == b"x"]
    return re.findall(rb"/S ?/(\w+)", b"".join([content, *opened]))


def test_pdf_claims_accessibility_in_french():
    content = render_pdf(SHEET)
    assert content.startswith(b"%PDF-")
    assert b"/Lang (fr)" in content or b"/Lang(fr)" in content
    assert re.search(rb"pdfuaid:part>1<", content)
    assert b"/StructTreeRoot" in content


def test_pdf_is_tagged_with_titles_lists_and_header_cells():
    found = tags(render_pdf(SHEET))
    assert found.count(b"TH") == 2
    assert found.count(b"TD") == 4
    assert {b"H1", b"LI", b"Caption"} <= set(found)


@pytest.mark.parametrize("text", ["Bravo 😀", "中文", "\u200b\ufeff\x0b", "a" * 800, ""])
def test_pdf_of_any_words_is_made(text):
    sheet = Sheet(title="Titre", blocks=(Heading("Partie"), Paragraph(text), Items((text,))))
    assert render_pdf(sheet).startswith(b"%PDF-")


def test_pdf_of_a_long_table_takes_several_pages():
    rows = tuple((f"Organisation {number}", "a" * 200) for number in range(60))
    table = Table(caption="Accords", columns=("Organisation", "Signature"), rows=rows, to_fill=True)
    found = tags(render_pdf(Sheet(title="Charte", blocks=(Heading("Accords"), table))))
    assert found.count(b"TD") == 120


def test_docx_has_headings_lists_and_a_header_row():
    file = Document(BytesIO(render_docx(SHEET)))
    styles = [(each.style.name, each.text) for each in file.paragraphs if each.text]
    assert styles[0] == ("Title", "Charte « École et métiers »")
    assert ("Heading 1", "Objet") in styles
    assert ("List Bullet", "Tenir parole") in styles
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows][2] == ["#strong[Mairie] $x$", ""]
    assert "tblHeader" in file.tables[0]._tbl.xml
    assert file.core_properties.language == "fr-FR"


def test_docx_leaves_out_what_its_format_forbids():
    content = render_docx(Sheet(title="Titre\x0b", blocks=(Paragraph("a\x00b"),)))
    assert "ab" in [each.text for each in Document(BytesIO(content)).paragraphs]


def test_row_without_its_cells_is_refused():
    with pytest.raises(ValueError, match="Engagements"):
        Sheet(title="T", blocks=(Table(caption="Engagements", columns=("A", "B"), rows=(("seul",),)),))
