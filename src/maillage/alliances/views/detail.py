"""The page of an alliance."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from maillage.alliances.policies import Moved, access_alliance


@login_not_required
@require_safe
def show_alliance(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an alliance; a former address leads to the present one."""
    try:
        alliance = access_alliance(actor=request.user, slug=slug)
    except Moved as moved:
        return redirect(moved.alliance.get_absolute_url(), permanent=True)
    return render(request, "alliances/detail.html", {"alliance": alliance})
