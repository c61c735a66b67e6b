"""Adding an organisation, changing it section by section, confirming it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core import clock
from maillage.core.comparing import differences
from maillage.organisations.domain.details import remove_name, remove_source
from maillage.organisations.domain.needs import end_resource, remove_resource
from maillage.organisations.domain.organisations import StaleVersion, confirm_organisation, create_organisation
from maillage.organisations.forms.sections import NewOrganisationForm
from maillage.organisations.models import Organisation
from maillage.organisations.policies import access_for_writing, access_organisation, demand_create
from maillage.organisations.selectors.detail import Detail, read_detail
from maillage.organisations.selectors.twins import visible_twins
from maillage.organisations.views.sections import SECTIONS, Section
from maillage.territories.models import Territory

REFUSED = 422
STALE = 409


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    """Begin a record with a name, a world and a seat; one that already bears the name is shown first."""
    demand_create(request.user)
    if request.method != "POST":
        return _answer(request, "organisations/create.html", NewOrganisationForm(initial=_prefill(request)), {})
    form = NewOrganisationForm(request.POST)
    refuse_files(request, form)
    twins: list[Organisation] = []
    if form.is_valid():
        values = form.cleaned_data
        twins = [] if values.pop("is_other") else visible_twins(request.user, name=values["name"])
        if not twins:
            try:
                organisation = create_organisation(actor=request.user, changes=values)  # type: ignore[arg-type]  # signed in; fields are those of OrganisationChanges
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(
                    request,
                    _("« %(name)s » est ajoutée. Complétez ce que vous savez, rien n’est obligatoire.")
                    % {"name": organisation.name},
                )
                return redirect("organisations:edit", organisation.slug)
    return _answer(request, "organisations/create.html", form, {"twins": twins}, status=REFUSED)


@require_http_methods(["GET", "HEAD"])
def show_sections(request: HttpRequest, slug: str) -> HttpResponse:
    """List the sections of a record with what each lacks."""
    organisation = access_for_writing(actor=request.user, slug=slug, to="edit")
    if organisation.slug != slug:
        return redirect("organisations:edit", organisation.slug, permanent=True)
    detail = read_detail(organisation, clock.today())
    gaps = {gap.section: gap.label for gap in reversed(detail.quality.gaps)}
    rows = [{"section": section, "gap": gaps.get(section.slug, "")} for section in SECTIONS.values()]
    context = {"organisation": organisation, "rows": rows, "quality": detail.quality}
    return render(request, "organisations/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """Show or save one section; a record changed meanwhile is shown beside what was typed."""
    chosen = SECTIONS.get(section)
    if chosen is None:
        raise Http404(_("Cette partie de la fiche n’existe pas."))
    organisation = access_for_writing(actor=request.user, slug=slug, to="edit")
    if request.method != "POST" and organisation.slug != slug:
        return redirect("organisations:edit_section", organisation.slug, section, permanent=True)
    detail = read_detail(organisation, clock.today())
    context: dict[str, Any] = {"organisation": organisation, "section": chosen, "removable": _removable(chosen, detail)}
    if request.method != "POST":
        form = chosen.form(
            initial={**chosen.initial(detail), "version": organisation.version}, **chosen.options(detail)
        )
        return _answer(request, "organisations/section.html", form, context)
    if removed := request.POST.get("remove", ""):
        _remove(request, chosen, detail, removed)
        return redirect("organisations:edit_section", organisation.slug, section)
    if ended := request.POST.get("end", ""):
        _end(request, chosen, detail, ended)
        return redirect("organisations:edit_section", organisation.slug, section)
    form = chosen.form(request.POST, **chosen.options(detail))
    refuse_files(request, form)
    if form.is_valid():
        try:
            chosen.save(request.user, organisation, form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except StaleVersion:
            return _show_stale(request, chosen, context)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("C’est enregistré : %(section)s.") % {"section": chosen.title})
            organisation.refresh_from_db(fields=["slug"])
            return redirect("organisations:edit", organisation.slug)
    return _answer(request, "organisations/section.html", form, context, status=REFUSED)


@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that the reader found the record right today."""
    organisation = access_for_writing(actor=request.user, slug=slug, to="edit")
    confirm_organisation(actor=request.user, organisation=organisation, on=clock.today())  # type: ignore[arg-type]  # signed in
    messages.success(request, _("Merci : la fiche est confirmée à la date d’aujourd’hui."))
    return redirect(organisation)


def refuse_files(request: HttpRequest, form: forms.Form) -> None:
    """Refuse an upload where none is expected; the rest of the form is kept."""
    if request.FILES:
        form.full_clean()
        form.add_error(
            None, _("Aucun fichier n’est attendu ici : il n’a pas été gardé. Le reste de votre saisie est conservé.")
        )


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put each error of the domain beside its field, or at the top when the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, problems)


def _prefill(request: HttpRequest) -> dict[str, str]:
    territory = Territory.objects.resolve(request.GET.get("territoire", "")[:100])
    return {"seat": f"{territory.code} {territory.name}"} if territory is not None else {}


def _removable(section: Section, detail: Detail) -> list[Any]:
    rows: dict[str, list[Any]] = {
        "names": [*detail.names],
        "sources": [*detail.sources],
        "resources": [*detail.resources],
    }
    return rows.get(section.removable, [])


def _remove(request: HttpRequest, section: Section, detail: Detail, removed: str) -> None:
    row = _row(section, detail, removed)
    if section.removable == "names":
        remove_name(actor=request.user, name=row)  # type: ignore[arg-type]  # signed in
    elif section.removable == "resources":
        remove_resource(actor=request.user, resource=row)  # type: ignore[arg-type]  # signed in
    else:
        remove_source(actor=request.user, source=row)  # type: ignore[arg-type]  # signed in
    messages.success(request, _("C’est retiré ; l’historique en garde la trace."))


def _end(request: HttpRequest, section: Section, detail: Detail, ended: str) -> None:
    row = _row(section, detail, ended)
    if section.removable != "resources":
        raise Http404
    try:
        end_resource(actor=request.user, resource=row, on=clock.today())  # type: ignore[arg-type]  # signed in
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("C’est terminé à la date d’aujourd’hui ; l’historique en garde la trace."))


def _row(section: Section, detail: Detail, key: str) -> Any:
    """Return the row of a list of the section that bears this identifier. Raises Http404."""
    row = next((each for each in _removable(section, detail) if str(each.public_id) == key), None)
    if row is None:
        raise Http404
    return row


def _show_stale(request: HttpRequest, section: Section, context: dict[str, Any]) -> HttpResponse:
    current = access_organisation(actor=request.user, public_id=context["organisation"].public_id)
    detail = read_detail(current, clock.today())
    options = section.options(detail)
    stored = section.form(initial={**section.initial(detail), "version": current.version}, **options)
    typed = request.POST.copy()
    typed["version"] = str(current.version)
    form = section.form(typed, **options)
    return _answer(
        request, "organisations/section.html", form, {**context, "differences": differences(form, stored)}, status=STALE
    )


def _answer(
    request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, {**context, "form": form}, status=status)
