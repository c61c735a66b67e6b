"""Composing perimeters on the site: one page that searches, checks and saves, with or without JavaScript."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.core import clock
from maillage.territories import policies
from maillage.territories.composing import write_parts
from maillage.territories.domain import perimeters
from maillage.territories.domain.boxes import departement_of
from maillage.territories.enums import COMPOSABLE, Kind
from maillage.territories.forms import CompositionForm, IdentityForm, PerimeterForm, RecompositionForm
from maillage.territories.lookup import find_by_words
from maillage.territories.models import Territory
from maillage.territories.selectors import names_of
from maillage.territories.selectors.coverage import communes_of
from maillage.territories.selectors.page import read_page

MOST_FOUND = 20
SEARCH, ADD, CHECK, SAVE = "search", "add", "check", "save"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the parts written amount to."""

    parts: list[Territory]
    communes: int
    population: int | None
    unknown: int


@require_http_methods(["GET", "HEAD", "POST"])
def create_perimeter(request: HttpRequest) -> HttpResponse:
    """Compose a new perimeter."""
    policies.require_compose(request.user)
    form, context = _compose(request, PerimeterForm, {})
    if context["action"] == SAVE and form.is_valid():
        values = form.cleaned_data
        try:
            perimeter = perimeters.create_perimeter(
                actor=request.user,
                name=values["name"],
                subtype=values["subtype"],
                parts=values["parts"],
                start=values["start_day"],
                start_precision=values["start_precision"],
                siren=values["siren"],
                source=values["source"],
            )
        except (perimeters.PerimeterRefused, policies.OutOfReach) as refusal:
            form.add_error("parts", str(refusal))
        else:
            messages.success(request, _("Le périmètre « %(name)s » est créé.") % {"name": perimeter.name})
            return redirect(perimeter)
    return _answer(request, "territories/create.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def recompose_perimeter(request: HttpRequest, address: str) -> HttpResponse:
    """Give a perimeter a new composition from a date; the former one stays readable as of its dates."""
    perimeter = _editable(request, address)
    today = clock.today()
    current = [row.part for row in perimeter.parts.in_force(today).select_related("part").order_by("part__folded_name")]
    initial = {"parts": write_parts(current), "version": perimeter.version}
    form, context = _compose(request, RecompositionForm, initial)
    if context["action"] == SAVE and form.is_valid():
        values = form.cleaned_data
        try:
            perimeters.recompose_perimeter(
                actor=request.user,
                perimeter=perimeter,
                parts=values["parts"],
                start=values["start_day"],
                end=values["end_day"],
                start_precision=values["start_precision"],
                end_precision=values["end_precision"],
                source=values["source"],
                expected_version=values["version"],
            )
        except perimeters.StalePerimeter as stale:
            context["stale"] = stale.current
            context["stale_parts"] = current
            form.data = _renewed(request, stale.current)
        except (perimeters.PerimeterRefused, policies.OutOfReach) as refusal:
            form.add_error("start" if isinstance(refusal, perimeters.CompositionOverlap) else "parts", str(refusal))
        else:
            messages.success(
                request, _("La nouvelle composition est enregistrée ; l’ancienne reste lisible à ses dates.")
            )
            return redirect(perimeter)
    page = read_page(perimeter, day=today, is_past=False)
    return _answer(request, "territories/recompose.html", form, {**context, "territory": perimeter, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def rename_perimeter(request: HttpRequest, address: str) -> HttpResponse:
    """Change the name, the type, the institution or the source of a perimeter."""
    perimeter = _editable(request, address)
    names = ("name", "subtype", "siren", "source", "version")
    form = IdentityForm(request.POST or None, initial={name: getattr(perimeter, name) for name in names})
    context: dict[str, Any] = {"territory": perimeter}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            perimeters.rename_perimeter(
                actor=request.user,
                perimeter=perimeter,
                name=values["name"],
                subtype=values["subtype"],
                siren=values["siren"],
                source=values["source"],
                expected_version=values["version"],
            )
        except perimeters.StalePerimeter as stale:
            context["stale"] = stale.current
            form.data = _renewed(request, stale.current)
        else:
            messages.success(request, _("Le périmètre est modifié."))
            return redirect(perimeter)
    return _answer(request, "territories/rename.html", form, context)


def _renewed(request: HttpRequest, current: Territory) -> QueryDict:
    """Return what was typed, now knowing the version that was written meanwhile: saving again is a choice."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    return data


def _editable(request: HttpRequest, address: str) -> Territory:
    """Return the perimeter at this address if the user may change it; 404 or 403 otherwise."""
    territory = Territory.objects.resolve(address)
    if territory is None:
        raise Http404
    if not territory.is_perimeter:
        raise PermissionDenied(_("La géographie officielle ne se modifie pas ici."))
    policies.require_edit(request.user, territory)
    return territory


def _compose(
    request: HttpRequest, form_class: type[CompositionForm], initial: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    """Read the composer's form and do what its buttons ask, short of saving: search, add, check."""
    action = request.POST.get("action", SAVE) if request.method == "POST" else ""
    context: dict[str, Any] = {"action": action, "words": request.POST.get("q", "")[:200], "results": None}
    if action in {SEARCH, ADD}:
        data = {name: request.POST.get(name, "") for name in form_class.base_fields}
        if action == ADD:
            data["parts"] = _with_added(data.get("parts", ""), request.POST.getlist("add"))
        if action == SEARCH:
            found = find_by_words(context["words"]).filter(kind__in=COMPOSABLE).order_by("folded_name", "code")
            shown = list(found[:MOST_FOUND])
            areas = names_of(departement_of(each.code) for each in shown if each.kind == Kind.COMMUNE)
            context["results"] = [(each, areas.get(departement_of(each.code), "")) for each in shown]
        return form_class(initial={**initial, **data}), context
    form = form_class(request.POST if action else None, initial=initial)
    if action == CHECK:
        form.is_valid()
        for name in set(form.errors) - {"parts"}:
            del form.errors[name]
    if action in {CHECK, SAVE} and form.is_bound:
        form.is_valid()
        context["problems"] = form.reading.problems if form.reading else []
        if action == CHECK and form.reading and not form.reading.problems:
            context["check"] = _check(form.reading.parts)
    return form, context


def _with_added(text: str, codes: list[str]) -> str:
    known = Territory.objects.filter(code__in=codes[:MOST_FOUND], kind__in=COMPOSABLE).order_by("folded_name")
    return "\n".join(filter(None, [text.rstrip(), write_parts(known)]))


def _check(parts: list[Territory]) -> Check:
    communes = communes_of(part.pk for part in parts)
    counted = Territory.objects.filter(pk__in=communes)
    total = counted.aggregate(total=Sum("population"))["total"]
    unknown = counted.filter(population__isnull=True).count()
    return Check(parts=parts, communes=len(communes), population=total, unknown=unknown)


def _answer(request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    refused = form.is_bound and (bool(form.errors) or "stale" in context)
    return render(
        request, template, {**context, "form": form}, status=409 if "stale" in context else 422 if refused else 200
    )
