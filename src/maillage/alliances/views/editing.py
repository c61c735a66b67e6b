"""Describing an alliance in one page, then changing it section by section."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from maillage.alliances.domain.alliances import AllianceChanges
from maillage.alliances.domain.describing import describe_alliance
from maillage.alliances.forms.alliances import NewAllianceForm
from maillage.alliances.policies import access_for_writing, demand_create
from maillage.alliances.selectors.filling import missing_parts, own_organisations
from maillage.alliances.views.saving import REFUSED, add_errors, read_form, remove_row, save_section, show_section
from maillage.alliances.views.sections import OF_ALLIANCE
from maillage.core import clock
from maillage.core.dates import make_span
from maillage.organisations.models import Organisation
from maillage.territories.models import Territory


@require_http_methods(["GET", "HEAD", "POST"])
def add_alliance(request: HttpRequest) -> HttpResponse:
    """Describe an alliance: a name, what for, where, two organisations or more, since when if known; the rest later."""
    demand_create(request.user)
    if request.method != "POST":
        form = NewAllianceForm(initial=_prefill(request), reader=request.user)
        return render(request, "alliances/create.html", {"form": form})
    form = NewAllianceForm(request.POST, reader=request.user)
    if read_form(request, form).is_valid():
        values = form.cleaned_data
        changes: AllianceChanges = {name: values[name] for name in ("name", "purpose", "territory", "audience")}  # type: ignore[assignment]  # names are those of AllianceChanges
        changes["span"] = make_span(values["since"], None)
        try:
            alliance = describe_alliance(actor=request.user, changes=changes, organisations=values["organisations"])  # type: ignore[arg-type]  # signed in
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _said(len(values["organisations"])))
            return redirect(alliance)
    return render(request, "alliances/create.html", {"form": form}, status=REFUSED)


@require_http_methods(["GET", "HEAD"])
def show_sections(request: HttpRequest, slug: str) -> HttpResponse:
    """List the sections of an alliance with what each lacks, and who is around the table."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    if alliance.slug != slug:
        return redirect("alliances:edit", alliance.slug, permanent=True)
    gaps, participations = missing_parts(alliance, request.user)
    context = {
        "alliance": alliance,
        "rows": [{"section": section, "gap": gaps.get(section.slug, "")} for section in OF_ALLIANCE.values()],
        "participations": participations,
    }
    return render(request, "alliances/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """Show or save one section; an alliance changed meanwhile is shown beside what was typed."""
    chosen = OF_ALLIANCE.get(section)
    if chosen is None:
        raise Http404(_("Cette partie de l’alliance n’existe pas."))
    alliance = access_for_writing(actor=request.user, slug=slug)
    if request.method != "POST" and alliance.slug != slug:
        return redirect("alliances:edit_section", alliance.slug, section, permanent=True)
    rows = list(chosen.rows(alliance)) if chosen.rows else []
    if request.method == "POST" and (removed := request.POST.get("remove", "")):
        remove_row(request, alliance, rows, removed)
        return redirect("alliances:edit_section", alliance.slug, section)
    context: dict[str, Any] = {"alliance": alliance, "section": chosen, "rows": rows, "differences": None}
    if request.method != "POST":
        return show_section(request, chosen, alliance, context, "alliances/section.html")
    refused = save_section(request, chosen, alliance, context, "alliances/section.html")
    if refused is not None:
        return refused
    alliance.refresh_from_db(fields=["slug"])
    if chosen.rows:
        return redirect("alliances:edit_section", alliance.slug, section)
    return redirect("alliances:edit", alliance.slug)


def _prefill(request: HttpRequest) -> dict[str, Any]:
    """Begin with the territory and the organisation that the link names, else with the reader's own."""
    territory = Territory.objects.resolve(request.GET.get("territoire", "")[:100])
    slug = request.GET.get("organisation", "")[:100].replace("\x00", "")
    named = Organisation.objects.visible_to(request.user).filter(slug=slug).first()
    known = [named] if named else own_organisations(request.user, clock.today())
    return {"territory": territory, "organisations": known}


def _said(count: int) -> str:
    text = ngettext(
        "L’alliance est décrite. Cette organisation pourra la confirmer.",
        "L’alliance est décrite. Chacune des %(n)d organisations pourra confirmer ou contester.",
        count,
    )
    return text % {"n": count}
