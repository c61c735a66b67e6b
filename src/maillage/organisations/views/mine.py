"""One's own space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.core import clock, panels
from maillage.organisations.policies import can_appoint, can_create
from maillage.organisations.selectors.mine import read_mine


@require_safe
def show_mine(request: HttpRequest) -> HttpResponse:
    """Show what the reader is in charge of and what waits, quietly."""
    context = {
        "mine": read_mine(request.user, clock.today()),
        "can_create": can_create(request.user),
        "can_appoint": can_appoint(request.user),
        "panels": panels.render("mine", request, request.user),
    }
    return render(request, "organisations/mine.html", context)
