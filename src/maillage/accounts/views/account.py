"""My account: what the site holds about me, how I sign in, taking my data away, leaving."""

import json
from time import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    raise_if_reauthentication_required,
)
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.domain.erasure import LastAdministrator, describe_erasure, erase_account, is_last_administrator
from maillage.accounts.domain.profile import close_sessions, rename_account
from maillage.accounts.forms import ErasureForm, NameForm
from maillage.accounts.models import User
from maillage.accounts.selectors import describe_protection, export_account
from maillage.core import clock, panels

FRESH_SIGN_IN = 15 * 60


def signed_in(request: HttpRequest) -> User:
    """Return the person signed in; every page here requires it."""
    assert isinstance(request.user, User)
    return request.user


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The account in one page; posting changes the name shown."""
    user = signed_in(request)
    form = NameForm(request.POST or None, initial={"display_name": user.display_name})
    if request.method == "POST" and form.is_valid():
        rename_account(actor=user, display_name=form.cleaned_data["display_name"])
        messages.success(request, _("Votre nom affiché est enregistré."))
        return redirect("accounts:home")
    context = {
        "form": form,
        "protection": describe_protection(user),
        "panels": panels.render("account", request, user),
    }
    return render(request, "accounts/home.html", context)


@require_POST
def close_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user = signed_in(request)
    close_sessions(actor=user)
    update_session_auth_hash(request, user)
    messages.success(request, _("Vos autres appareils sont déconnectés."))
    return redirect("accounts:home")


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything the site holds about me, as a JSON file."""
    body = json.dumps(export_account(signed_in(request)), ensure_ascii=False, indent=2, default=str)
    name = f"maillage-mes-donnees-{clock.today().isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then erase, once the person has proved again who they are."""
    user = signed_in(request)
    if _must_sign_in_again(request, user):
        return redirect("accounts:sign_in_again")
    raise_if_reauthentication_required(request, app="allauth.account")
    form = ErasureForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            erase_account(actor=user, user=user)
        except LastAdministrator as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("Votre compte est effacé. Un dernier message vous le confirme."))
            return redirect("portal:home")
    context = {"form": form, "fates": describe_erasure(user), "refused": is_last_administrator(user)}
    return render(request, "accounts/delete.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """For an account without password nor second factor: a new code is the proof, so the session ends first."""
    if request.method != "POST":
        return render(request, "accounts/sign_in_again.html")
    logout(request)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('accounts:delete')})}")


def _must_sign_in_again(request: HttpRequest, user: User) -> bool:
    """The library asks nothing of an account that has neither password nor second factor: ask for a fresh sign-in."""
    if get_reauthentication_flows(user):
        return False
    instants = [record["at"] for record in get_authentication_records(request, user)]
    return not instants or time() - max(instants) > FRESH_SIGN_IN
