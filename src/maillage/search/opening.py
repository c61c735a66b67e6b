"""Create and open an index: schema, analyzers (which are not stored with it) and the note of its form."""

import json
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from tantivy import Index

from maillage.search import analysis
from maillage.search.folder import IndexMissing
from maillage.search.schema import VERSION, build_schema

FORM = "form.json"


def _form(facets: Sequence[str]) -> dict[str, object]:
    return {"version": VERSION, "facets": list(facets)}


def create_index(build: Path, facets: Sequence[str]) -> Index:
    """Return a new index in an empty folder."""
    index = Index(build_schema(facets), path=str(build))
    (build / FORM).write_text(json.dumps(_form(facets)), encoding="utf-8")
    _prepare(index)
    return index


def open_index(build: Path, facets: Sequence[str]) -> Index:
    """Return the index of a folder, ready to use. Raises IndexMissing when it was built in another form."""
    try:
        form = json.loads((build / FORM).read_text(encoding="utf-8"))
        if form != _form(facets):
            raise IndexMissing(_("L’index de recherche date d’une autre version : il faut le reconstruire."))
        index = Index.open(str(build))
    except (OSError, ValueError) as error:
        raise IndexMissing(_("L’index de recherche est illisible : il faut le reconstruire.")) from error
    _prepare(index)
    return index


def _prepare(index: Index) -> None:
    index.register_tokenizer(analysis.FRENCH, analysis.french())
    index.register_tokenizer(analysis.PLAIN, analysis.plain())
    index.config_reader("Manual")
    index.reload()
