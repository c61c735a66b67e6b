"""A sheet as PDF, by Typst, with its own fonts: tagged, in French, conforming to PDF/UA-1."""

import json
import re
from pathlib import Path
from typing import Any

from typst import Compiler, TypstError

from maillage.documents.sheet import Block, Heading, Items, Paragraph, Sheet

TEMPLATE = Path(__file__).with_name("sheet.typ")
UNSHOWN = "could not be displayed"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def render_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF file.

    It conforms to PDF/UA-1, which wants a drawing for every character. When the fonts shipped with Typst lack one (an
    emoji, another alphabet), those of the machine are tried, then the file stays tagged without claiming conformity.
    """
    words = json.dumps(_written(sheet))
    for machine_fonts in (False, True):
        try:
            return _compile(words, machine_fonts=machine_fonts, conforming=True)
        except TypstError as error:
            if UNSHOWN not in str(error):
                raise
    return _compile(words, machine_fonts=True, conforming=False)


def _compile(words: str, *, machine_fonts: bool, conforming: bool) -> bytes:
    compiler = Compiler(TEMPLATE, ignore_system_fonts=not machine_fonts, sys_inputs={"sheet": words})
    made = compiler.compile(format="pdf", pdf_standards="ua-1" if conforming else None)
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def _written(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": _clean(sheet.title),
        "subtitle": _clean(sheet.subtitle),
        "footer": _clean(sheet.footer),
        "author": "Maillage",
        "blocks": [_block(each) for each in sheet.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": _clean(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": _clean(block.text)}
    if isinstance(block, Items):
        return {"kind": "items", "texts": [_clean(text) for text in block.texts]}
    return {
        "kind": "table",
        "caption": _clean(block.caption),
        "columns": [_clean(text) for text in block.columns],
        "rows": [[_clean(text) for text in row] for row in block.rows],
        "to_fill": block.to_fill,
        "widths": block.widths or [1] * len(block.columns),
    }


def _clean(text: str) -> str:
    """Leave out what has no drawing at all: control and invisible characters."""
    return CONTROLS.sub("", text.replace("\r\n", "\n"))
