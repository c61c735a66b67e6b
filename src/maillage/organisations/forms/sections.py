"""The sections of a record: a few questions each, saved on their own."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.core.audiences import Audience
from maillage.core.dates import Span, span_of
from maillage.core.forms import DoubtfulDateField, PeriodField
from maillage.organisations import identifiers
from maillage.organisations.enums import (
    AUDIENCES,
    Means,
    NamedAs,
    NameKind,
    Origin,
    ResourceSide,
    SeatStatus,
    World,
)
from maillage.organisations.forms.fields import (
    MOST_LINES,
    CommuneField,
    ConceptChoiceField,
    ConceptsField,
    DegreesField,
    LimitedField,
    NameField,
    TerritoriesField,
)
from maillage.organisations.models import Perimeter
from maillage.organisations.models.needs import LONGEST_TEXT
from maillage.organisations.models.organisations import LONGEST_DESCRIPTION, LONGEST_SUMMARY
from maillage.territories.models import Territory

PHONE = re.compile(r"^\+?[0-9][0-9 .()-]{3,18}$")
MOST_PLACES = 30
DATED = "dates-"


class VersionedForm(forms.Form):
    """A form that knows which version of the record it was shown for."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewOrganisationForm(forms.Form):
    """What is needed to begin; the rest comes section by section."""

    name = NameField(label=_("Nom"), help_text=_("Le nom d’usage, celui que tout le monde emploie."))
    world = forms.ChoiceField(
        label=_("Monde"),
        choices=World.choices,
        widget=forms.RadioSelect,
        initial=World.UNKNOWN,
        help_text=_("À quel monde elle appartient ; « à confirmer » est une réponse honnête."),
    )
    seat = CommuneField(
        label=_("Commune du siège"),
        required=False,
        help_text=_("Nom, code postal ou code INSEE. Vide si elle n’est pas connue."),
    )
    summary = LimitedField(
        limit=LONGEST_SUMMARY,
        label=_("En une phrase"),
        required=False,
        help_text=_("Ce qu’elle fait, pour qui n’en a jamais entendu parler."),
    )
    website = forms.URLField(label=_("Site internet"), required=False, assume_scheme="https", max_length=500)
    is_other = forms.BooleanField(required=False, widget=forms.HiddenInput, label=_("C’est une autre organisation"))


class IdentityForm(VersionedForm):
    name = NameField(label=_("Nom"))
    renamed = forms.BooleanField(
        label=_("L’organisation a changé de nom : garder l’ancien dans la fiche"),
        required=False,
        help_text=_("Sans cette case, le nouveau nom est une correction."),
    )
    renamed_on = DoubtfulDateField(
        label=_("Depuis quand"),
        required=False,
        help_text=_("Seulement si elle a changé de nom : une année, un mois ou un jour."),
    )
    acronym = forms.CharField(label=_("Sigle"), required=False, max_length=40)
    world = forms.ChoiceField(label=_("Monde"), choices=World.choices, widget=forms.RadioSelect)
    legal_form = ConceptChoiceField(
        framework="formes-juridiques",
        empty=_("à renseigner"),
        label=_("Forme juridique"),
        required=False,
        help_text=_("« Collectif sans existence juridique » en est une."),
    )
    legal_category = forms.CharField(
        label=_("Catégorie juridique INSEE"),
        required=False,
        max_length=10,
        help_text=_("Quatre chiffres, si vous les connaissez."),
    )
    summary = LimitedField(
        limit=LONGEST_SUMMARY, label=_("En une phrase"), required=False, help_text=_("300 caractères au plus.")
    )
    description = LimitedField(
        limit=LONGEST_DESCRIPTION,
        label=_("Présentation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Ce qu’elle fait, avec qui, depuis quand ; 200 à 2 000 caractères se lisent le mieux."),
    )
    founded = DoubtfulDateField(
        label=_("Date de création"), required=False, help_text=_("Une année, un mois ou un jour.")
    )
    closed = DoubtfulDateField(label=_("Date de fin"), required=False, help_text=_("Seulement si elle n’existe plus."))

    def clean_legal_category(self) -> str:
        return identifiers.clean_legal_category(self.cleaned_data["legal_category"])


