"""Signing in: the address first, then a code or a password; and what is said of a code that is over."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import LoginView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.accounts.forms import AddressForm
from maillage.accounts.selectors import read_demonstration

OVER = _("Ce code n’est plus valable : il a expiré, ou il a déjà servi. Demandez-en un nouveau.")


class SignIn(LoginView):
    """One address for both steps. The second step is the same whether the account exists or not."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "password" in request.POST:
            answer: HttpResponseBase = super().post(request, *args, **kwargs)
            return answer
        address = AddressForm(request.POST)
        if not address.is_valid():
            return self._show(address_form=address)
        form = self.get_form_class()(initial={"login": address.cleaned_data["login"]}, request=request)
        return self._show(form=form, address=address.cleaned_data["login"])

    def form_invalid(self, form: Any) -> HttpResponse:
        typed = AddressForm(self.request.POST)
        address = typed.cleaned_data["login"] if typed.is_valid() else ""
        return self._show(form=form, address=address, address_form=typed)

    def _show(self, **context: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.setdefault("address", "")
        context.setdefault("address_form", AddressForm())
        if not context["address"]:
            context["demonstration"] = read_demonstration()
        return context


def says_when_over(view: Callable[..., HttpResponseBase], back_to: str) -> Callable[..., HttpResponseBase]:
    """Wrap a page that asks for a code: sent back because the code is over, the reader is told so."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        said = len(messages.get_messages(request))
        answer = view(request, *args, **kwargs)
        sent_back = isinstance(answer, HttpResponseRedirect) and answer.url == reverse(back_to)
        if sent_back and not request.user.is_authenticated and len(messages.get_messages(request)) == said:
            messages.error(request, OVER)
        return answer

    return wrapped
