"""Who should meet whom: five advices with their reasons, what is done with them, and what came of it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.alliances.domain.introductions import (
    StaleIntroduction,
    bring_back,
    follow_up,
    propose_meeting,
    put_aside,
)
from maillage.alliances.forms.advice import FollowForm
from maillage.alliances.models import Alliance, Introduction
from maillage.alliances.network.advice import Advice
from maillage.alliances.network.graph import Node
from maillage.alliances.network.reading_advice import Told, tell
from maillage.alliances.policies import access_introduction, demand_advice
from maillage.alliances.selectors.advice import Advised, read_advice
from maillage.alliances.selectors.introductions import (
    Subjects,
    aside,
    followed,
    read_subjects,
    reasons_for,
    shared_alliances,
)
from maillage.core import clock
from maillage.core.comparing import differences
from maillage.organisations.models import Organisation
from maillage.organisations.policies import rights_on
from maillage.organisations.views.editing import REFUSED, STALE, add_errors, refuse_files
from maillage.territories.models import Territory

SHOWN = 20
PROPOSE, ASIDE = "propose", "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For whom advice is asked: an organisation, a territory, both, or the whole network."""

    organisation: Organisation | None = None
    territory: Territory | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One advice as the page shows it."""

    one: Node
    other: Node
    reasons: list[Told]


@require_http_methods(["GET", "HEAD", "POST"])
def show_advice(request: HttpRequest) -> HttpResponse:
    """Show five pairs that would gain by meeting and why; propose a meeting, or put an advice aside."""
    demand_advice(request.user)
    subjects = read_subjects(request.user)
    asked = _read_asked(request, subjects)
    advised = read_advice(request.user, on=clock.today(), territory=asked.territory, organisation=asked.organisation)
    shown = [_show(advice, advised, asked) for advice in advised.advices]
    if request.method == "POST":
        return _act(request, shown)
    meetings = list(followed(request.user)[: SHOWN + 1])
    context = {
        "asked": asked,
        "subjects": subjects,
        "shown": shown,
        "partly": advised.partly,
        "meetings": meetings[:SHOWN],
        "more": len(meetings) > SHOWN,
        "put_aside": list(aside(request.user)[:SHOWN]),
        "can_edit": asked.organisation is not None and rights_on(request.user, asked.organisation).can_edit,
    }
    return render(request, "alliances/advice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tend_introduction(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Follow one meeting: did it happen, when, what came of it; or bring back an advice put aside."""
    demand_advice(request.user)
    introduction = access_introduction(actor=request.user, public_id=public_id)
    if request.method != "POST":
        return _show_introduction(request, introduction, _stored_form(request, introduction))
    if request.POST.get("action") == "back":
        return _bring_back(request, introduction)
    form = FollowForm(request.POST, alliances=shared_alliances(request.user, introduction))
    refuse_files(request, form)
    if form.is_valid():
        try:
            _follow(request, introduction, form.cleaned_data)
        except StaleIntroduction:
            return _compare(request, introduction)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("C’est noté. Merci : ce retour aide à conseiller mieux."))
            return redirect("alliances:introduction", introduction.public_id)
    return _show_introduction(request, introduction, form, status=REFUSED)


def _read_asked(request: HttpRequest, subjects: Subjects) -> Asked:
    """Read for whom advice is asked; without a word, for what the reader has in charge."""
    slug = request.GET.get("organisation", "")[:200].replace("\x00", "")
    code = request.GET.get("territory", "")[:200].replace("\x00", "")
    if not slug and not code:
        return Asked(
            organisation=next(iter(subjects.organisations), None),
            territory=None if subjects.organisations else next(iter(subjects.territories), None),
        )
    organisation = (
        Organisation.objects.visible_to(request.user).select_related("seat").filter(slug=slug).first() if slug else None
    )
    territory = Territory.objects.resolve(code) if code else None
    remark = ""
    if slug and organisation is None:
        remark = _("Aucune organisation visible à cette adresse : voici les conseils pour tout le réseau.")
    elif code and territory is None:
        remark = _("Ce territoire n’existe pas : voici les conseils pour tout le réseau.")
    return Asked(organisation=organisation, territory=territory, remark=remark)


