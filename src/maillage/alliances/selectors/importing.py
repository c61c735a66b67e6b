"""An import as its page and its report show it: what becomes of each row, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
CHOOSE = "choose"
# What becomes of a row: in the trial, then once done.
LABELS = {
    "create": (gettext_lazy("sera créé"), gettext_lazy("créé")),
    "link": (gettext_lazy("sera relié à la fiche existante"), gettext_lazy("relié à la fiche existante")),
    "choose": (gettext_lazy("attend votre choix"), gettext_lazy("laissé de côté, faute de choix")),
    "known": (gettext_lazy("déjà sur le site"), gettext_lazy("déjà sur le site")),
    "left": (gettext_lazy("laissé de côté"), gettext_lazy("laissé de côté")),
    "refuse": (gettext_lazy("refusé"), gettext_lazy("refusé")),
}
REPORT_COLUMNS = ("fichier ou feuille", "ligne", "objet", "ce que dit la ligne", "résultat", "raison", "fiche reliée")

Told = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A row of an organisation that awaits a choice, and those it may be."""

    place: int
    where: str
    row: int
    name: str
    proposals: list[Organisation]


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


def page_of(user: Any, brought: NetworkImport, outcome: str, number: str) -> Page[Any]:
    """Return a page of the rows of one outcome, or of all of them, as lines: one query."""
    kept = [each for each in _rows(brought) if not outcome or each[1]["outcome"] == outcome]
    page: Page[Any] = Paginator(kept, PER_PAGE).get_page(number)
    page.object_list = list(_lines(user, brought, list(page.object_list)))
    return page


def count_outcomes(brought: NetworkImport) -> Counter[str]:
    """Return how many rows come to each outcome."""
    return Counter(row["outcome"] for _what, row in _rows(brought))


def waiting_page(user: Any, brought: NetworkImport, number: str) -> Page[Any]:
    """Return a page of the organisations that await a choice, each with those that it may be: one query."""
    waiting = [(place, row) for place, row in enumerate(brought.nodes) if row["outcome"] == CHOOSE]
    page: Page[Any] = Paginator(waiting, CHOICES_PER_PAGE).get_page(number)
    seen = _visible(user, (key for _place, row in page.object_list for key in row["proposals"]))
    page.object_list = [
        Waiting(
            place=place,
            where=row["where"],
            row=row["row"],
            name=row["nom"],
            proposals=[seen[key] for key in row["proposals"] if key in seen],
        )
        for place, row in page.object_list
    ]
    return page


def write_report(user: Any, brought: NetworkImport) -> bytes:
    """Return the report as a CSV: one row for each row of the files; one query."""
    linked = {_linked(row) for row in brought.nodes} - {""}
    seen = Organisation.objects.visible_to(user).filter(public_id__in=linked).values_list("public_id", "name")
    names = {str(key): name for key, name in seen}
    labels = _labels(brought)
    return write_csv(
        REPORT_COLUMNS,
        (
            (
                row["where"],
                row["row"],
                what,
                _said(what, row),
                labels[row["outcome"]],
                row["reason"],
                names.get(_linked(row), ""),
            )
            for what, row in _rows(brought)
        ),
    )


def _rows(brought: NetworkImport) -> Iterator[Told]:
    for what, rows in ((NODE, brought.nodes), (TIE, brought.ties)):
        for row in rows:
            yield what, row


def _lines(user: Any, brought: NetworkImport, rows: Sequence[Told]) -> Iterator[Line]:
    seen = _visible(user, (_linked(row) for _what, row in rows))
    labels = _labels(brought)
    for what, row in rows:
        yield Line(
            where=row["where"],
            row=row["row"],
            what=what,
            said=_said(what, row),
            outcome=row["outcome"],
            label=labels[row["outcome"]],
            reason=row["reason"],
            organisation=seen.get(_linked(row)),
        )


def _linked(row: dict[str, Any]) -> str:
    key: str = row.get("made") or row.get("linked", "")
    return key


def _visible(user: Any, keys: Iterable[str]) -> dict[str, Organisation]:
    """Return the organisations of these public ids that the reader sees today."""
    wanted = {key for key in keys if key}
    rows = Organisation.objects.visible_to(user).select_related("seat").filter(public_id__in=wanted)
    return {str(each.public_id): each for each in rows} if wanted else {}


def _said(what: str, row: dict[str, Any]) -> str:
    """Return what a row says: the tie in words, the name of an organisation, else the identifier that it gives."""
    if what == TIE:
        return str(row["said"])
    return next((row[name] for name in ("nom", "siren", "siret", "rna", "id") if row[name]), "")


def _labels(brought: NetworkImport) -> dict[str, str]:
    is_written = brought.state != NetworkImport.State.TRIED
    return {code: str(label[is_written]) for code, label in LABELS.items()}


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
