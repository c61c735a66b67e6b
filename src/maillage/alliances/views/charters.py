"""The charter of an alliance: its page, a new version, the files to sign, the yes of each organisation."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.alliances.domain.charters import (
    FormerVersion,
    NotASignatory,
    StaleCharter,
    agree_to_charter,
    ask_for_agreement,
    issue_charter,
)
from maillage.alliances.domain.withdrawing import NothingToWithdraw, withdraw_agreement
from maillage.alliances.forms.charters import AgreementRequestForm, CharterForm
from maillage.alliances.models import Alliance, Charter
from maillage.alliances.policies import Moved, access_alliance, access_for_writing, rights_on
from maillage.alliances.selectors.charter_sheet import write_sheet
from maillage.alliances.selectors.charters import CharterPage, latest_charter, read_charter
from maillage.alliances.selectors.commitments import read_commitments
from maillage.alliances.selectors.moments import read_moment
from maillage.alliances.views.asking import tell_sent
from maillage.core import clock
from maillage.core.audiences import Audience
from maillage.core.site import site_address
from maillage.documents.pdf import render_pdf
from maillage.documents.sheet import Sheet
from maillage.documents.word import render_docx
from maillage.organisations.models import Organisation
from maillage.organisations.views.editing import REFUSED, STALE, add_errors, refuse_files

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_not_required
@require_safe
def show_charter(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show the last version, or the one asked for, and who had said yes to it on the day of `?le=`."""
    try:
        alliance = access_alliance(actor=request.user, slug=slug)
    except Moved as moved:
        return redirect("alliances:charter", moved.alliance.slug, permanent=True)
    moment = read_moment(request.GET.get("le", ""), clock.today())
    page = _page(request, alliance, number, moment.on)
    rights = rights_on(request.user, alliance)
    context = {
        "alliance": alliance,
        "page": page,
        "moment": moment,
        "rights": rights,
        "answers": not page.is_past and (rights.can_edit or bool(rights.own)),
    }
    return render(request, "alliances/charter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a new version from the last one; nobody has agreed to it yet."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    if request.method != "POST":
        return _ask_words(request, alliance, CharterForm(initial=_words(alliance)))
    form = CharterForm(request.POST)
    refuse_files(request, form)
    if form.is_valid():
        try:
            charter = issue_charter(
                actor=request.user,  # type: ignore[arg-type]  # signed in
                alliance=alliance,
                now=clock.now(),
                **form.cleaned_data,
            )
        except StaleCharter as stale:
            typed = request.POST.copy()
            typed["after"] = str(stale.current.number)
            return _ask_words(request, alliance, CharterForm(typed), stale=stale.current, status=STALE)
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = _("La version %(number)s est établie. Demandez maintenant l’accord de chacun.")
            messages.success(request, said % {"number": charter.number})
            return redirect("alliances:charter", alliance.slug)
    return _ask_words(request, alliance, form, status=REFUSED)


@login_not_required
@require_safe
def download_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give a version as a PDF that screen readers follow."""
    alliance, sheet = _sheet(request, slug, number)
    return _file(alliance, render_pdf(sheet), PDF, f"charte-{alliance.slug}-{number}.pdf")


@login_not_required
@require_safe
def download_docx(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give a version as a document to rework or sign."""
    alliance, sheet = _sheet(request, slug, number)
    return _file(alliance, render_docx(sheet), DOCX, f"charte-{alliance.slug}-{number}.docx")


@require_POST
def agree(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say yes to the last version in the name of one's organisation."""
    alliance = _readable(request, slug)
    charter = _charter(alliance, number)
    organisation = _organisation(request)
    try:
        agree_to_charter(actor=request.user, charter=charter, organisation=organisation, now=clock.now())  # type: ignore[arg-type]  # signed in
    except NotASignatory as error:
        raise Http404(_("Cette organisation ne peut pas dire oui à cette charte.")) from error
    except FormerVersion:
        messages.warning(request, _("Une version plus récente a été établie : lisez-la avant de dire oui."))
    else:
        said = _("C’est noté : %(name)s a dit oui à la version %(number)s.")
        messages.success(request, said % {"name": organisation.name, "number": number})
    return redirect("alliances:charter", alliance.slug)


@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take back the yes of one's organisation to a version; its commitments stay."""
    alliance = _readable(request, slug)
    charter = _charter(alliance, number)
    organisation = _organisation(request)
    try:
        withdraw_agreement(
            actor=request.user,  # type: ignore[arg-type]  # signed in
            charter=charter,
            organisation=organisation,
            origin=site_address(request),
            now=clock.now(),
        )
    except NotASignatory as error:
        raise Http404(_("Vous ne pouvez pas retirer l’accord de cette organisation.")) from error
    except NothingToWithdraw:
        messages.warning(request, _("Il n’y a pas d’accord à retirer : il l’a peut-être déjà été."))
    else:
        said = _("C’est noté : %(name)s a retiré son accord à la version %(number)s. Ses engagements ne changent pas.")
        messages.success(request, said % {"name": organisation.name, "number": number})
    return redirect("alliances:charter_version", alliance.slug, number)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_agreement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask a participant for its yes by mail; the letter leads to a page without an account."""
    alliance = access_for_writing(actor=request.user, slug=slug)
    charter = _charter(alliance, number)
    posted = request.POST if request.method == "POST" else None
    initial = {"organisation": request.GET.get("organisation", "")[:36]}
    form = AgreementRequestForm(posted, initial=initial, alliance=alliance, reader=request.user)
    if form.is_bound:
        refuse_files(request, form)
        if form.is_valid():
            try:
                ask_for_agreement(
                    actor=request.user,  # type: ignore[arg-type]  # signed in
                    charter=charter,
                    origin=site_address(request),
                    now=clock.now(),
                    **form.cleaned_data,
                )
            except NotASignatory:
                form.add_error("organisation", _("Cette organisation ne prend plus part à l’alliance."))
            except FormerVersion:
                messages.warning(request, _("Une version plus récente a été établie : demandez l’accord sur celle-là."))
                return redirect("alliances:charter", alliance.slug)
            except ValidationError as error:
                add_errors(form, error)
            else:
                tell_sent(request, form.cleaned_data["email"])
                return redirect("alliances:charter", alliance.slug)
    context = {"alliance": alliance, "charter": charter, "form": form}
    return render(request, "alliances/charter_ask.html", context, status=REFUSED if form.is_bound else 200)


def _page(request: HttpRequest, alliance: Alliance, number: int | None, on: date | None = None) -> CharterPage:
    rights, today = rights_on(request.user, alliance), clock.today()
    page = read_charter(alliance, request.user, own=rights.own, on=on or today, today=today, number=number)
    if page is None:
        raise Http404(_("Cette version de la charte n’existe pas."))
    return page


def _sheet(request: HttpRequest, slug: str, number: int) -> tuple[Alliance, Sheet]:
    alliance = _readable(request, slug)
    return alliance, write_sheet(alliance, _page(request, alliance, number))


def _file(alliance: Alliance, content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private" if alliance.audience == Audience.PUBLIC else "no-store"
    return answer


def _readable(request: HttpRequest, slug: str) -> Alliance:
    try:
        return access_alliance(actor=request.user, slug=slug)
    except Moved as moved:
        return moved.alliance


def _charter(alliance: Alliance, number: int) -> Charter:
    found: Charter | None = Charter.objects.filter(alliance=alliance, number=number).select_related("alliance").first()
    if found is None:
        raise Http404(_("Cette version de la charte n’existe pas."))
    return found


def _organisation(request: HttpRequest) -> Organisation:
    try:
        key = uuid.UUID(request.POST.get("organisation", ""))
    except ValueError as error:
        raise Http404 from error
    found = Organisation.objects.visible_to(request.user).filter(public_id=key).first()
    if found is None:
        raise Http404
    return found


def _words(alliance: Alliance) -> dict[str, Any]:
    last = latest_charter(alliance)
    if last is None:
        return {"purpose": alliance.purpose, "after": 0}
    return {"purpose": last.purpose, "rules": last.rules, "after": last.number}


def _ask_words(
    request: HttpRequest, alliance: Alliance, form: CharterForm, *, stale: Charter | None = None, status: int = 200
) -> HttpResponse:
    today = clock.today()
    last = stale or latest_charter(alliance)
    read = read_commitments(alliance, request.user, on=today, today=today)
    context = {
        "alliance": alliance,
        "form": form,
        "stale": stale,
        "rows": [row for row in read.rows if row.is_open],
        "number": (last.number if last else 0) + 1,
        "back_url": reverse("alliances:charter", args=[alliance.slug]),
    }
    return render(request, "alliances/charter_new.html", context, status=status)