def _show(advice: Advice, advised: Advised, asked: Asked) -> Shown:
    one, other = advised.network.nodes[advice.a], advised.network.nodes[advice.b]
    if asked.organisation is not None and other.key == asked.organisation.pk:
        one, other = other, one
    return Shown(one=one, other=other, reasons=tell(advice, advised.network, advised.ground))


def _act(request: HttpRequest, shown: list[Shown]) -> HttpResponse:
    """Propose a meeting or put an advice aside, if it still is one of those shown."""
    action, ends = request.POST.get("action"), {request.POST.get("one"), request.POST.get("other")}
    if action not in {PROPOSE, ASIDE}:
        raise Http404(_("Cette action n’existe pas."))
    chosen = next((each for each in shown if {each.one.public_id, each.other.public_id} == ends), None)
    if chosen is None:
        messages.info(request, _("Ce conseil n’est plus d’actualité : en voici d’autres."))
        return redirect(request.get_full_path())
    one, other = (Organisation.objects.visible_to(request.user).get(pk=node.key) for node in (chosen.one, chosen.other))
    reasons = [(told.code, told.sentence) for told in chosen.reasons]
    if action == PROPOSE:
        row = propose_meeting(actor=request.user, one=one, other=other, reasons=reasons, on=clock.today())  # type: ignore[arg-type]  # signed in
        messages.success(request, _("La rencontre est proposée. Dites ici ce qu’elle devient."))
        return redirect("alliances:introduction", row.public_id)
    put_aside(actor=request.user, one=one, other=other, reasons=reasons, on=clock.today())  # type: ignore[arg-type]  # signed in
    messages.success(request, _("C’est noté : ce conseil ne vous sera plus donné. Il reste en bas de la page."))
    return redirect(request.get_full_path())


def _follow(request: HttpRequest, introduction: Introduction, values: dict[str, Any]) -> None:
    alliance = values["alliance"]
    if alliance is None and introduction.alliance_id and introduction.alliance is None:
        # Born in an alliance that this reader may not see: what they cannot choose, they do not take away.
        alliance = Alliance.objects.get(pk=introduction.alliance_id)
    follow_up(
        actor=request.user,  # type: ignore[arg-type]  # signed in
        introduction=introduction,
        version=values["version"],
        state=values["state"],
        met_on=values["met_on"],
        outcome=values["outcome"],
        alliance=alliance,
        today=clock.today(),
    )


def _bring_back(request: HttpRequest, introduction: Introduction) -> HttpResponse:
    try:
        bring_back(actor=request.user, introduction=introduction)  # type: ignore[arg-type]  # signed in
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Ce conseil pourra vous être donné de nouveau."))
    return redirect("alliances:advice")


def _compare(request: HttpRequest, introduction: Introduction) -> HttpResponse:
    current = access_introduction(actor=request.user, public_id=introduction.public_id)
    typed = request.POST.copy()
    typed["version"] = str(current.version)
    form = FollowForm(typed, alliances=shared_alliances(request.user, current))
    compared = differences(form, _stored_form(request, current))
    return _show_introduction(request, current, form, differences=compared, status=STALE)


def _stored_form(request: HttpRequest, introduction: Introduction) -> FollowForm:
    initial = {
        "version": introduction.version,
        "state": introduction.state,
        "met_on": introduction.met_on,
        "outcome": introduction.outcome,
        "alliance": introduction.alliance.public_id if introduction.alliance else None,
    }
    return FollowForm(initial=initial, alliances=shared_alliances(request.user, introduction))


def _show_introduction(
    request: HttpRequest,
    introduction: Introduction,
    form: FollowForm,
    *,
    differences: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "introduction": introduction,
        "reasons": reasons_for(request.user, introduction),  # type: ignore[arg-type]  # signed in
        "contacts": [each for each in (introduction.first, introduction.second) if each.contact_email],
        "by_reader": introduction.proposed_by_id == request.user.pk,
        "form": form,
        "differences": differences,
        "create_url": reverse("alliances:create"),
    }
    return render(request, "alliances/advice_follow.html", context, status=status)
