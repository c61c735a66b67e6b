"""An import as its page and its report show it: what becomes of each row, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.alliances.models import NetworkImport
from maillage.alliances.network.incoming.columns import ORGANISATION_COLUMNS, TIE_COLUMNS
from maillage.organisations.models import Organisation
from maillage.tabular.writing import Sheet, write_csv, write_xlsx

PER_PAGE = 50
CHOICES_PER_PAGE = 20
NODE, TIE = "organisation", "lien"
# What becomes of a row: in the trial, then once done.
LABELS = {
    "create": (gettext_lazy("sera créé"), gettext_lazy("créé")),
    "link": (gettext_lazy("sera relié à la fiche existante"), gettext_lazy("relié à la fiche existante")),
    "choose": (gettext_lazy("attend votre choix"), gettext_lazy("laissé de côté, faute de choix")),
    "known": (gettext_lazy("déjà sur le site"), gettext_lazy("déjà sur le site")),
    "left": (gettext_lazy("laissé de côté"), gettext_lazy("laissé de côté")),
    "refuse": (gettext_lazy("refusé"), gettext_lazy("refusé")),
}
REPORT_COLUMNS = ("feuille", "ligne", "objet", "ce que dit la ligne", "résultat", "raison", "fiche reliée")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the report."""

    where: str
    row: int
    what: str
    said: str
    outcome: str
    label: str
    reason: str
    organisation: Organisation | None = None


def lines_of_plan(nodes: Sequence[Any], ties: Sequence[Any]) -> list[Line]:
    """Return the rows of a trial, from its plan."""
    labels = {code: str(label[0]) for code, label in LABELS.items()}
    return [
        Line(
            where=each.where,
            row=each.row,
            what=what,
            said=each.name if what == NODE else each.sentence,
            outcome=each.outcome.value,
            label=labels[each.outcome.value],
            reason=each.reason,
            organisation=each.organisation if what == NODE else None,
        )
        for what, rows in ((NODE, nodes), (TIE, ties))
        for each in rows
    ]


def lines_done(user: Any, brought: NetworkImport) -> list[Line]:
    """Return the rows of an import that was done, as they were kept then: one query."""
    linked = {row.get("made") or row.get("linked") for row in brought.nodes}
    found = {
        str(each.public_id): each
        for each in Organisation.objects.visible_to(user).filter(public_id__in=[key for key in linked if key])
    }
    labels = {code: str(label[1]) for code, label in LABELS.items()}
    return [
        Line(
            where=row["where"],
            row=row["row"],
            what=kind,
            said=row.get("said") or row.get("nom", ""),
            outcome=row.get("outcome", "left"),
            label=labels[row.get("outcome", "left")],
            reason=row.get("reason", ""),
            organisation=found.get(row.get("made") or row.get("linked", "")),
        )
        for kind, kept in ((NODE, brought.nodes), (TIE, brought.ties))
        for row in kept
    ]


def page_of(lines: Iterable[Line], outcome: str, number: str) -> Page[Line]:
    """Return a page of the rows of one outcome, or of all of them."""
    kept = [line for line in lines if not outcome or line.outcome == outcome]
    return Paginator(kept, PER_PAGE).get_page(number)


def write_report(lines: Iterable[Line]) -> bytes:
    """Return the report as a CSV: one row for each row of the files."""
    return write_csv(
        REPORT_COLUMNS,
        (
            [
                line.where,
                line.row,
                line.what,
                line.said,
                line.label,
                line.reason,
                line.organisation.name if line.organisation else "",
            ]
            for line in lines
        ),
    )


def write_model() -> bytes:
    """Return the workbook to fill in: two empty sheets, and what to write in each column."""
    explained = [
        (title, name, str(what))
        for title, columns in ((_("Organisations"), ORGANISATION_COLUMNS), (_("Liens"), TIE_COLUMNS))
        for name, _names, what in columns
    ]
    return write_xlsx(
        [
            Sheet(title=_("Organisations"), columns=[name for name, _names, _what in ORGANISATION_COLUMNS], rows=()),
            Sheet(title=_("Liens"), columns=[name for name, _names, _what in TIE_COLUMNS], rows=()),
            Sheet(title=_("Lisez-moi"), columns=[_("feuille"), _("colonne"), _("ce qu’on y écrit")], rows=explained),
        ]
    )
