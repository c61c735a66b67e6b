"""Bringing a network in: one or two files, and what is said once for all their rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from maillage.alliances.enums import RelationKind
from maillage.alliances.forms.alliances import ReaderForm
from maillage.alliances.forms.picking import TerritoryField
from maillage.alliances.network.incoming.files import ENDINGS, demand_readable
from maillage.core.audiences import Audience
from maillage.tabular.reading import Unreadable


class TableFileField(forms.FileField):
    """A CSV, an XLSX or a GraphML; its name and size are checked before anything reads it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file:
            try:
                demand_readable(file.name, file.size)
            except Unreadable as error:
                raise ValidationError(str(error), code="unreadable") from error
        return file


class ImportForm(forms.Form):
    """One file, or two when organisations and ties are apart."""

    file = TableFileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy("CSV, XLSX ou GraphML, 20 Mo au plus."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )
    other_file = TableFileField(
        label=gettext_lazy("Second fichier"),
        required=False,
        help_text=gettext_lazy("Si les organisations et les liens sont dans deux CSV."),
        error_messages={"empty": gettext_lazy("Ce fichier est vide.")},
    )

    def given(self) -> list[Any]:
        """Return the files given."""
        return [file for file in (self.cleaned_data["file"], self.cleaned_data["other_file"]) if file]


class ImportOptionsForm(ReaderForm):
    """What holds for all the rows of an import."""

    territory = TerritoryField(
        label=gettext_lazy("Territoire des nouvelles alliances"),
        required=False,
        help_text=gettext_lazy("Pour les lignes qui ne le disent pas."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Quand une ligne ne dit pas quel est le lien"),
        required=False,
        choices=[("", gettext_lazy("refuser la ligne")), *RelationKind.choices],
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Ce qui sera créé est visible par"),
        widget=forms.RadioSelect,
        initial=Audience.PUBLIC,
        choices=[(each.value, each.label) for each in (Audience.PUBLIC, Audience.MEMBERS)],
    )

    def options(self) -> dict[str, str]:
        """Return the answers as an import keeps them."""
        values = self.cleaned_data
        return {
            "kind": values["kind"],
            "audience": values["audience"],
            "territory": values["territory"].code if values["territory"] else "",
        }
