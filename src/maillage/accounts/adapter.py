"""The words and the addresses that the sign-in library asks us for."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """The library's behaviour, in our French."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé."),
        "duplicate_email": _("Cette adresse est déjà celle de votre compte."),
        "email_password_mismatch": _(
            "L’adresse et le mot de passe ne vont pas ensemble. Vérifiez-les, ou recevez un code par e-mail."
        ),
        "enter_current_password": _("Écrivez votre mot de passe actuel."),
        "incorrect_code": _("Ce code n’est pas le bon. Vérifiez-le : il est dans le dernier message reçu."),
        "incorrect_password": _("Ce mot de passe n’est pas le bon."),
        "too_many_login_attempts": _(
            "Trop d’essais : par sécurité, ce code ou cette connexion est bloqué. Attendez quelques minutes, puis "
            "demandez un nouveau code."
        ),
        "same_as_current": _("La nouvelle valeur est la même que l’actuelle."),
        "rate_limited": _("Un message vient de partir. Attendez un peu avant d’en demander un autre."),
    }

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")

    def get_email_verification_redirect_url(self, email_address: object) -> str:
        return reverse("accounts:home")
