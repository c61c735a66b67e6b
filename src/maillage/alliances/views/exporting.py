"""Taking the network away: a page that says what each file holds, and the files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from maillage.alliances.network.formats.gexf import write_gexf
from maillage.alliances.network.formats.graphml import write_graphml
from maillage.alliances.network.formats.kumu import write_kumu
from maillage.alliances.network.formats.pair import write_pair
from maillage.alliances.network.formats.tables import (
    ORGANISATION_COLUMNS,
    TIE_COLUMNS,
    write_organisations,
    write_ties,
    write_workbook,
)
from maillage.alliances.network.formats.words import LICENCE, LICENCE_URL
from maillage.alliances.network.outgoing import MOST_EDGES, Outgoing, TooLarge
from maillage.alliances.policies import can_create
from maillage.alliances.selectors.network_page import Asked, read_asked
from maillage.alliances.selectors.taking_away import read_outgoing
from maillage.tabular.writing import CSV_TYPE, XLSX_TYPE

TOO_LARGE = 413
EVERY_DATE = "toutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file: its name in the address, what it is called, what it is for, and who writes it."""

    code: str
    label: Any
    what_for: Any
    ending: str
    content_type: str
    write: Callable[[Outgoing], bytes]
    is_dynamic: bool = False
    may_be_whole: bool = False


FORMATS = {
    each.code: each
    for each in (
        Format(
            code="xlsx",
            label=gettext_lazy("Classeur (XLSX)"),
            what_for=gettext_lazy("Les organisations, les liens et ce que dit chaque colonne, pour un tableur."),
            ending="xlsx",
            content_type=XLSX_TYPE,
            write=write_workbook,
            may_be_whole=True,
        ),
        Format(
            code="noeuds.csv",
            label=gettext_lazy("Organisations (CSV)"),
            what_for=gettext_lazy("Une ligne par organisation. Se réimporte tel quel."),
            ending="organisations.csv",
            content_type=CSV_TYPE,
            write=write_organisations,
            may_be_whole=True,
        ),
        Format(
            code="liens.csv",
            label=gettext_lazy("Liens (CSV)"),
            what_for=gettext_lazy("Une ligne par participation à une alliance et par lien direct. Se réimporte."),
            ending="liens.csv",
            content_type=CSV_TYPE,
            write=write_ties,
            may_be_whole=True,
        ),
        Format(
            code="graphml",
            label="GraphML",
            what_for=gettext_lazy("Le réseau du jour pour Gephi, yEd, Cytoscape, R ou Python."),
            ending="graphml",
            content_type="application/graphml+xml; charset=utf-8",
            write=write_graphml,
        ),
        Format(
            code="gexf",
            label=gettext_lazy("GEXF, avec le temps"),
            what_for=gettext_lazy("Toute la vie du réseau, pour Gephi et sa frise : chaque lien a ses périodes."),
            ending="gexf",
            content_type="application/gexf+xml; charset=utf-8",
            write=write_gexf,
            is_dynamic=True,
        ),
        Format(
            code="kumu",
            label=gettext_lazy("Kumu (JSON)"),
            what_for=gettext_lazy("Un plan à déposer sur une carte Kumu."),
            ending="kumu.json",
            content_type="application/json; charset=utf-8",
            write=write_kumu,
        ),
        Format(
            code="pair",
            label="PAIR (JSON-LD)",
            what_for=gettext_lazy("Pour les plateformes de l’Assemblée virtuelle : acteurs, projets et implications."),
            ending="pair.jsonld",
            content_type="application/ld+json; charset=utf-8",
            write=write_pair,
        ),
    )
}


@login_not_required
@require_safe
def explain_exports(request: HttpRequest) -> HttpResponse:
    """Say what each file holds, under which licence, and offer them for the part of the network asked for."""
    asked = read_asked(request.GET)
    kept = request.GET.urlencode()
    whole = request.GET.copy()
    whole["dates"] = EVERY_DATE
    rows = [
        {
            "format": each,
            "url": _with(reverse("alliances:network_export", args=[each.code]), kept),
            "whole_url": _with(reverse("alliances:network_export", args=[each.code]), whole.urlencode())
            if each.may_be_whole
            else "",
        }
        for each in FORMATS.values()
    ]
    context = {
        "asked": asked,
        "rows": rows,
        "network_url": _with(reverse("alliances:network"), kept),
        "can_import": can_create(request.user),
        "organisation_columns": list(ORGANISATION_COLUMNS.items()),
        "tie_columns": list(TIE_COLUMNS.items()),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "most": MOST_EDGES,
    }
    return render(request, "alliances/exports.html", context)


@login_not_required
@require_safe
def export_network(request: HttpRequest, code: str) -> HttpResponse:
    """Give the network of an address as a file, of what the reader may see and of nothing else."""
    chosen = FORMATS.get(code)
    if chosen is None:
        raise Http404(_("Ce format n’existe pas : voyez la page « Emporter le réseau »."))
    asked = read_asked(request.GET)
    whole = chosen.is_dynamic or (chosen.may_be_whole and request.GET.get("dates") == EVERY_DATE)
    outgoing = read_outgoing(
        request.user,
        on=None if whole else asked.day,
        scope=asked.scope,
        origin=request.build_absolute_uri("/"),
        address=request.build_absolute_uri(_network_address(request.GET)),
    )
    try:
        content = chosen.write(outgoing)
    except TooLarge:
        return render(
            request,
            "alliances/export_too_large.html",
            {"most": MOST_EDGES, "exports_url": _with(reverse("alliances:exports"), request.GET.urlencode())},
            status=TOO_LARGE,
        )
    answer = HttpResponse(content, content_type=chosen.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(asked, chosen, whole=whole)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return answer


def _network_address(given: QueryDict) -> str:
    """Return the address of the page that shows what a file holds."""
    kept = given.copy()
    kept.pop("dates", None)
    return _with(reverse("alliances:network"), kept.urlencode())


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _file_name(asked: Asked, chosen: Format, *, whole: bool) -> str:
    day = "toutes-dates" if whole else asked.day.isoformat()
    return f"reseau-{day}.{chosen.ending}"
