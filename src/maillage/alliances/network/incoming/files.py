"""From the files of a person to the rows of an import."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from maillage.alliances.network.incoming.columns import COLUMNS
from maillage.alliances.network.incoming.graphml import read_graphml
from maillage.alliances.network.incoming.rows import MOST_ORGANISATIONS, MOST_TIES, Reading, read_rows
from maillage.tabular.reading import Table, Unreadable, read_tables

LARGEST_MEGABYTES = 20
LARGEST = LARGEST_MEGABYTES * 1_000_000
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".graphml", ".xml")
PACKED = b"PK\x03\x04"
LIGHT = 60_000  # bytes that are read within a request; those of a workbook unfold
UNFOLDED = 6


def read_files(files: Sequence[tuple[str, bytes]]) -> Reading:
    """Read files (name, content) together: CSV or XLSX tables, GraphML. Raises Unreadable, which names the file."""
    tables = []
    for name, content in files:
        try:
            demand_readable(name, len(content))
            found = _read(name, content)
        except Unreadable as error:
            raise Unreadable(f"« {name} » : {error}") from error
        for table in found:
            table.file = name if len(files) > 1 else ""
        tables += found
    return read_rows(tables)


def is_light(files: Sequence[tuple[str, bytes]]) -> bool:
    """Tell whether files (name, content) are short to read."""
    return sum(len(content) * (UNFOLDED if content.startswith(PACKED) else 1) for _name, content in files) <= LIGHT


def demand_readable(name: str, size: int) -> None:
    """Refuse a file from its name and size alone, before it is read. Raises Unreadable."""
    if not name.lower().endswith(ENDINGS):
        raise Unreadable(_("Ce type de fichier ne se lit pas ici : CSV, XLSX ou GraphML."))
    if size > LARGEST:
        raise Unreadable(
            _("Ce fichier dépasse %(most)d Mo : séparez-le en plusieurs, par territoire par exemple.")
            % {"most": LARGEST_MEGABYTES}
        )


def _read(name: str, content: bytes) -> list[Table]:
    if name.lower().endswith((".graphml", ".xml")):
        return read_graphml(content, most_nodes=MOST_ORGANISATIONS, most_ties=MOST_TIES)
    _demand_as_named(name, content)
    return read_tables(content, columns=COLUMNS, most_rows=MOST_TIES)


def _demand_as_named(name: str, content: bytes) -> None:
    if name.lower().endswith(".xlsx") != content.startswith(PACKED):
        raise Unreadable(_("Le contenu de ce fichier n’est pas celui que dit son nom : enregistrez-le de nouveau."))
