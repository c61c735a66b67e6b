"""Asking the other party by mail, inviting a partner, naming people with their consent."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.alliances.domain.asking import ask, invite_partner
from maillage.alliances.domain.people import end_person, invite_person, withdraw_person
from maillage.alliances.forms.asking import AskForm, InviteForm, PersonForm, PersonLeavingForm
from maillage.alliances.models import Alliance, InvolvedPerson, Participation
from maillage.alliances.policies import access_for_writing
from maillage.alliances.selectors.requests import mask_address
from maillage.core import clock
from maillage.core.site import site_address
from maillage.organisations.views.editing import REFUSED, add_errors, refuse_files


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a partner more and ask it by mail, in one go."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    form = InviteForm(request.POST if request.method == "POST" else None, reader=request.user)
    if request.method == "POST":
        refuse_files(request, form)
        if form.is_valid():
            try:
                invite_partner(
                    actor=request.user,  # type: ignore[arg-type]  # signed in
                    alliance=alliance,
                    origin=site_address(request),
                    now=clock.now(),
                    **form.cleaned_data,
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                tell_sent(request, form.cleaned_data["email"])
                return redirect(alliance)
    context = {"alliance": alliance, "form": form}
    return render(request, "alliances/ask_partner.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_participation(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Ask one participant by mail; says when it was asked before."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    participation = _participation(request, alliance, public_id)
    form = AskForm(
        request.POST if request.method == "POST" else None, initial={"email": participation.organisation.contact_email}
    )
    if request.method == "POST":
        refuse_files(request, form)
        if form.is_valid():
            try:
                ask(
                    actor=request.user,  # type: ignore[arg-type]  # signed in
                    target=participation,
                    organisation=participation.organisation,
                    email=form.cleaned_data["email"],
                    origin=site_address(request),
                    now=clock.now(),
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                tell_sent(request, form.cleaned_data["email"])
                return redirect(alliance)
    context = {
        "alliance": alliance,
        "participation": participation,
        "former": participation.requests.exclude(token_digest="").order_by("-sent_at").first(),
        "form": form,
    }
    return render(request, "alliances/ask.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_people(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Show through whom an organisation takes part; invite, note a departure, take off."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    participation = _participation(request, alliance, public_id)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in ROW_ACTIONS:
        ROW_ACTIONS[action](request, participation)
        return redirect("alliances:people", alliance.slug, participation.public_id)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        refuse_files(request, form)
        if form.is_valid():
            try:
                invite_person(
                    actor=request.user,  # type: ignore[arg-type]  # signed in
                    participation=participation,
                    origin=site_address(request),
                    now=clock.now(),
                    **form.cleaned_data,
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                tell_sent(request, form.cleaned_data["email"])
                return redirect("alliances:people", alliance.slug, participation.public_id)
    context = {
        "alliance": alliance,
        "participation": participation,
        "people": list(participation.people.exclude(person_name="").order_by("pk")),
        "today": clock.today(),
        "form": form,
    }
    return render(request, "alliances/ask_people.html", context, status=REFUSED if form.is_bound else 200)


def tell_sent(request: HttpRequest, email: str) -> None:
    """Say that a question leaves, and to whom."""
    messages.success(
        request,
        _("La question part à %(address)s. La réponse s’affichera ici ; le lien vaut 30 jours.")
        % {"address": mask_address(email)},
    )


def _participation(request: HttpRequest, alliance: Alliance, public_id: uuid.UUID) -> Participation:
    rows = Participation.objects.visible_to(request.user).select_related("organisation", "alliance")
    found = rows.filter(alliance=alliance, public_id=public_id).first()
    if found is None:
        raise Http404(_("Cette participation n’existe pas."))
    return found


def _person(request: HttpRequest, participation: Participation) -> InvolvedPerson:
    try:
        key = uuid.UUID(request.POST.get("row", ""))
    except ValueError as error:
        raise Http404 from error
    person: InvolvedPerson | None = participation.people.filter(public_id=key).first()
    if person is None:
        raise Http404
    return person


def _take_off(request: HttpRequest, participation: Participation) -> None:
    withdraw_person(actor=request.user, person=_person(request, participation), now=clock.now())  # type: ignore[arg-type]  # signed in
    messages.success(request, _("Cette personne n’est plus nommée ; la participation de l’organisation reste."))


def _leave(request: HttpRequest, participation: Participation) -> None:
    person = _person(request, participation)
    form = PersonLeavingForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for each in form.errors["on"]))
        return
    day, precision = form.cleaned_data["on"]
    try:
        end_person(actor=request.user, person=person, on=day, precision=precision)  # type: ignore[arg-type]  # signed in
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Le départ est noté."))


ROW_ACTIONS: dict[str, Callable[[HttpRequest, Participation], None]] = {"take_off": _take_off, "leave": _leave}
