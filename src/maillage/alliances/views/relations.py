"""The relations of an organisation: declaring one, asking the other end, ending it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.alliances.domain.asking import ask
from maillage.alliances.domain.relations import add_relation, end_relation
from maillage.alliances.forms.asking import AskForm
from maillage.alliances.forms.relations import FORWARD, RelationEndForm, RelationForm
from maillage.alliances.models import Relation
from maillage.alliances.policies import can_answer_for
from maillage.alliances.selectors.confirmations import answering
from maillage.alliances.selectors.relations import MOST, around, declaring, relations_of
from maillage.alliances.selectors.requests import say_relation
from maillage.alliances.views.asking import tell_sent
from maillage.core import clock
from maillage.core.site import site_address
from maillage.organisations.models import Organisation
from maillage.organisations.policies import access_for_writing
from maillage.organisations.views.editing import REFUSED, add_errors, refuse_files


@require_http_methods(["GET", "HEAD", "POST"])
def manage_relations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the relations of an organisation and declare another one."""
    organisation = access_for_writing(actor=request.user, slug=slug, to="edit")
    if request.method != "POST" and organisation.slug != slug:
        return redirect("alliances:relations", organisation.slug, permanent=True)
    form = RelationForm(
        request.POST if request.method == "POST" else None, reader=request.user, subject=organisation.name
    )
    if request.method == "POST":
        refuse_files(request, form)
        if form.is_valid() and _declare(request, organisation, form):
            return redirect("alliances:relations", organisation.slug)
    number = request.GET.get("page", "1")[:6]
    page = max(1, int(number)) if number.isdecimal() else 1
    rows, total = relations_of(organisation, request.user, clock.today(), page=page)
    if page > 1 and not rows:
        return redirect("alliances:relations", organisation.slug)
    context = {"organisation": organisation, "rows": rows, "page": page, "last": -(-total // MOST), "form": form}
    return render(request, "alliances/relations.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def tend_relation(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Ask the other end of a relation by mail, or say that it is over: one small form each."""
    organisation = access_for_writing(actor=request.user, slug=slug, to="edit")
    relation = _relation(request, organisation, public_id)
    asked = _other_end(relation, organisation)
    posted = request.POST.get("action", "") if request.method == "POST" else ""
    forms = {
        "ask": AskForm(
            request.POST if posted == "ask" else None, initial={"email": asked.contact_email if asked else ""}
        ),
        "end": RelationEndForm(request.POST if posted == "end" else None),
    }
    if request.method == "POST":
        if posted not in forms or (posted == "ask" and asked is None):
            raise Http404(_("Cette action n’existe pas."))
        form = forms[posted]
        refuse_files(request, form)
        if form.is_valid():
            try:
                _apply(request, relation, asked, posted, form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
            else:
                return redirect("alliances:relations", organisation.slug)
    context = {
        "organisation": organisation,
        "relation": relation,
        "sentence": say_relation(relation),
        "asked": asked,
        "can_answer": can_answer_for(request.user, relation),
        "ask_form": forms["ask"],
        "end_form": forms["end"],
        "failed": forms.get(posted),
    }
    return render(request, "alliances/relation.html", context, status=REFUSED if posted else 200)


def _declare(request: HttpRequest, organisation: Organisation, form: RelationForm) -> bool:
    values = form.cleaned_data
    ends = (organisation, values["other"])
    one, other = ends if values["direction"] == FORWARD else ends[::-1]
    try:
        add_relation(
            actor=request.user,  # type: ignore[arg-type]  # signed in
            from_organisation=one,
            to_organisation=other,
            declared_by=declaring(request.user, organisation),
            **{name: values[name] for name in ("kind", "span", "detail", "audience", "source")},
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, _("La relation est déclarée. Demandez à l’autre organisation de la confirmer."))
    return True


def _apply(
    request: HttpRequest, relation: Relation, asked: Organisation | None, action: str, values: dict[str, Any]
) -> None:
    if action == "ask" and asked is not None:
        ask(
            actor=request.user,  # type: ignore[arg-type]  # signed in
            target=relation,
            organisation=asked,
            email=values["email"],
            origin=site_address(request),
            now=clock.now(),
        )
        tell_sent(request, values["email"])
        return
    day, precision = values["on"]
    end_relation(actor=request.user, relation=relation, on=day, precision=precision)  # type: ignore[arg-type]  # signed in
    messages.success(request, _("La fin de cette relation est notée ; elle reste dans l’histoire."))


def _relation(request: HttpRequest, organisation: Organisation, public_id: uuid.UUID) -> Relation:
    rows = around(organisation, request.user).select_related("from_organisation", "to_organisation")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("Cette relation n’existe pas."))
    return found


def _other_end(relation: Relation, organisation: Organisation) -> Organisation | None:
    """Return the other organisation when it is for it to answer."""
    ends = (relation.from_organisation, relation.to_organisation)
    other = next(each for each in ends if each.pk != organisation.pk)
    return other if other.pk in answering(relation) else None
