"""The commitments of an alliance: the list, a new one, and what became of each."""

import uuid
from collections.abc import Callable
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

from maillage.alliances.domain.commitments import (
    CommitmentChanges,
    Settled,
    StaleCommitment,
    abandon_commitment,
    add_commitment,
    keep_commitment,
    remove_commitment,
    renegotiate_commitment,
    reopen_commitment,
    restore_commitment,
    update_commitment,
)
from maillage.alliances.domain.path import NothingToRestore
from maillage.alliances.forms.commitments import (
    AbandonForm,
    ChangedCommitmentForm,
    CommitmentDetailsForm,
    KeepForm,
    RenegotiateForm,
)
from maillage.alliances.models import Alliance, Commitment
from maillage.alliances.policies import Moved, access_alliance, access_for_writing, rights_on
from maillage.alliances.selectors.commitments import read_commitments, stand, visible_commitments
from maillage.alliances.selectors.moments import read_moment
from maillage.core import clock
from maillage.core.comparing import differences
from maillage.organisations.views.editing import REFUSED, STALE, add_errors, refuse_files

FACTS = ("form", "decision", "decided_on", "counterpart", "counterpart_by", "due_on")
KEEP, RENEGOTIATE, ABANDON, CHANGE = "tenu", "renegocie", "abandonne", "corriger"
OUTCOMES: dict[str, type[forms.Form]] = {KEEP: KeepForm, RENEGOTIATE: RenegotiateForm, ABANDON: AbandonForm}


