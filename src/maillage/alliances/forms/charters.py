"""A version of the charter, and asking a participant for its yes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.forms.commitments import PartnerField
from maillage.alliances.models import Alliance
from maillage.organisations.forms.fields import LimitedField


class CharterForm(forms.Form):
    """The words of a version; what each one undertakes comes from the commitments."""

    purpose = LimitedField(
        limit=2_000,
        label=_("Notre objet"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ce que les partenaires veulent changer ensemble."),
        error_messages={"required": _("Dites pour quoi l’alliance existe.")},
    )
    rules = LimitedField(
        limit=5_000,
        label=_("Nos règles partagées"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Une par ligne : comment on décide, ce que l’on se dit, comment on entre et comment on part."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AgreementRequestForm(forms.Form):
    """Who is asked, and at which address."""

    organisation = PartnerField(
        label=_("Organisation"), error_messages={"required": _("Choisissez l’organisation à qui demander.")}
    )
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        help_text=_("Une personne qui peut engager cette organisation. L’adresse ne sert qu’à cette question."),
    )

    def __init__(self, *arguments: Any, alliance: Alliance, reader: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["organisation"]
        assert isinstance(field, PartnerField), "declared so"
        field.offer(alliance, reader)
