"""Forms of the perimeters."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siren as siren_numbers

from maillage.core.dates import Precision
from maillage.core.forms import DoubtfulDateField
from maillage.territories.composing import Reading, read_parts
from maillage.territories.enums import PerimeterType

LONGEST_LIST = 300_000
TYPES = [choice for choice in PerimeterType.choices if choice[0] != PerimeterType.FICTITIOUS]


class IdentityForm(forms.Form):
    """What a perimeter is called and what it is."""

    name = forms.CharField(
        label=_("Nom du périmètre"), max_length=200, help_text=_("Le nom que tout le monde emploie.")
    )
    subtype = forms.ChoiceField(label=_("Ce que c’est"), choices=TYPES, initial=PerimeterType.FREE)
    siren = forms.CharField(
        label=_("SIREN de l’institution qui le porte"),
        required=False,
        max_length=15,
        help_text=_("Neuf chiffres. Le périmètre et l’institution restent deux choses : le SIREN les relie."),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("D’où vient cette information : document, date, page."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalnum() for character in name):
            raise ValidationError(_("Écrivez un nom avec des lettres."))
        return name

    def clean_siren(self) -> str:
        number = re.sub(r"\s", "", self.cleaned_data["siren"])
        if number and not siren_numbers.is_valid(number):
            raise ValidationError(_("Ce SIREN n’est pas valable : vérifiez ses neuf chiffres."))
        return number


class CompositionForm(forms.Form):
    """The parts of a perimeter and since when."""

    parts = forms.CharField(
        label=_("Communes et intercommunalités"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Un code ou un nom par ligne : 62528, ou Loos-en-Gohelle, ou le SIREN d’une intercommunalité."),
    )
    start = DoubtfulDateField(
        label=_("À partir de"),
        required=False,
        help_text=_("Une année, un mois ou un jour. Vide si la date n’est pas connue."),
    )
    doubt = forms.ChoiceField(
        label=_("Cette date est"),
        required=False,
        choices=[
            ("", _("sûre")),
            (Precision.CIRCA, _("approximative (vers…)")),
            (Precision.AT_LEAST, _("un minimum (depuis au moins…)")),
        ],
    )
    end = DoubtfulDateField(
        last=True,
        label=_("Jusqu’à, inclus"),
        required=False,
        help_text=_("Vide si la composition est toujours en vigueur."),
    )

    reading: Reading | None = None

    def clean_parts(self) -> list[Any]:
        self.reading = read_parts(self.cleaned_data["parts"])
        if self.reading.problems:
            count = len(self.reading.problems)
            raise ValidationError(
                _("Une ligne est à corriger.") if count == 1 else _("%(n)s lignes sont à corriger.") % {"n": count}
            )
        return self.reading.parts

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("start"), values.get("end")
        values["start_day"] = start[0] if start else None
        values["start_precision"] = values.get("doubt") or (start[1] if start else Precision.UNKNOWN)
        values["end_day"] = end[0] if end else None
        values["end_precision"] = end[1] if end else Precision.UNKNOWN
        if start and end and end[0] <= start[0]:
            self.add_error("end", _("La fin vient avant le début : vérifiez les deux dates."))
        return values


class PerimeterForm(IdentityForm, CompositionForm):
    """A new perimeter: what it is, what it is made of, since when."""

    field_order = ("name", "subtype", "parts", "start", "doubt", "siren", "source")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["end"]
        del self.fields["version"]


class RecompositionForm(CompositionForm):
    """A new composition of a known perimeter."""

    source = forms.CharField(
        label=_("Source"), required=False, max_length=300, help_text=_("La décision ou le document qui l’atteste.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
