"""Who takes part in an alliance: adding an organisation, then saying more section by section."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.alliances.domain.describing import welcome_organisation
from maillage.alliances.domain.parts import show_amount
from maillage.alliances.forms.participations import JoiningForm
from maillage.alliances.models import Alliance, Participation
from maillage.alliances.policies import access_for_writing, can_answer_for
from maillage.alliances.views.saving import REFUSED, add_errors, read_form, remove_row, save_section, show_section
from maillage.alliances.views.sections import OF_PARTICIPATION

ALLIANCE, PARTICIPANT = "alliance", "participant"


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an organisation around the table; it will confirm or contest."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    if request.method != "POST":
        form = JoiningForm(reader=request.user)
        return render(request, "alliances/join.html", {"alliance": alliance, "form": form})
    form = JoiningForm(request.POST, reader=request.user)
    if read_form(request, form).is_valid():
        values = form.cleaned_data
        try:
            added = welcome_organisation(
                actor=request.user,  # type: ignore[arg-type]  # signed in
                alliance=alliance,
                organisation=values["organisation"],
                changes={"span": values["span"], "why": values["why"]},
                roles=values["roles"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = _("%(name)s est ajoutée autour de la table. Dites-en plus si vous savez, rien n’est obligatoire.")
            messages.success(request, said % {"name": added.organisation.name})
            return redirect("alliances:participation", alliance.slug, added.public_id)
    return render(request, "alliances/join.html", {"alliance": alliance, "form": form}, status=REFUSED)


@require_http_methods(["GET", "HEAD"])
def show_participation(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """List what may be said of a participation."""
    alliance, participation = _access(request, slug, public_id)
    context = {"alliance": alliance, "participation": participation, "sections": list(OF_PARTICIPATION.values())}
    return render(request, "alliances/participation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_participation(request: HttpRequest, slug: str, public_id: uuid.UUID, section: str) -> HttpResponse:
    """Show or save one section of a participation."""
    chosen = OF_PARTICIPATION.get(section)
    if chosen is None:
        raise Http404(_("Cette partie de la participation n’existe pas."))
    alliance, participation = _access(request, slug, public_id)
    here = reverse("alliances:participation_section", args=[alliance.slug, public_id, section])
    rows = list(chosen.rows(participation)) if chosen.rows else []
    if request.method == "POST" and (removed := request.POST.get("remove", "")):
        remove_row(request, alliance, rows, removed)
        return redirect(here)
    context: dict[str, Any] = {
        "alliance": alliance,
        "participation": participation,
        "section": chosen,
        "rows": rows,
        "differences": None,
        "speaks_for_it": can_answer_for(request.user, participation),
    }
    if request.method != "POST":
        return show_section(request, chosen, participation, context, "alliances/participation_section.html")
    refused = save_section(request, chosen, participation, context, "alliances/participation_section.html")
    if refused is not None:
        return refused
    return redirect(here if chosen.rows else reverse("alliances:participation", args=[alliance.slug, public_id]))


@require_POST
def agree_to_amount(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Note that one side agrees, or no longer agrees, that everyone sees an amount.

    The organisation speaks for itself; the alliance, by those who describe it but are not of that organisation.
    """
    alliance, participation = _access(request, slug, public_id)
    try:
        key = uuid.UUID(request.POST.get("contribution", ""))
    except ValueError as error:
        raise Http404 from error
    contribution = get_object_or_404(participation.contributions.filter(amount__isnull=False), public_id=key)
    side = PARTICIPANT if can_answer_for(request.user, participation) else ALLIANCE
    agreed = request.POST.get("agreed") == "on"
    show_amount(actor=request.user, contribution=contribution, side=side, agreed=agreed)  # type: ignore[arg-type]  # signed in
    messages.success(
        request,
        _("C’est noté : votre côté accepte de montrer ce montant.")
        if agreed
        else _("C’est noté : ce montant reste entre partenaires."),
    )
    return redirect("alliances:participation_section", alliance.slug, public_id, "apports")


def _access(request: HttpRequest, slug: str, public_id: uuid.UUID) -> tuple[Alliance, Participation]:
    """Return an alliance that the reader may change and one of its participations. Raises Http404, PermissionDenied."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    rows = Participation.objects.visible_to(request.user).filter(alliance=alliance).select_related("organisation")
    return alliance, get_object_or_404(rows.select_related("organisation", "alliance"), public_id=public_id)