class NumbersForm(VersionedForm):
    siren = forms.CharField(label=_("SIREN"), required=False, help_text=_("Neuf chiffres ; la clé est vérifiée."))
    siret = forms.CharField(
        label=_("SIRET du siège"), required=False, help_text=_("Quatorze chiffres, qui commencent par le SIREN.")
    )
    rna = forms.CharField(
        label=_("Numéro RNA"), required=False, help_text=_("Pour une association : W et neuf caractères.")
    )
    local_register_number = forms.CharField(
        label=_("Numéro au registre local"),
        required=False,
        max_length=40,
        help_text=_("Seulement dans le Bas-Rhin, le Haut-Rhin et la Moselle, où il remplace le RNA."),
    )
    local_register_court = forms.CharField(label=_("Tribunal qui tient ce registre"), required=False, max_length=120)

    def clean_siren(self) -> str:
        return identifiers.clean_siren(self.cleaned_data["siren"])

    def clean_siret(self) -> str:
        return identifiers.clean_siret(self.cleaned_data["siret"])

    def clean_rna(self) -> str:
        return identifiers.clean_rna(self.cleaned_data["rna"])


class PlacesForm(VersionedForm):
    seat = CommuneField(label=_("Commune du siège"), required=False, help_text=_("Nom, code postal ou code INSEE."))
    seat_status = forms.ChoiceField(
        label=_("Ce siège est"),
        required=False,
        choices=[(SeatStatus.STATED, _("établi")), (SeatStatus.TO_CONFIRM, _("à confirmer"))],
    )
    address = forms.CharField(label=_("Adresse postale"), required=False, max_length=300)
    latitude = DegreesField(
        label=_("Latitude"), required=False, help_text=_("Vide : elle est placée dans sa commune. Exemple : 50,4512.")
    )
    longitude = DegreesField(label=_("Longitude"), required=False, help_text=_("Exemple : 2,7934."))
    territories = TerritoriesField(
        label=_("Territoires où elle agit"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Un par ligne, par son code ou son nom : 62528, Lens-Liévin, Bretagne, FR pour toute la France."),
    )
    added_dates = PeriodField(
        label=_("Dates d’action des territoires que vous ajoutez"),
        required=False,
        help_text=_("Une année (2019), un mois (06/2019) ou un jour (26/06/2019) ; vide si la date n’est pas connue."),
    )

    def __init__(self, *arguments: Any, perimeters: Iterable[Perimeter] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        spans = {perimeter.territory: span_of(perimeter) for perimeter in perimeters}
        self.dated = spans | dict.fromkeys(self._dated_meanwhile(spans), Span())
        for territory, span in self.dated.items():
            self.fields[f"{DATED}{territory.code}"] = PeriodField(
                label=_("Dates d’action : %(territory)s") % {"territory": territory.name}, required=False, initial=span
            )

    def _dated_meanwhile(self, spans: dict[Territory, Span]) -> Iterable[Territory]:
        """Return the territories that were dated here although they left the record: their dates are kept."""
        typed = {name.removeprefix(DATED).rpartition("_")[0] for name in self.data if name.startswith(DATED)}
        codes = typed - {territory.code for territory in spans}
        return Territory.objects.filter(code__in=list(codes)[:MOST_LINES]).order_by("name") if codes else ()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        territories = values.get("territories", [])
        new = [territory for territory in territories if territory not in self.dated]
        added = values.get("added_dates", Span())
        if added.period is not None and "territories" in values and not new:
            self.add_error("added_dates", _("Ces dates ne vont avec aucun territoire : ajoutez-le d’abord à la liste."))
        typed = {
            territory: values.get(name, Span())
            for territory in self.dated
            if not self.fields[name := f"{DATED}{territory.code}"].widget.value_omitted_from_data(
                self.data, self.files, name
            )
        }
        values["spans"] = typed | dict.fromkeys(new, added)
        return values


class TopicsForm(VersionedForm):
    themes = ConceptsField(framework="domaines", label=_("Thèmes"), required=False)
    odd = ConceptsField(
        framework="odd", numbered=True, top=True, label=_("Objectifs de développement durable"), required=False
    )


class ContactForm(VersionedForm):
    website = forms.URLField(label=_("Site internet"), required=False, assume_scheme="https", max_length=500)
    contact_email = forms.EmailField(
        label=_("Adresse e-mail publique"),
        required=False,
        help_text=_("Celle de l’organisation, pas celle d’une personne."),
    )
    contact_phone = forms.CharField(label=_("Téléphone public"), required=False, max_length=20)

    def clean_contact_phone(self) -> str:
        phone = str(self.cleaned_data["contact_phone"])
        if phone and not PHONE.match(phone):
            raise ValidationError(_("Écrivez un numéro de téléphone, par exemple 03 21 00 00 00 ou +33 3 21 00 00 00."))
        return phone


class AudienceForm(VersionedForm):
    audience = forms.ChoiceField(
        label=_("Qui voit cette fiche"),
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in AUDIENCES],
        help_text=_("Les personnes qui contribuent à la fiche et l’administration du site la voient toujours."),
        initial=Audience.PUBLIC,
    )


class CatalystForm(VersionedForm):
    is_catalyst = forms.BooleanField(label=_("C’est un catalyseur territorial"), required=False)
    named_as = forms.ChoiceField(label=_("Désignée comme"), choices=NamedAs.choices, required=False)
    activities = ConceptsField(
        framework="metiers",
        nested=True,
        label=_("Métiers et activités"),
        required=False,
        help_text=_("Un métier seul si l’activité précise n’est pas connue."),
    )
    origin = forms.ChoiceField(
        label=_("Origine de l’initiative"), choices=[("", _("à renseigner")), *Origin.choices], required=False
    )
    is_experiment = forms.TypedChoiceField(
        label=_("Née d’une expérimentation liée à un réseau national"),
        choices=[("", _("à renseigner")), ("oui", _("oui")), ("non", _("non"))],
        required=False,
        empty_value=None,
        coerce=lambda value: value == "oui",
    )
    places = forms.CharField(
        label=_("Lieux qu’elle fait vivre"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un par ligne : nom ; commune. Exemple : Le Métier à tisser ; 62528."),
    )

    def clean_places(self) -> list[tuple[str, Any]]:
        read = []
        lines = [line for line in self.cleaned_data["places"].splitlines() if line.strip()]
        if len(lines) > MOST_PLACES:
            raise ValidationError(_("Trente lieux au plus."))
        for line in lines:
            name, _separator, commune = line.rpartition(";") if ";" in line else (line, "", "")
            if len(name.strip()) > LONGEST_SUMMARY:
                raise ValidationError(_("Un nom de lieu compte 300 caractères au plus."))
            read.append((name.strip(), CommuneField(required=False).clean(commune)))
        return read


class SourceForm(forms.Form):
    title = forms.CharField(label=_("Titre de la source"), max_length=300, help_text=_("Document, page ou témoignage."))
    reference = forms.CharField(
        label=_("Référence"), required=False, max_length=200, help_text=_("Page, ligne, article.")
    )
    url = forms.URLField(label=_("Adresse"), required=False, assume_scheme="https", max_length=500)
    attested = DoubtfulDateField(label=_("Date de la source"), required=False)


class OtherNameForm(forms.Form):
    name = NameField(label=_("Autre nom"))
    kind = forms.ChoiceField(label=_("Nature"), choices=NameKind.choices)
    until = DoubtfulDateField(
        label=_("Jusqu’à quand"), required=False, help_text=_("Pour un ancien nom, si c’est connu.")
    )


class ResourceForm(forms.Form):
    """One need or one offer."""

    side = forms.ChoiceField(
        label=_("Besoin ou offre"),
        widget=forms.RadioSelect,
        choices=[
            (ResourceSide.NEED, _("Un besoin : l’organisation cherche")),
            (ResourceSide.OFFER, _("Une offre : l’organisation propose")),
        ],
        error_messages={"required": _("Dites si c’est un besoin ou une offre.")},
    )
    means = forms.ChoiceField(label=_("Quoi"), choices=[("", _("choisissez")), *Means.choices])
    text = LimitedField(
        limit=LONGEST_TEXT,
        label=_("En quelques mots"),
        help_text=_("Ce qu’on dirait au téléphone : « une salle pour 40 personnes le mardi soir »."),
    )
    span = PeriodField(
        label=_("Quand"),
        required=False,
        help_text=_("Une année (2019), un mois (06/2019) ou un jour (26/06/2019) ; vide si cela dure."),
    )
