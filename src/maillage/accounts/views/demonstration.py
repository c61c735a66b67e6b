"""The mailbox of the demonstration: what would have been sent, readable without a mail server."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.accounts.mailbox import find_message, list_messages


def _folder() -> Path:
    if not settings.DEMO:
        raise Http404
    return Path(settings.EMAIL_FILE_PATH)


@login_not_required
@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest messages. SECURITY: 404 outside of the demonstration."""
    return render(request, "accounts/mailbox.html", {"letters": list_messages(_folder())})


@login_not_required
@never_cache
@require_safe
def letter(request: HttpRequest, name: str, position: int) -> HttpResponse:
    """One message. SECURITY: 404 outside of the demonstration."""
    found = find_message(_folder(), name, position)
    if found is None:
        raise Http404
    return render(request, "accounts/letter.html", {"letter": found})
