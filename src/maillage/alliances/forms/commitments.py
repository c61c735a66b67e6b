"""A commitment, and what became of it: one short form each."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import CommitmentForm
from maillage.alliances.models import Alliance
from maillage.alliances.selectors.commitments import partners_of
from maillage.core import clock
from maillage.organisations.forms.fields import LimitedField
from maillage.organisations.models import Organisation


class DayField(forms.DateField):
    """A day, chosen in the calendar of the browser."""

    widget = forms.DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def say(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value or "")


class PartnerField(forms.ChoiceField):
    """One of the organisations around the table that the reader sees; gives the organisation."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.partners: dict[str, Organisation] = {}

    def offer(self, alliance: Alliance, reader: Any) -> None:
        """Choose among the participants of this alliance."""
        self.partners = {str(each.public_id): each for each in partners_of(alliance, reader)}
        self.choices = [("", _("Choisissez")), *((key, each.name) for key, each in self.partners.items())]

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, uuid.UUID) else value

    def clean(self, value: Any) -> Organisation | None:
        return self.partners.get(super().clean(value))


class CommitmentDetailsForm(forms.Form):
    """Who undertakes what, by when; for a fifty-fifty, in exchange of what."""

    decision = LimitedField(
        limit=500,
        label=_("L’engagement"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Par exemple : « Ouvrir l’atelier aux lycéens deux après-midis par mois. »"),
        error_messages={"required": _("Dites à quoi l’organisation s’engage.")},
    )
    accountable = PartnerField(
        label=_("Qui en répond"),
        help_text=_("Une organisation de l’alliance, d’aujourd’hui ou d’hier."),
        error_messages={"required": _("Choisissez l’organisation qui en répond.")},
    )
    due_on = DayField(label=_("Échéance"), required=False, help_text=_("Un rappel part quatorze jours avant."))
    decided_on = DayField(label=_("Décidé le"), required=False)
    form = forms.ChoiceField(
        label=_("Forme"),
        choices=[
            (CommitmentForm.SIMPLE, _("Un engagement simple")),
            (CommitmentForm.FIFTY_FIFTY, _("Un fifty-fifty : chacun fait sa part")),
        ],
        initial=CommitmentForm.SIMPLE,
        widget=forms.RadioSelect,
        help_text=_(
            "Le fifty-fifty vient de Loos-en-Gohelle : la ville réalise une demande si les habitants y prennent part."
        ),
    )
    counterpart = LimitedField(
        limit=500,
        label=_("En échange"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Pour un fifty-fifty : ce que l’autre partie fait de son côté."),
    )
    counterpart_by = LimitedField(
        limit=200,
        label=_("De la part de"),
        required=False,
        help_text=_(
            "Pour un fifty-fifty : les habitants d’un quartier, une association, un club… sans nommer de personne."
        ),
    )

    def __init__(self, *arguments: Any, alliance: Alliance, reader: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["accountable"]
        assert isinstance(field, PartnerField), "declared so"
        field.offer(alliance, reader)


class ChangedCommitmentForm(CommitmentDetailsForm):
    """The same, of a commitment already noted."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class OutcomeForm(forms.Form):
    """What became of a commitment, and when (`on`)."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class KeepForm(OutcomeForm):
    on = DayField(label=_("Tenu le"), initial=clock.today)
    proof = LimitedField(
        limit=2_000,
        label=_("La preuve"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Ce que chacun peut constater, un compte rendu, un chiffre ; ou son adresse : l’une des deux suffit."
        ),
    )
    proof_url = forms.URLField(
        label=_("Son adresse"), required=False, max_length=500, assume_scheme="https", help_text=_("https://…")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not {"proof", "proof_url"} & self.errors.keys() and not values.get("proof") and not values.get("proof_url"):
            self.add_error("proof", ValidationError(_("Donnez la preuve : ce que l’on peut voir, ou son adresse.")))
        return values


class RenegotiateForm(OutcomeForm):
    on = DayField(label=_("Renégocié le"), initial=clock.today)
    decision = LimitedField(limit=500, label=_("Le nouvel engagement"), widget=forms.Textarea(attrs={"rows": 2}))
    due_on = DayField(label=_("Nouvelle échéance"), required=False)


class AbandonForm(OutcomeForm):
    on = DayField(label=_("Abandonné le"), initial=clock.today)
    reason = LimitedField(
        limit=500,
        label=_("Pourquoi"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Montré avec l’engagement : ce que l’on a appris sert à d’autres."),
    )
