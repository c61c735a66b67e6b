"""The path of an alliance: the page that tells it, and its milestones with their image."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.alliances.domain.path import (
    MilestoneChanges,
    NothingToRestore,
    StaleMilestone,
    add_milestone,
    remove_milestone,
    restore_milestone,
    update_milestone,
)
from maillage.alliances.forms.path import ChangedMilestoneForm, MilestoneForm
from maillage.alliances.models import Alliance, Milestone
from maillage.alliances.policies import Moved, access_alliance, access_for_writing, rights_on
from maillage.alliances.selectors.moments import read_moment
from maillage.alliances.selectors.path import read_path
from maillage.core import clock
from maillage.core.audiences import Audience
from maillage.core.comparing import differences
from maillage.core.dates import Precision, type_date
from maillage.organisations.views.editing import REFUSED, STALE, add_errors

A_DAY = 24 * 3600
TEXTS = ("title", "kind", "text", "image_alt", "source")


@login_not_required
@require_safe
def show_path(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the whole path, as it is or as it was on the day of `?le=`, on a page made to be printed."""
    try:
        alliance = access_alliance(actor=request.user, slug=slug)
    except Moved as moved:
        query = request.META.get("QUERY_STRING", "")
        address = reverse("alliances:path", args=[moved.alliance.slug])
        return redirect(address + (f"?{query}" if query else ""), permanent=True)
    today = clock.today()
    moment = read_moment(request.GET.get("le", ""), today)
    rights = rights_on(request.user, alliance)
    context = {
        "alliance": alliance,
        "moment": moment,
        "is_past": moment.on != today,
        "today": today,
        "rights": rights,
        "path": read_path(alliance, request.user, on=moment.on),
        "removed": _read_key(request.GET.get("retire", "")) if rights.can_edit else None,
    }
    return render(request, "alliances/path.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Note a milestone."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    form = MilestoneForm(request.POST, request.FILES) if request.method == "POST" else MilestoneForm()
    if request.method == "POST" and form.is_valid():
        try:
            add_milestone(actor=request.user, alliance=alliance, changes=_read(form))  # type: ignore[arg-type]  # signed in
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("C’est noté dans le chemin de l’alliance."))
            return redirect(_here(alliance))
    return _answer(request, alliance, form, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Change a milestone; one changed meanwhile is shown beside what was typed."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    milestone = _milestone(request, alliance, public_id)
    if request.method != "POST":
        return _answer(request, alliance, _stored(milestone), milestone=milestone)
    form = ChangedMilestoneForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            update_milestone(
                actor=request.user,  # type: ignore[arg-type]  # signed in
                milestone=milestone,
                version=form.cleaned_data["version"],
                changes=_read(form),
            )
        except StaleMilestone as stale:
            typed = request.POST.copy()
            typed["version"] = str(stale.current.version)
            again = ChangedMilestoneForm(typed)
            compared = differences(again, _stored(stale.current))
            return _answer(request, alliance, again, milestone=stale.current, compared=compared, status=STALE)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Le jalon est enregistré."))
            return redirect(_here(alliance))
    return _answer(request, alliance, form, milestone=milestone, status=REFUSED)


@require_POST
def remove(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Take a milestone back, and offer to put it back."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    milestone = _milestone(request, alliance, public_id)
    remove_milestone(actor=request.user, milestone=milestone)  # type: ignore[arg-type]  # signed in
    return redirect(f"{_here(alliance)}?retire={public_id}")


@require_POST
def restore(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Put back a milestone taken back."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    try:
        restore_milestone(actor=request.user, alliance=alliance, public_id=public_id)  # type: ignore[arg-type]  # signed in
    except NothingToRestore as error:
        raise Http404(_("Aucun jalon n’est à remettre à cette adresse.")) from error
    messages.success(request, _("Le jalon est remis."))
    return redirect(_here(alliance))


@login_not_required
@require_safe
def show_image(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Give the image of a milestone to who may see its alliance, never otherwise."""
    try:
        alliance = access_alliance(actor=request.user, slug=slug)
    except Moved as moved:
        return redirect("alliances:milestone_image", moved.alliance.slug, public_id, permanent=True)
    milestone = _milestone(request, alliance, public_id)
    try:
        with milestone.image.open("rb") as file:
            answer = HttpResponse(file.read(), content_type="image/webp")
    except (ValueError, FileNotFoundError) as error:
        raise Http404(_("Ce jalon n’a pas d’image.")) from error
    kept = f"private, max-age={A_DAY}" if alliance.audience == Audience.PUBLIC else "no-store"
    answer.headers["Cache-Control"] = kept
    return answer


def _answer(
    request: HttpRequest,
    alliance: Alliance,
    form: forms.Form,
    *,
    milestone: Milestone | None = None,
    compared: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "alliance": alliance,
        "milestone": milestone,
        "form": form,
        "differences": compared,
        "resend": bool(request.FILES),
    }
    return render(request, "alliances/milestone.html", context, status=status)


def _read(form: forms.Form) -> MilestoneChanges:
    values = form.cleaned_data
    day, precision = values["on"] or (None, Precision.UNKNOWN)
    changes: MilestoneChanges = {name: values[name] for name in TEXTS}  # type: ignore[assignment]  # names are those of MilestoneChanges
    changes["on"], changes["precision"] = day, precision
    if values["image"] is not None:
        changes["image"] = values["image"]
    elif values.get("without_image"):
        changes["image"] = None
    return changes


def _stored(milestone: Milestone) -> ChangedMilestoneForm:
    shown = {name: getattr(milestone, name) for name in TEXTS}
    on = type_date(milestone.on, milestone.precision)
    return ChangedMilestoneForm(initial={**shown, "on": on, "version": milestone.version})


def _milestone(request: HttpRequest, alliance: Alliance, public_id: uuid.UUID) -> Milestone:
    rows = Milestone.objects.visible_to(request.user).select_related("alliance")
    found: Milestone | None = rows.filter(alliance=alliance, public_id=public_id).first()
    if found is None:
        raise Http404(_("Ce jalon n’existe pas."))
    return found


def _here(alliance: Alliance) -> str:
    return reverse("alliances:path", args=[alliance.slug])


def _read_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
