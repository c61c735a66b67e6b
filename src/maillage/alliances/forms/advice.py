"""Following a meeting: did it happen, when, and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import IntroductionState
from maillage.alliances.models import Alliance
from maillage.organisations.forms.fields import LimitedField

LONGEST_OUTCOME = 2_000


class FollowForm(forms.Form):
    """One page, three answers; `alliances` are those that both organisations share, as far as the reader sees."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("Ce qui s’est passé"),
        widget=forms.RadioSelect,
        choices=[
            (IntroductionState.MET, _("Elles se sont rencontrées")),
            (IntroductionState.NO_FOLLOW_UP, _("C’est resté sans suite")),
            (IntroductionState.ALLIED, _("Une alliance est née")),
        ],
        error_messages={"required": _("Dites ce qui s’est passé.")},
    )
    met_on = forms.DateField(
        label=_("Jour de la rencontre"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Si elle a eu lieu."),
    )
    outcome = LimitedField(
        limit=LONGEST_OUTCOME,
        label=_("Ce qui en est sorti"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une phrase suffit : une idée, un accord, une raison de ne pas continuer."),
    )
    alliance = forms.ModelChoiceField(
        label=_("L’alliance née de cette rencontre"),
        required=False,
        queryset=Alliance.objects.none(),
        empty_label=_("pas encore décrite sur le site"),
        help_text=_("Parmi celles où les deux organisations participent."),
        to_field_name="public_id",
    )

    def __init__(self, *arguments: Any, alliances: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["alliance"].queryset = alliances  # type: ignore[attr-defined]  # a model choice field
