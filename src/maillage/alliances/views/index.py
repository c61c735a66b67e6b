"""The list of alliances."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.alliances.enums import Stage
from maillage.alliances.policies import can_create
from maillage.alliances.selectors.index import THEMES, count_undated, list_alliances, read_wanted
from maillage.core import clock
from maillage.core.components.worlds import WORLDS
from maillage.themes.models import Concept

PER_PAGE = 20


@login_not_required
@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """List the alliances that the reader may see, by territory, theme, world, stage and date."""
    today = clock.today()
    wanted = read_wanted(request.GET, request.user, today)
    page = Paginator(list_alliances(request.user, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "wanted": wanted,
        "asked": {name: request.GET.get(name, "")[:100] for name in ("territory", "le")},
        "today": today,
        "page": page,
        "undated": count_undated(request.user, wanted) if wanted.is_past else 0,
        "themes": Concept.objects.current(THEMES).top(),
        "worlds": WORLDS.values(),
        "stages": Stage.choices,
        "can_create": can_create(request.user),
    }
    return render(request, "alliances/index.html", context)
