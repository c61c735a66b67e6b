"""The people of an organisation: who writes for it, who is named on its page."""

import uuid
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.core import clock
from maillage.organisations.domain.people import (
    present_official,
    present_volunteer,
    record_objection,
    remove_public_role,
    withdraw_consent,
)
from maillage.organisations.domain.rights import end_membership, grant_membership
from maillage.organisations.enums import Basis, Capacity
from maillage.organisations.forms.people import MembershipForm, PersonForm
from maillage.organisations.models import Organisation, PublicRole
from maillage.organisations.policies import access_for_writing
from maillage.organisations.views.editing import REFUSED, add_errors, refuse_files

GRANT, PRESENT = "grant", "present"
FORMS: dict[str, type[forms.Form]] = {GRANT: MembershipForm, PRESENT: PersonForm}


@require_http_methods(["GET", "HEAD", "POST"])
def manage_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show roles and presented people; give, end, present, withdraw: one small form each."""
    organisation = access_for_writing(actor=request.user, slug=slug, to="administer")
    if request.method != "POST" and organisation.slug != slug:
        return redirect("organisations:members", organisation.slug, permanent=True)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in ROW_ACTIONS:
        ROW_ACTIONS[action](request, organisation)
        return redirect("organisations:members", organisation.slug)
    shown = {name: form(prefix=name) for name, form in FORMS.items()}
    status = 200
    if request.method == "POST":
        if action not in FORMS:
            raise Http404(_("Cette action n’existe pas."))
        shown[action] = form = FORMS[action](request.POST, prefix=action)
        refuse_files(request, form)
        if form.is_valid() and _save(request, organisation, action, form):
            return redirect("organisations:members", organisation.slug)
        status = REFUSED
    today = clock.today()
    context = {
        "organisation": organisation,
        "memberships": list(
            organisation.memberships.in_force(today).select_related("user").order_by("role", "user__email")
        ),
        "people": list(organisation.public_roles.exclude(person_name="").order_by("pk")),
        "grant_form": shown[GRANT],
        "person_form": shown[PRESENT],
        "failed": shown[action] if status == REFUSED else None,
    }
    return render(request, "organisations/people.html", context, status=status)


def _save(request: HttpRequest, organisation: Organisation, action: str, form: forms.Form) -> bool:
    values = form.cleaned_data
    try:
        if action == GRANT:
            grant_membership(
                actor=request.user,  # type: ignore[arg-type]  # signed in
                organisation=organisation,
                user=values["user"],
                role=values["role"],
                start=clock.today(),
            )
            messages.success(request, _("Le rôle est donné à %(user)s.") % {"user": values["user"]})
        else:
            _present(request, organisation, values)
            messages.success(request, _("%(name)s est présentée sur la fiche.") % {"name": values["person_name"]})
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _present(request: HttpRequest, organisation: Organisation, values: dict[str, Any]) -> None:
    named = {"person_name": values["person_name"], "function": values["function"]}
    if values["capacity"] == Capacity.VOLUNTEER:
        day = values["consent_given_on"]
        given = timezone.make_aware(datetime.combine(day, time(12))) if day else None
        present_volunteer(actor=request.user, organisation=organisation, consent_given_at=given, **named)  # type: ignore[arg-type]  # signed in
    else:
        present_official(actor=request.user, organisation=organisation, capacity=values["capacity"], **named)  # type: ignore[arg-type]  # signed in


def _end(request: HttpRequest, organisation: Organisation) -> None:
    membership = organisation.memberships.filter(public_id=_key(request)).first()
    if membership is None:
        raise Http404
    end_membership(actor=request.user, membership=membership, on=clock.today())  # type: ignore[arg-type]  # signed in
    messages.success(request, _("Ce rôle est terminé."))


def _withdraw(request: HttpRequest, organisation: Organisation) -> None:
    role = _role(request, organisation)
    leave = withdraw_consent if role.basis == Basis.CONSENT else record_objection
    leave(actor=request.user, role=role, now=clock.now())  # type: ignore[arg-type]  # signed in
    messages.success(request, _("Le nom est effacé de la fiche."))


def _remove(request: HttpRequest, organisation: Organisation) -> None:
    remove_public_role(actor=request.user, role=_role(request, organisation))  # type: ignore[arg-type]  # signed in
    messages.success(request, _("Cette personne n’est plus présentée."))


def _role(request: HttpRequest, organisation: Organisation) -> PublicRole:
    role = organisation.public_roles.filter(public_id=_key(request)).first()
    if role is None:
        raise Http404
    return role


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("row", ""))
    except ValueError as error:
        raise Http404 from error


ROW_ACTIONS: dict[str, Callable[[HttpRequest, Organisation], None]] = {
    "end": _end,
    "withdraw": _withdraw,
    "remove": _remove,
}
