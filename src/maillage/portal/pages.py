"""The pages that every site owes its visitors: legal notice, personal data, accessibility, help, contact, health."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.accounts.retention import processings
from maillage.core.version import COMMIT, VERSION
from maillage.portal.contact import ContactForm, TooManyMessages, count_message, is_from_a_robot, send_message
from maillage.portal.health import examine
from maillage.portal.processing import PORTAL_PROCESSINGS
from maillage.themes.models import Framework

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def legal_notice(request: HttpRequest) -> HttpResponse:
    """Who publishes, who hosts, under which licences."""
    return render(request, "portal/legal/notice.html", {"legal": settings.LEGAL_NOTICE})


@login_not_required
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """The register of processing, from the code that applies it, and how to use one's rights."""
    return render(request, "portal/legal/personal_data.html", {"processings": [*processings(), *PORTAL_PROCESSINGS]})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/legal/accessibility.html", {"legal": settings.LEGAL_NOTICE})


@login_not_required
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every page that is not one of many."""
    frameworks = list(Framework.objects.current().order_by("title"))
    return render(request, "portal/legal/site_map.html", {"frameworks": frameworks})


@login_not_required
@require_safe
def user_help(request: HttpRequest) -> HttpResponse:
    """Short answers to the first questions."""
    return render(request, "portal/legal/help.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Write to those who run the site; whatever fails, what was typed is kept."""
    initial = {"email": request.user.email} if request.user.is_authenticated else {}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method != "POST":
        return _contact_page(request, form)
    if not form.is_valid():
        return _contact_page(request, form)
    try:
        if not is_from_a_robot(form):
            count_message(request)
            send_message(**{name: form.cleaned_data[name] for name in ("name", "email", "message")})
    except TooManyMessages:
        form.add_error(
            None,
            _("Vous avez déjà écrit plusieurs fois. Votre message est gardé ci-dessous : renvoyez-le dans une heure."),
        )
        return _contact_page(request, form, status=429)
    except (OSError, SMTPException):
        logger.exception("a message could not be sent")
        form.add_error(
            None, _("Le message n’est pas parti. Il est gardé ci-dessous : réessayez dans quelques minutes.")
        )
        return _contact_page(request, form, status=503)
    messages.success(request, _("Votre message est parti. Merci."))
    return redirect("portal:contact")


def _contact_page(request: HttpRequest, form: ContactForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/legal/contact.html", {"form": form}, status=status)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For machines: 200 when every part answers, else 503 with the one that does not."""
    states = examine()
    well = all(state == "ok" for state in states.values())
    body = {"status": "ok" if well else _("en panne"), "version": VERSION, "commit": COMMIT, **states}
    return JsonResponse(body, status=200 if well else 503)
