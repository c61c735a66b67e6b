"""Pages of territories."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def show_territory(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(address)
