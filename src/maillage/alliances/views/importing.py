"""Bringing a network in: files, a trial that says what each row would do, the import, and taking it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.alliances.domain.import_plan import NEW, SKIP
from maillage.alliances.domain.importing import (
    NotNow,
    accept_same_names,
    apply_import,
    choose_matches,
    forget_import,
    set_options,
    start_import,
)
from maillage.alliances.domain.undoing import undo_import
from maillage.alliances.forms.importing import ImportForm, ImportOptionsForm
from maillage.alliances.models import NetworkImport
from maillage.alliances.network.incoming.columns import ORGANISATION_COLUMNS, TIE_COLUMNS
from maillage.alliances.network.incoming.rows import MOST_ORGANISATIONS, MOST_TIES
from maillage.alliances.policies import access_import, demand_create
from maillage.alliances.selectors.importing import (
    LABELS,
    NODE,
    count_outcomes,
    page_of,
    waiting_page,
    write_model,
    write_report,
)
from maillage.tabular.reading import Unreadable
from maillage.tabular.writing import CSV_TYPE, XLSX_TYPE
from maillage.territories.models import Territory

REFUSED = 422
State = NetworkImport.State
RUNNING = (State.READ, State.TRYING, State.DOING, State.UNDOING)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the files, and begin a trial: nothing is written on the site yet."""
    demand_create(request.user)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            files = [(file.name, file.read()) for file in form.given()]
            brought = start_import(actor=request.user, files=files)  # type: ignore[arg-type]  # signed in
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            return redirect("alliances:import", brought.public_id)
    context = {
        "form": form,
        "own": NetworkImport.objects.visible_to(request.user)
        .only("public_id", "file_name", "state", "created_at")
        .order_by("-created_at")[:20],
        "organisation_columns": [(name, what) for name, _names, what in ORGANISATION_COLUMNS],
        "tie_columns": [(name, what) for name, _names, what in TIE_COLUMNS],
        "most_organisations": MOST_ORGANISATIONS,
        "most_ties": MOST_TIES,
    }
    return render(request, "alliances/import_new.html", context, status=REFUSED if form.is_bound else 200)


