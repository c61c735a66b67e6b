"""Asking a party by mail: to whom, about whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import Role
from maillage.alliances.forms.alliances import DATES, ReaderForm
from maillage.alliances.forms.picking import OrganisationField
from maillage.core.forms import DoubtfulDateField, PeriodField
from maillage.organisations.forms.fields import LimitedField

LONGEST_NAME = 120
LONGEST_FUNCTION = 160


def address_field(why: Any) -> forms.EmailField:
    """Return the field of the address that a question is sent to."""
    return forms.EmailField(
        label=_("Adresse e-mail"),
        help_text=why,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Écrivez l’adresse à laquelle envoyer la question."),
            "invalid": _("Cette adresse est incomplète : elle ressemble à nom@exemple.fr."),
        },
    )


class AskForm(forms.Form):
    email = address_field(
        _("Celle d’une personne qui peut répondre pour l’organisation ; elle n’est montrée à personne.")
    )


class InviteForm(ReaderForm):
    """A partner more, asked at once."""

    organisation = OrganisationField(
        label=_("Organisation"),
        help_text=_("Son nom, son sigle ou l’adresse de sa fiche. Elle n’a pas besoin d’un compte."),
        error_messages={"required": _("Dites quelle organisation vous invitez.")},
    )
    email = address_field(
        _("Celle d’une personne qui peut répondre pour l’organisation ; elle n’est montrée à personne.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Rôles"), required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )


class PersonForm(forms.Form):
    person_name = LimitedField(limit=LONGEST_NAME, label=_("Nom de la personne"))
    function = LimitedField(
        limit=LONGEST_FUNCTION, label=_("Fonction"), required=False, help_text=_("Par exemple : chargée de mission.")
    )
    email = address_field(_("La personne reçoit la question ; son nom n’apparaît qu’après son accord."))
    span = PeriodField(label=_("Agit dans l’alliance"), required=False, help_text=DATES)


class PersonLeavingForm(forms.Form):
    on = DoubtfulDateField(
        last=True,
        label=_("Dernier jour"),
        help_text=_("Une année, un mois ou un jour."),
        error_messages={"required": _("Dites jusqu’à quand, même à l’année près.")},
    )
