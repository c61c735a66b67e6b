"""Who takes part: joining, why, in which roles, how much, giving what, leaving."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import Direction, Duration, Intensity, Mobilised, ResourceKind, Role, Stage
from maillage.alliances.forms.alliances import DATES, ReaderForm, RowsForm, VersionedForm
from maillage.alliances.forms.picking import OrganisationField
from maillage.alliances.models.participations import LONGEST_TEXT
from maillage.core.forms import DoubtfulDateField, PeriodField
from maillage.organisations.forms.fields import LimitedField

SHORT = 300


def text_area(label: Any, why: Any = "", rows: int = 3) -> LimitedField:
    """Return a field for a few sentences that may stay empty."""
    area = forms.Textarea(attrs={"rows": rows})
    return LimitedField(limit=LONGEST_TEXT, label=label, required=False, widget=area, help_text=why)


class JoiningForm(ReaderForm):
    """An organisation more around the table."""

    organisation = OrganisationField(
        label=_("Organisation"),
        may_add=True,
        help_text=_("Son nom, son sigle ou l’adresse de sa fiche. Sans fiche encore, elle pourra être ajoutée."),
        error_messages={"required": _("Dites quelle organisation prend part à l’alliance.")},
    )
    span = PeriodField(label=_("Participe"), required=False, help_text=DATES)
    roles = forms.MultipleChoiceField(
        label=_("Rôles"), required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    why = text_area(_("Pourquoi"), _("Ce qui l’a fait venir."))


class FactsForm(VersionedForm):
    span = PeriodField(label=_("Participe"), required=False, help_text=DATES)
    mobilised = forms.ChoiceField(
        label=_("Qui est mobilisé"),
        choices=Mobilised.choices,
        widget=forms.RadioSelect,
        help_text=_("Quand une seule personne porte la participation, son départ met le lien en danger."),
    )
    duration = forms.ChoiceField(label=_("Participation"), choices=Duration.choices, widget=forms.RadioSelect)
    joined_at_stage = forms.ChoiceField(
        label=_("Arrivée au stade"), required=False, choices=[("", _("à renseigner")), *Stage.choices]
    )
    why = text_area(_("Pourquoi"), _("Ce qui l’a fait venir."))
    what_for = text_area(_("Pour faire quoi"))
    subject = LimitedField(limit=SHORT, label=_("Sur quel sujet"), required=False)
    objective = text_area(_("Son objectif propre"), _("Ce qu’elle veut en retirer pour elle-même."))


class RoleForm(RowsForm):
    role = forms.ChoiceField(label=_("Rôle"), choices=[("", _("choisissez")), *Role.choices])
    span = PeriodField(label=_("Tenu"), required=False, help_text=DATES)


class IntensityForm(RowsForm):
    level = forms.TypedChoiceField(
        label=_("Intensité"), choices=Intensity.choices, widget=forms.RadioSelect, coerce=int
    )
    since = DoubtfulDateField(
        label=_("Depuis"), help_text=_("Une année, un mois ou un jour ; l’intensité d’avant s’arrête là.")
    )


class AmountField(forms.CharField):
    """Euros, with a comma or a point, spaces allowed."""

    def clean(self, value: Any) -> Decimal | None:
        typed = str(super().clean(value))
        text = "".join(typed.replace("€", "").split()).replace(",", ".")
        if not text:
            return None
        try:
            amount = Decimal(text)
        except ArithmeticError as error:
            raise ValidationError(
                _("Écrivez un montant en euros, par exemple 1 500 ou 1500,50."), code="amount"
            ) from error
        if not amount.is_finite() or amount < 0:
            raise ValidationError(_("Un montant est un nombre positif."), code="amount")
        if amount >= Decimal(10) ** 10:
            raise ValidationError(_("Ce montant est trop grand : vérifiez ses chiffres."), code="amount")
        return amount.quantize(Decimal("0.01"))


class ContributionForm(RowsForm):
    direction = forms.ChoiceField(
        label=_("L’organisation"), choices=Direction.choices, widget=forms.RadioSelect, initial=Direction.GIVES
    )
    kind = forms.ChoiceField(label=_("Quoi"), choices=ResourceKind.choices, widget=forms.RadioSelect)
    text = LimitedField(
        limit=SHORT,
        label=_("En quelques mots"),
        required=False,
        help_text=_("Deux jours par mois, une salle le jeudi…"),
    )
    amount = AmountField(
        label=_("Montant (euros)"),
        required=False,
        help_text=_("Seulement pour de l’argent. Les partenaires seuls le voient, sauf accord des deux côtés."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("amount") is not None and values.get("kind") not in {None, "", ResourceKind.MONEY}:
            self.add_error("amount", _("Un montant ne va qu’avec de l’argent."))
        return values


class LeavingForm(VersionedForm):
    on = DoubtfulDateField(
        last=True,
        label=_("Dernier jour de participation"),
        help_text=_("Une année, un mois ou un jour ; ses rôles s’arrêtent avec elle."),
        error_messages={"required": _("Dites jusqu’à quand elle a participé, même à l’année près.")},
    )
    reason = LimitedField(limit=SHORT, label=_("Raison du départ"), required=False)
