"""Public pages of territories."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core import clock, panels
from maillage.core.prepared import Prepared
from maillage.territories import policies
from maillage.territories.enums import Kind
from maillage.territories.lookup import communes_of_postal_code, explain_unknown, find_by_words, nearest_codes
from maillage.territories.models import Outline, Territory
from maillage.territories.selectors.browse import read_index
from maillage.territories.selectors.coverage import covered_on
from maillage.territories.selectors.history import list_changes
from maillage.territories.selectors.members import members
from maillage.territories.selectors.page import LABELS, Page, natures_of, read_page
from maillage.territories.wording import describe

PER_PAGE = 50
FRANCE = "FR"
ZOOMS = {
    Kind.COMMUNE: 9.6, Kind.ARRONDISSEMENT: 11.0, Kind.EPCI: 8.3, Kind.EPT: 9.8, Kind.DEPARTEMENT: 6.8,
    Kind.REGION: 5.8, Kind.COUNTRY: 4.2, Kind.COM: 6.0, Kind.PERIMETER: 7.6,
}  # fmt: skip


@login_not_required
@require_safe
def show_index(request: HttpRequest) -> HttpResponse:
    """Browse by région and département, or find by name, code or postal code (`?q=`)."""
    words = request.GET.get("q", "")[:200].strip()
    if not words:
        return render(
            request,
            "territories/index.html",
            {"index": read_index(), "can_compose": policies.can_compose(request.user)},
        )
    found = find_by_words(words).order_by("folded_name", "code")
    paginator = Paginator(found, PER_PAGE)
    page = _page_or_none(request, paginator)
    if page is None:
        return _beyond(request, paginator.num_pages)
    context = {"words": words, "page": page, "explanation": "" if paginator.count else explain_unknown(words)}
    return render(request, "territories/found.html", context)


@login_not_required
@require_safe
def show_postal_code(request: HttpRequest, code: str) -> HttpResponse:
    """The communes of a postal code: one to forty-six of them."""
    communes = communes_of_postal_code(code)
    status = 200 if communes else 404
    return render(request, "territories/postal_code.html", {"code": code, "communes": communes}, status=status)


@login_not_required
@require_safe
def show_territory(request: HttpRequest, address: str) -> HttpResponse:
    """The page of a territory; `?le=YYYY-MM-DD` shows a hand-made perimeter as it was."""
    territory = Territory.objects.resolve(address)
    if territory is None:
        return _unknown(request, address)
    if territory.address != address:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(territory.get_absolute_url() + (f"?{query}" if query else ""))
    today = clock.today()
    asked = request.GET.get("le", "")
    day = _read_day(asked)
    # The page of an official territory is that of its one vintage, whatever the day.
    is_past = bool(day and day != today and territory.is_perimeter)
    page = read_page(territory, day=day if day and is_past else today, is_past=is_past)
    context = {
        "page": page,
        "territory": territory,
        "sentence": describe(page),
        "bad_day": asked if asked and day is None else "",
        "asked_day": day if day and day != today else None,
        "before_vintage": bool(day and territory.vintage and day < date(territory.vintage, 1, 1)),
        "frame": _frame_map(page),
        "panels": [] if is_past else panels.render("territory", request, territory),
        "can_edit": policies.can_edit(request.user, territory),
        "breadcrumbs": _trail(page.ancestors),
        "footer_links": _links(territory),
    }
    return render(request, "territories/detail.html", context)


@login_not_required
@require_safe
def list_parts(request: HttpRequest, address: str, nature: str) -> HttpResponse:
    """Everything of one nature that a territory is made of, by name."""
    territory = Territory.objects.resolve(address)
    if territory is None or nature not in natures_of(territory):
        return _unknown(request, address)
    if territory.address != address:
        return HttpResponsePermanentRedirect(_list_url(territory, nature))
    day = _read_day(request.GET.get("le", "")) if territory.is_perimeter else None
    if territory.is_perimeter and nature != Kind.COMMUNE:
        on = day or clock.today()
        parts = territory.parts.in_force(on).filter(part__kind=nature)
        found: Any = Territory.objects.filter(id__in=parts.values("part"))
    elif day:
        found = Territory.objects.filter(id__in=covered_on(territory.pk, day))
    else:
        found = members(territory, nature)
    paginator = Paginator(found.order_by("folded_name", "code"), PER_PAGE)
    page = _page_or_none(request, paginator)
    if page is None:
        return _beyond(request, paginator.num_pages)
    context = {"territory": territory, "page": page, "label": LABELS[Kind(nature)], "day": day}
    return render(request, "territories/parts.html", context)


@login_not_required
@require_safe
def show_history(request: HttpRequest, address: str) -> HttpResponse:
    """What was changed on a hand-made perimeter; who did it is shown to those who may edit it."""
    territory = Territory.objects.resolve(address)
    if territory is None or not territory.is_perimeter:
        return _unknown(request, address)
    if territory.address != address:
        return redirect("territories:history", territory.address, permanent=True)
    changes = list_changes(territory)
    names: dict[int, str] = {}
    can_edit = policies.can_edit(request.user, territory)
    if can_edit:
        users = get_user_model().objects.filter(pk__in={change.user_id for change in changes if change.user_id})
        names = {user.pk: str(user) for user in users}
    rows = [
        (change, names.get(change.user_id or 0, _("personne effacée") if change.user_id else "")) for change in changes
    ]
    context = {"territory": territory, "rows": rows, "can_edit": can_edit}
    return render(request, "territories/history.html", context)


@Prepared
def _outline_sources(*, territory: int) -> QuerySet[Outline, str]:
    return Outline.objects.filter(territory=territory).order_by("pk").values_list("source", flat=True)[:1]


def _list_url(territory: Territory, nature: str) -> str:
    return f"{territory.get_absolute_url()}composition/{nature}/"


def _links(territory: Territory) -> list[tuple[str, str]]:
    links = [(_("Données (JSON)"), f"/api/v1/territories/{territory.code}"), (_("Signaler une erreur"), "/contact/")]
    if territory.is_perimeter:
        links.insert(0, (_("Historique"), reverse("territories:history", args=[territory.address])))
    return links


def _trail(ancestors: list[Territory]) -> list[tuple[str, str]]:
    """Return the way down from the list: country if not France, région, département, intercommunalité, city."""
    kinds = (Kind.COUNTRY, Kind.REGION, Kind.COM, Kind.DEPARTEMENT, Kind.EPCI, Kind.COMMUNE)
    trail = [(_("Territoires"), reverse("territories:index"))]
    for kind in kinds:
        first = next((each for each in ancestors if each.kind == kind), None)
        if first is not None and first.code != FRANCE:
            trail.append((first.name, first.get_absolute_url()))
    return trail


def _frame_map(page: Page) -> dict[str, Any] | None:
    """Return where the map opens and what it outlines: the territory itself, or the départements it lies in.

    None when nothing can be shown: the map is drawn for France only.
    """
    territory = page.territory
    if territory.kind == Kind.FOREIGN or (territory.kind == Kind.COUNTRY and territory.code != FRANCE):
        return None
    frame: dict[str, Any] = {"center": "", "zoom": None, "outline": "", "shape": "", "source": ""}
    sources = [] if page.is_past else _outline_sources(territory=territory.pk)
    if sources:
        return frame | {"shape": reverse("api:territory_outline", args=[territory.code]), "source": sources[0]}
    if territory.kind == Kind.DEPARTEMENT:
        return frame | {"outline": territory.code}
    if territory.kind == Kind.REGION:
        codes = members(territory, Kind.DEPARTEMENT).order_by("code").values_list("code", flat=True)
        return frame | {"outline": ",".join(codes)}
    if territory.latitude is None or territory.longitude is None:
        return None
    return frame | {
        "center": f"{territory.latitude:.4f},{territory.longitude:.4f}",
        "zoom": ZOOMS.get(Kind(territory.kind), 9.0),
        "outline": ",".join(area.code for area in page.departements),
    }


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _page_or_none(request: HttpRequest, paginator: "Paginator[Any]") -> Any:
    """Return the page asked for, the first when none is, None when it does not exist."""
    number = request.GET.get("page", "1")
    if not number.isdecimal() or not 1 <= int(number[:9]) <= paginator.num_pages:
        return None
    return paginator.page(int(number))


def _beyond(request: HttpRequest, last: int) -> HttpResponse:
    return render(request, "territories/beyond.html", {"last": last}, status=404)


def _unknown(request: HttpRequest, address: str) -> HttpResponse:
    context = {"explanation": explain_unknown(address), "nearest": nearest_codes(address)}
    return render(request, "territories/unknown.html", context, status=404)
