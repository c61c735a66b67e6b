"""Answering: from a mailed link, without an account, or in one's own space. Opening a page changes nothing."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.accounts.models import User
from maillage.alliances.domain.answering import LinkOver, answer_request
from maillage.alliances.domain.confirmation import NotTheOtherParty, confirm, contest
from maillage.alliances.domain.people import withdraw_person
from maillage.alliances.domain.withdrawing import NothingToWithdraw, withdraw_by_link
from maillage.alliances.enums import Answer
from maillage.alliances.forms.answers import AnswerForm, ChoiceForm
from maillage.alliances.models import Alliance, Participation, Relation, Request
from maillage.alliances.policies import can_answer_for
from maillage.alliances.selectors.charters import yes_of_link
from maillage.alliances.selectors.confirmations import Tie, answering
from maillage.alliances.selectors.requests import (
    LinkState,
    alliance_of,
    claim_of,
    find_request,
    link_state,
    mask_address,
    read_claim,
)
from maillage.core import clock
from maillage.core.audiences import tokens_for
from maillage.core.site import site_address
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import OWN, numbers
from maillage.organisations.views.editing import REFUSED, add_errors, refuse_files

GONE = 410
TIES: dict[str, type[Participation] | type[Relation]] = {"participation": Participation, "relation": Relation}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked and take the answer of who holds the link; one that is over says what to do."""
    asked = _find(token)
    state = link_state(asked, clock.now())
    if state != "open":
        return _show_over(request, asked, token, state)
    form = _form_of(asked)(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        refuse_files(request, form)
        if form.is_valid():
            try:
                answer_request(actor=_actor(request), request=asked, now=clock.now(), **form.cleaned_data)
            except LinkOver as over:
                return _show_over(request, asked, token, over.state)
            except ValidationError as error:
                add_errors(form, error)
            else:
                return _show_thanks(request, asked, token, form.cleaned_data["answer"])
    user = request.user
    context = {
        "asked": asked,
        "claim": read_claim(asked),
        "masked": format_html('<span class="text-nowrap">{}</span>', mask_address(asked.email)),
        "other_account": user.email if user.is_authenticated and user.email.lower() != asked.email else "",
        "alliance": _visible_alliance(request, asked),
        "form": form,
        "token": token,
    }
    return render(request, "alliances/answer.html", context, status=REFUSED if form.is_bound else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever said yes by a mailed link take it back at any time: a person their name, a party its yes to a charter."""
    asked = _find(token)
    if asked.charter is not None:
        return _withdraw_agreement(request, asked, token)
    if asked.person is None:
        raise Http404
    done = asked.person.consent_withdrawn_at is not None
    if request.method == "POST" and not done:
        withdraw_person(actor=_actor(request), person=asked.person, now=clock.now())
        done = True
    context = {"asked": asked, "done": done, "token": token, "person": asked.person}
    return render(request, "alliances/answer_withdraw.html", context)


def _withdraw_agreement(request: HttpRequest, asked: Request, token: str) -> HttpResponse:
    """Show what would be taken back, then take it back; refused when that yes holds no more."""
    if asked.answered_at is None:
        return redirect("alliances:answer", token)
    if asked.answer != Answer.CONFIRM:
        raise Http404
    agreement, status = yes_of_link(asked), 200
    if request.method == "POST":
        try:
            withdraw_by_link(actor=_actor(request), request=asked, origin=site_address(request), now=clock.now())
        except NothingToWithdraw:
            status = GONE
        agreement = None
    context = {"asked": asked, "agreement": agreement, "alliance": _visible_alliance(request, asked)}
    return render(request, "alliances/answer_withdraw_charter.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_own(request: HttpRequest, kind: str, public_id: uuid.UUID) -> HttpResponse:
    """Confirm or contest, in the name of one's organisation, what somebody declared about it."""
    tie = _own_tie(request.user, kind, public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        refuse_files(request, form)
        if form.is_valid():
            try:
                _record(request, tie, **form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
            else:
                return redirect("organisations:mine")
    alliance = tie.alliance if isinstance(tie, Participation) else None
    context = {
        "tie": tie,
        "claim": claim_of(tie),
        "alliance": _seen(request, alliance),
        "organisation": _answering_organisation(request.user, tie),
        "form": form,
    }
    return render(request, "alliances/answer_own.html", context, status=REFUSED if form.is_bound else 200)


def _record(request: HttpRequest, tie: Tie, *, answer: str, text: str) -> None:
    actor = _actor(request)
    organisation = _answering_organisation(request.user, tie)
    try:
        if answer == Answer.CONFIRM:
            confirm(actor=actor, tie=tie, now=clock.now(), organisation=organisation)
            messages.success(request, _("Merci : c’est confirmé."))
        else:
            contest(actor=actor, tie=tie, text=text, now=clock.now(), organisation=organisation)
            messages.success(request, _("C’est noté : les deux versions sont montrées côte à côte."))
    except NotTheOtherParty:
        messages.warning(request, _("L’autre organisation a répondu entre-temps."))


def _own_tie(user: Any, kind: str, public_id: uuid.UUID) -> Tie:
    model = TIES.get(kind)
    if model is None:
        raise Http404
    ends = ("alliance", "organisation") if model is Participation else ("from_organisation", "to_organisation")
    tie: Tie | None = model._default_manager.select_related(*ends).filter(public_id=public_id).first()  # noqa: SLF001 public in all but name
    if tie is None or not can_answer_for(user, tie):
        raise Http404(_("Rien n’attend votre réponse à cette adresse."))
    return tie


def _answering_organisation(user: Any, tie: Tie) -> Organisation:
    own = answering(tie) & set(numbers(tokens_for(user), OWN))
    ends = [tie.organisation] if isinstance(tie, Participation) else [tie.to_organisation, tie.from_organisation]
    return next(each for each in ends if each.pk in own)


def _form_of(asked: Request) -> type[ChoiceForm]:
    """A tie is contested in words; a person or a charter is said yes or no to."""
    return AnswerForm if asked.participation or asked.relation else ChoiceForm


def _find(token: str) -> Request:
    asked = find_request(token)
    if asked is None:
        raise Http404(_("Ce lien n’existe pas : il est peut-être mal recopié."))
    return asked


def _actor(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _visible_alliance(request: HttpRequest, asked: Request) -> Alliance | None:
    return _seen(request, alliance_of(asked))


def _seen(request: HttpRequest, alliance: Alliance | None) -> Alliance | None:
    if alliance is None:
        return None
    return Alliance.objects.visible_to(request.user).filter(pk=alliance.pk).first()


def _show_thanks(request: HttpRequest, asked: Request, token: str, given: str) -> HttpResponse:
    context = {"asked": asked, "given": given, "alliance": _visible_alliance(request, asked), "token": token}
    return render(request, "alliances/answer_thanks.html", context)


def _show_over(request: HttpRequest, asked: Request, token: str, state: LinkState) -> HttpResponse:
    """Say why a link is over and what to do, without a word on what it was about."""
    context = {"state": state, "asked": asked, "token": token}
    return render(request, "alliances/answer_over.html", context, status=GONE)
