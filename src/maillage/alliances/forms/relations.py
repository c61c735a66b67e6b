"""Declaring what one organisation is to another, and ending it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import RelationKind
from maillage.alliances.forms.alliances import DATES, ReaderForm
from maillage.alliances.forms.picking import OrganisationField
from maillage.core.audiences import Audience
from maillage.core.forms import DoubtfulDateField, PeriodField
from maillage.organisations.forms.fields import LimitedField

FORWARD, BACKWARD = "forward", "backward"
SHORT = 300


class RelationForm(ReaderForm):
    """Read as a sentence: this organisation, what it is, the other; or the other way round."""

    kind = forms.ChoiceField(label=_("Relation"), choices=[("", _("choisissez")), *RelationKind.choices])
    other = OrganisationField(
        label=_("L’autre organisation"),
        help_text=_("Son nom, son sigle ou l’adresse de sa fiche."),
        error_messages={"required": _("Dites quelle est l’autre organisation.")},
    )
    direction = forms.ChoiceField(
        label=_("Dans quel sens le lire"),
        help_text=_("La relation se lit à la place des points : « la fondation … l’association »."),
        widget=forms.RadioSelect,
        initial=FORWARD,
        choices=[(FORWARD, ""), (BACKWARD, "")],
    )
    span = PeriodField(label=_("Quand"), required=False, help_text=DATES)
    detail = LimitedField(
        limit=SHORT, label=_("En quelques mots"), required=False, help_text=_("Ce qui est financé, soutenu, animé…")
    )
    source = LimitedField(
        limit=SHORT, label=_("Source"), required=False, help_text=_("Un document, une page, une réunion.")
    )
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=[(each.value, each.label) for each in (Audience.PUBLIC, Audience.MEMBERS)],
        widget=forms.RadioSelect,
        initial=Audience.PUBLIC,
    )

    def __init__(self, *arguments: Any, subject: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["direction"].choices = [  # type: ignore[attr-defined]  # a choice field
            (FORWARD, _("%(name)s … l’autre organisation") % {"name": subject}),
            (BACKWARD, _("l’autre organisation … %(name)s") % {"name": subject}),
        ]


class RelationEndForm(forms.Form):
    on = DoubtfulDateField(
        last=True,
        label=_("Dernier jour"),
        help_text=_("Une année, un mois ou un jour."),
        error_messages={"required": _("Dites jusqu’à quand cette relation a tenu, même à l’année près.")},
    )
