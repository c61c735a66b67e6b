"""Describing an alliance: what is needed to begin, then short sections saved on their own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import AUDIENCES, Governance, Stage
from maillage.alliances.forms.picking import OrganisationField, OrganisationsField, PickField, TerritoryField
from maillage.alliances.models.alliances import LONGEST_NAME, LONGEST_PURPOSE
from maillage.core.audiences import Audience
from maillage.core.forms import DoubtfulDateField, PeriodField
from maillage.organisations.forms.fields import ConceptChoiceField, ConceptsField, LimitedField

DATES = _("Une année (2019), un mois (06/2019), un jour (26/06/2019), « vers 2010 » ; vide si ce n’est pas connu.")
AUDIENCE_CHOICES = [(each.value, each.label) for each in AUDIENCES]


class ReaderForm(forms.Form):
    """A form whose proposals hold only what its reader may see."""

    def __init__(self, *arguments: Any, reader: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            if isinstance(field, PickField):
                field.reader = reader


class VersionedForm(ReaderForm):
    """A form that knows which version of the thing it was shown for."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RowsForm(ReaderForm):
    """A form that adds a row, and knows which ones were noted when it was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


class NewAllianceForm(ReaderForm):
    """What is needed to begin; the rest comes section by section."""

    name = LimitedField(limit=LONGEST_NAME, label=_("Nom"), help_text=_("Celui que ses partenaires emploient."))
    purpose = LimitedField(
        limit=LONGEST_PURPOSE,
        label=_("Pour quoi"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("En une phrase ou deux : ce que les partenaires veulent changer ensemble."),
    )
    territory = TerritoryField(
        label=_("Territoire"),
        help_text=_("Une commune, une intercommunalité, un territoire de projet… : son nom ou son code."),
        error_messages={"required": _("Dites sur quel territoire l’alliance agit.")},
    )
    organisations = OrganisationsField(
        label=_("Organisations"),
        fewest=2,
        may_add=True,
        too_few=_("Une alliance relie au moins deux organisations différentes."),
        help_text=_(
            "Deux au moins, une par ligne : leur nom, leur sigle ou l’adresse de leur fiche. "
            "Celles qui n’ont pas encore de fiche pourront être ajoutées."
        ),
    )
    since = DoubtfulDateField(
        label=_("Depuis quand"),
        required=False,
        help_text=_("Une année (2019), un mois (06/2019), un jour ou « vers 2010 ». Vide si vous ne savez pas encore."),
    )
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=AUDIENCE_CHOICES,
        widget=forms.RadioSelect,
        initial=Audience.PUBLIC,
        help_text=_("Cela pourra changer à tout moment."),
    )


class IdentityForm(VersionedForm):
    name = LimitedField(limit=LONGEST_NAME, label=_("Nom"), help_text=_("L’ancienne adresse continue de mener ici."))
    purpose = LimitedField(limit=LONGEST_PURPOSE, label=_("Pour quoi"), widget=forms.Textarea(attrs={"rows": 4}))
    territory = TerritoryField(
        label=_("Territoire"),
        help_text=_("Son nom ou son code."),
        error_messages={"required": _("Dites sur quel territoire l’alliance agit.")},
    )


class FrameForm(VersionedForm):
    span = PeriodField(label=_("Vie de l’alliance"), required=False, help_text=DATES)
    governance = forms.ChoiceField(label=_("Gouvernance"), choices=Governance.choices, widget=forms.RadioSelect)
    trusted_third_party = OrganisationField(
        label=_("Tiers de confiance"),
        required=False,
        help_text=_("L’organisation qui garantit que chacun est entendu, s’il y en a une."),
    )
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=AUDIENCE_CHOICES,
        widget=forms.RadioSelect,
        help_text=_("Ses partenaires et l’administration du site la voient toujours."),
    )


class TopicsForm(VersionedForm):
    themes = ConceptsField(framework="domaines", label=_("Thèmes"), required=False)
    odd = ConceptsField(
        framework="odd", numbered=True, top=True, label=_("Objectifs de développement durable"), required=False
    )
    engagements = ConceptsField(
        framework="metiers",
        nested=True,
        label=_("Formes d’engagement"),
        required=False,
        help_text=_("Ce que les partenaires font ensemble pour que le territoire joue collectif."),
    )


class PartnershipTypeForm(RowsForm):
    concept = ConceptChoiceField(
        framework="types-de-partenariat", empty=_("choisissez"), label=_("Type de partenariat"), required=True
    )
    span = PeriodField(label=_("Pratiqué"), required=False, help_text=DATES)


class StageForm(RowsForm):
    stage = forms.ChoiceField(label=_("Stade"), choices=Stage.choices, widget=forms.RadioSelect)
    reached = DoubtfulDateField(label=_("Atteint"), required=False, help_text=DATES)
    note = LimitedField(
        limit=300, label=_("Ce qui a changé"), required=False, help_text=_("En une phrase, pour qui n’y était pas.")
    )


class SourceForm(RowsForm):
    title = LimitedField(
        limit=300, label=_("Titre de la source"), help_text=_("Document, page, compte rendu ou témoignage.")
    )
    reference = LimitedField(limit=200, label=_("Référence"), required=False, help_text=_("Page, ligne, article."))
    url = forms.URLField(label=_("Adresse"), required=False, assume_scheme="https", max_length=500)
    attested = DoubtfulDateField(label=_("Date de la source"), required=False)
