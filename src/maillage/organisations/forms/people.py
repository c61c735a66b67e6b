"""Forms about people: roles, mandates, who is presented on a page."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.core import clock
from maillage.organisations.enums import Capacity, MemberRole
from maillage.organisations.forms.fields import TerritoriesField
from maillage.territories.models import Territory


class AccountField(forms.EmailField):
    """The address of an account that exists; gives the account.

    Only those who administer an organisation or the site get this answer: it tells whether an address has an account.
    """

    def clean(self, value: Any) -> User:
        address = str(super().clean(value)).lower()
        user: User | None = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            raise ValidationError(
                _("Aucun compte n’a cette adresse. Proposez à la personne de créer le sien, puis revenez ici."),
                code="unknown",
            )
        return user


class TerritoryField(TerritoriesField):
    """One territory, by code or exact name."""

    widget = forms.TextInput  # type: ignore[assignment]  # one line instead of several

    def clean(self, value: Any) -> Territory:  # type: ignore[override]  # one instead of several
        found = super().clean(value)
        if len(found) != 1:
            raise ValidationError(_("Indiquez un seul territoire."), code="several")
        return found[0]


class MembershipForm(forms.Form):
    user = AccountField(label=_("Adresse e-mail du compte"))
    role = forms.ChoiceField(
        label=_("Rôle"), choices=MemberRole.choices, help_text=_("« Administre » permet aussi de donner des rôles.")
    )


class MandateForm(forms.Form):
    user = AccountField(label=_("Adresse e-mail du compte"))
    territory = TerritoryField(label=_("Territoire"), help_text=_("Son code ou son nom exact."))
    start = forms.DateField(
        label=_("À partir du"), initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    end = forms.DateField(
        label=_("Jusqu’au, exclu"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PersonForm(forms.Form):
    """Somebody to name on the page; a volunteer only with the day of their agreement."""

    person_name = forms.CharField(label=_("Nom de la personne"), max_length=120)
    function = forms.CharField(
        label=_("Fonction"), max_length=160, help_text=_("Par exemple : présidence, direction, maire.")
    )
    capacity = forms.ChoiceField(
        label=_("À quel titre"),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        help_text=_("Une personne bénévole n’est nommée qu’avec son accord, qu’elle retire quand elle veut."),
    )
    consent_given_on = forms.DateField(
        label=_("Accord donné le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Pour une personne bénévole seulement."),
    )

    def clean_consent_given_on(self) -> date | None:
        given: date | None = self.cleaned_data["consent_given_on"]
        if given is not None and given > clock.today():
            raise ValidationError(_("Cette date est à venir : un accord se donne avant d’être écrit."))
        return given
