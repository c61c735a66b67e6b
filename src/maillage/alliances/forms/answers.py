"""The answer of the other party: yes, or what is not exact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.domain.confirmation import LONGEST_CONTEST
from maillage.alliances.enums import Answer
from maillage.organisations.forms.fields import LimitedField


class AnswerForm(forms.Form):
    """One button, or a few words; an empty objection is refused with the rest of the page kept."""

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)
    text = LimitedField(
        limit=LONGEST_CONTEST,
        label=_("Qu’est-ce qui n’est pas exact ?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ce que vous écrivez sera montré à côté de ce qui est déclaré, au nom de votre organisation."),
    )
