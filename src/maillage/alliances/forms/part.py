"""The part of the network to look at, as people type it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.forms.picking import TerritoryField


class PartForm(forms.Form):
    """One territory, by its name, its code or its postal code; nothing: the whole network."""

    territory = TerritoryField(
        label=_("Territoire"),
        required=False,
        help_text=_("N’importe lequel : son nom, son code ou son code postal."),
    )
