"""The answer of the other party: yes, or what is not exact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.domain.confirmation import LONGEST_CONTEST
from maillage.alliances.enums import Answer
from maillage.organisations.forms.fields import LimitedField


class ChoiceForm(forms.Form):
    """Yes or no, each its button."""

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)


class AnswerForm(ChoiceForm):
    """One button, or a few words; an empty objection is refused with the rest of the page kept."""

    text = LimitedField(
        limit=LONGEST_CONTEST,
        label=_("Qu’est-ce qui n’est pas exact ?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Dites en une phrase ce qui n’est pas exact.")},
        help_text=_("Ce que vous écrivez sera montré à côté de ce qui est déclaré, au nom de votre organisation."),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["text"].required = data is None or data.get("answer") != Answer.CONFIRM