@require_safe
def download_model(request: HttpRequest) -> HttpResponse:
    """Give the workbook to fill in."""
    demand_create(request.user)
    answer = HttpResponse(write_model(), content_type=XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="modele-reseau.xlsx"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an import where it is: being read or written, tried, done, undone; keep the choices of a trial."""
    brought = access_import(actor=request.user, public_id=public_id)
    options: ImportOptionsForm | None = None
    if request.method == "POST":
        options = _options_form(request, brought) if request.POST.get("action") == "options" else None
        if options is None or options.is_valid():
            _keep_answers(request, brought, options)
            return redirect(request.get_full_path())
    if brought.state in RUNNING:
        return _show_running(request, brought)
    if getattr(request, "htmx", False):
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    if brought.state == State.REFUSED:
        return render(request, "alliances/import_refused.html", {"brought": brought})
    if brought.state == State.TRIED:
        return _show_trial(request, brought, options)
    context = {
        "brought": brought,
        "is_done": brought.state == State.DONE,
        "made": {kind: len(brought.created.get(kind, ())) for kind in ("organisations", "alliances", "participations")},
        "relations": brought.relations.count(),
        **_listed(request, brought),
    }
    return render(request, "alliances/import_done.html", context)


@require_safe
def download_report(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give what becomes of each row as a table."""
    brought = access_import(actor=request.user, public_id=public_id)
    if brought.state in {State.READ, State.REFUSED, State.TRYING}:
        raise Http404(_("Cet import n’a pas encore de compte rendu."))
    answer = HttpResponse(write_report(request.user, brought), content_type=CSV_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="compte-rendu-import.csv"'
    return answer


@require_POST
def apply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write what the trial showed."""
    brought = access_import(actor=request.user, public_id=public_id)
    demand_create(request.user)
    try:
        apply_import(actor=request.user, brought=brought)  # type: ignore[arg-type]  # signed in
    except NotNow:
        messages.info(request, _("Cet import est déjà fait, ou en cours : rien n’a été écrit deux fois."))
    return redirect("alliances:import", public_id)


@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back what the import wrote."""
    brought = access_import(actor=request.user, public_id=public_id)
    try:
        undo_import(actor=request.user, brought=brought)  # type: ignore[arg-type]  # signed in
    except NotNow:
        messages.info(request, _("Cet import n’est pas à annuler : il ne l’a pas été deux fois."))
    return redirect("alliances:import", public_id)


@require_POST
def forget(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Erase a trial."""
    brought = access_import(actor=request.user, public_id=public_id)
    try:
        forget_import(actor=request.user, brought=brought)  # type: ignore[arg-type]  # signed in
    except NotNow:
        messages.info(request, _("Cet import est fait : annulez-le d’abord."))
        return redirect("alliances:import", public_id)
    messages.success(request, _("L’essai est jeté, avec ce qui avait été lu du fichier."))
    return redirect("alliances:import_new")


def _options_form(request: HttpRequest, brought: NetworkImport) -> ImportOptionsForm:
    if request.method == "POST":
        return ImportOptionsForm(request.POST, reader=request.user)
    kept = brought.options
    territory = Territory.objects.resolve(kept["territory"]) if kept.get("territory") else None
    initial = {"kind": kept.get("kind", ""), "audience": kept["audience"], "territory": territory}
    return ImportOptionsForm(initial=initial, reader=request.user)


def _keep_answers(request: HttpRequest, brought: NetworkImport, options: ImportOptionsForm | None) -> None:
    action, actor = request.POST.get("action", ""), request.user
    try:
        if options is not None:
            set_options(actor=actor, brought=brought, options=options.options())  # type: ignore[arg-type]  # signed in
            messages.success(request, _("C’est noté : l’essai se refait."))
            return
        if action == "same_names":
            kept = accept_same_names(actor=actor, brought=brought)  # type: ignore[arg-type]  # signed in
        else:
            chosen = {
                name.removeprefix("row-"): str(value)
                for name, value in request.POST.items()
                if name.startswith("row-") and value
            }
            kept = choose_matches(actor=actor, brought=brought, chosen=chosen)  # type: ignore[arg-type]  # signed in
    except NotNow:
        messages.info(request, _("Cet import n’attend pas de choix en ce moment : rien n’a changé."))
        return
    said = ngettext("%(n)d choix est gardé.", "%(n)d choix sont gardés.", kept) % {"n": kept}
    messages.success(request, said) if kept else messages.info(request, _("Aucun choix n’a été fait."))


def _show_running(request: HttpRequest, brought: NetworkImport) -> HttpResponse:
    template = "_import_progress" if getattr(request, "htmx", False) else "import_running"
    return render(request, f"alliances/{template}.html", {"brought": brought})


def _show_trial(request: HttpRequest, brought: NetworkImport, options: ImportOptionsForm | None) -> HttpResponse:
    context = {
        "brought": brought,
        "options": options or _options_form(request, brought),
        "waiting": waiting_page(request.user, brought, request.GET.get("choix", "1")),
        "new": NEW,
        "skip": SKIP,
        **_listed(request, brought),
    }
    return render(request, "alliances/import_trial.html", context, status=REFUSED if options is not None else 200)


def _listed(request: HttpRequest, brought: NetworkImport) -> dict[str, Any]:
    """Return the table of rows, narrowed to an outcome, and how many rows come to each."""
    asked = request.GET.get("voir", "")
    asked = asked if asked in LABELS else ""
    counts = count_outcomes(brought)
    is_written = brought.state != State.TRIED
    return {
        "lines": page_of(request.user, brought, asked, request.GET.get("page", "1")),
        "asked": asked,
        "node": NODE,
        "all_count": counts.total(),
        "outcomes": [(code, label[is_written], counts[code]) for code, label in LABELS.items() if counts[code]],
    }
