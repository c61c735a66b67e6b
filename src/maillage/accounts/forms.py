"""Forms of the account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User


class AddressForm(forms.Form):
    """The first step of signing in: who."""

    login = forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Écrivez votre adresse e-mail."),
            "invalid": _("Cette adresse est incomplète : elle ressemble à nom@exemple.fr."),
        },
    )


class NameForm(forms.Form):
    display_name = forms.CharField(
        label=_("Nom affiché"),
        help_text=_(
            "Celui que voient les autres membres à côté de ce que vous faites. Vide : votre adresse, pour eux seuls."
        ),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ErasureForm(forms.Form):
    """The address is typed again, so that nothing is erased by a slip."""

    confirmation = forms.EmailField(
        label=_("Votre adresse e-mail, pour confirmer"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez votre adresse e-mail pour confirmer l’effacement.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_confirmation(self) -> str:
        typed = str(self.cleaned_data["confirmation"]).strip().lower()
        if typed != self.user.email:
            raise forms.ValidationError(_("Ce n’est pas l’adresse de ce compte. Rien n’a été effacé."))
        return typed