@login_not_required
@require_safe
def list_commitments(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was undertaken, as it stands or as it stood on the day of `?le=`."""
    try:
        alliance = access_alliance(actor=request.user, slug=slug)
    except Moved as moved:
        return redirect("alliances:commitments", moved.alliance.slug, permanent=True)
    today = clock.today()
    moment = read_moment(request.GET.get("le", ""), today)
    rights = rights_on(request.user, alliance)
    context = {
        "alliance": alliance,
        "moment": moment,
        "is_past": moment.on != today,
        "rights": rights,
        "commitments": read_commitments(alliance, request.user, on=moment.on, today=today),
        "removed": _read_key(request.GET.get("retire", "")) if rights.can_edit else None,
    }
    return render(request, "alliances/commitments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Note a commitment."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    posted = request.POST if request.method == "POST" else None
    form = CommitmentDetailsForm(posted, alliance=alliance, reader=request.user)
    if form.is_bound:
        refuse_files(request, form)
        if form.is_valid():
            try:
                add_commitment(actor=request.user, alliance=alliance, changes=_facts(form))  # type: ignore[arg-type]  # signed in
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("L’engagement est noté."))
                return redirect("alliances:commitments", alliance.slug)
    context = {"alliance": alliance, "form": form}
    return render(request, "alliances/commitment_new.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Say what became of a commitment, or correct it: one small form each."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    commitment = _commitment(request, alliance, public_id)
    shown = _forms(request, alliance, commitment)
    if request.method != "POST":
        return _answer(request, alliance, commitment, shown)
    action = request.POST.get("action", "")
    if action not in shown:
        raise Http404(_("Cette action n’existe pas."))
    shown[action] = form = _bind(request, alliance, action, request.POST)
    refuse_files(request, form)
    if form.is_valid():
        try:
            SAVERS[action](request, commitment, form)
        except StaleCommitment as stale:
            return _show_stale(request, alliance, stale.current, action)
        except Settled:
            messages.warning(request, _("Quelqu’un a déjà dit ce qu’il en est : voyez, puis rouvrez si c’est inexact."))
            return redirect("alliances:commitment", alliance.slug, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("alliances:commitments", alliance.slug)
    return _answer(request, alliance, commitment, shown, failed=form, status=REFUSED)


@require_POST
def reopen(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Undo what was said of a commitment."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    commitment = _commitment(request, alliance, public_id)
    try:
        reopen_commitment(actor=request.user, commitment=commitment, version=commitment.version)  # type: ignore[arg-type]  # signed in
    except (StaleCommitment, Settled):
        messages.warning(
            request, _("Cet engagement ne peut pas être rouvert : il est en cours, ou un autre le remplace.")
        )
    else:
        messages.success(request, _("L’engagement est de nouveau en cours."))
    return redirect("alliances:commitment", alliance.slug, public_id)


@require_POST
def remove(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Take back a commitment noted by mistake, and offer to put it back."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    commitment = _commitment(request, alliance, public_id)
    try:
        remove_commitment(actor=request.user, commitment=commitment)  # type: ignore[arg-type]  # signed in
    except (StaleCommitment, Settled):
        messages.warning(request, _("Seul un engagement en cours, qui n’en remplace pas un autre, peut être retiré."))
        return redirect("alliances:commitment", alliance.slug, public_id)
    return redirect(f"{reverse('alliances:commitments', args=[alliance.slug])}?retire={public_id}")


@require_POST
def restore(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Put back a commitment taken back."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    try:
        restore_commitment(actor=request.user, alliance=alliance, public_id=public_id)  # type: ignore[arg-type]  # signed in
    except NothingToRestore as error:
        raise Http404(_("Aucun engagement n’est à remettre à cette adresse.")) from error
    messages.success(request, _("L’engagement est remis."))
    return redirect("alliances:commitments", alliance.slug)


def _forms(request: HttpRequest, alliance: Alliance, commitment: Commitment) -> dict[str, forms.Form]:
    """Return the forms that an open commitment offers; none once it is settled."""
    if not stand(commitment, clock.today()).is_open:
        return {}
    version = {"version": commitment.version}
    renegotiated = {**version, "decision": commitment.decision}
    outcomes: dict[str, forms.Form] = {
        name: form(prefix=name, initial=renegotiated if name == RENEGOTIATE else version)
        for name, form in OUTCOMES.items()
    }
    return {**outcomes, CHANGE: _stored(request, alliance, commitment)}


def _stored(request: HttpRequest, alliance: Alliance, commitment: Commitment) -> ChangedCommitmentForm:
    facts = {name: getattr(commitment, name) for name in FACTS}
    initial = {**facts, "accountable": str(commitment.accountable.public_id), "version": commitment.version}
    return ChangedCommitmentForm(prefix=CHANGE, initial=initial, alliance=alliance, reader=request.user)


def _bind(request: HttpRequest, alliance: Alliance, action: str, posted: Any) -> forms.Form:
    if action == CHANGE:
        return ChangedCommitmentForm(posted, prefix=CHANGE, alliance=alliance, reader=request.user)
    return OUTCOMES[action](posted, prefix=action)


def _show_stale(request: HttpRequest, alliance: Alliance, current: Commitment, action: str) -> HttpResponse:
    shown = _forms(request, alliance, current)
    typed = request.POST.copy()
    typed[f"{action}-version"] = str(current.version)
    shown[action] = form = _bind(request, alliance, action, typed)
    compared = differences(form, _stored(request, alliance, current)) if action == CHANGE else []
    return _answer(request, alliance, current, shown, compared=compared, status=STALE)


def _answer(
    request: HttpRequest,
    alliance: Alliance,
    commitment: Commitment,
    shown: dict[str, forms.Form],
    *,
    failed: forms.Form | None = None,
    compared: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "alliance": alliance,
        "row": stand(commitment, clock.today()),
        "keep_form": shown.get(KEEP),
        "renegotiate_form": shown.get(RENEGOTIATE),
        "abandon_form": shown.get(ABANDON),
        "change_form": shown.get(CHANGE),
        "failed": failed,
        "differences": compared,
    }
    return render(request, "alliances/commitment.html", context, status=status)


def _keep(request: HttpRequest, commitment: Commitment, form: forms.Form) -> None:
    keep_commitment(actor=request.user, commitment=commitment, **form.cleaned_data)  # type: ignore[arg-type]  # signed in


def _renegotiate(request: HttpRequest, commitment: Commitment, form: forms.Form) -> None:
    values = form.cleaned_data
    renegotiate_commitment(
        actor=request.user,  # type: ignore[arg-type]  # signed in
        commitment=commitment,
        version=values["version"],
        on=values["on"],
        changes={"decision": values["decision"], "due_on": values["due_on"]},
    )


def _abandon(request: HttpRequest, commitment: Commitment, form: forms.Form) -> None:
    abandon_commitment(actor=request.user, commitment=commitment, **form.cleaned_data)  # type: ignore[arg-type]  # signed in


def _change(request: HttpRequest, commitment: Commitment, form: forms.Form) -> None:
    version = form.cleaned_data["version"]
    update_commitment(actor=request.user, commitment=commitment, version=version, changes=_facts(form))  # type: ignore[arg-type]  # signed in


SAVERS: dict[str, Callable[[HttpRequest, Commitment, forms.Form], None]] = {
    KEEP: _keep,
    RENEGOTIATE: _renegotiate,
    ABANDON: _abandon,
    CHANGE: _change,
}


def _facts(form: forms.Form) -> CommitmentChanges:
    return {name: form.cleaned_data[name] for name in (*FACTS, "accountable")}  # type: ignore[return-value]  # names are those of CommitmentChanges


def _commitment(request: HttpRequest, alliance: Alliance, public_id: uuid.UUID) -> Commitment:
    found = visible_commitments(alliance, request.user).select_related("alliance").filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("Cet engagement n’existe pas."))
    return found


def _read_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
