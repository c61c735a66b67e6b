"""What the component page shows: every component with samples, an invalid form, a long list."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.components.marks import BUTTONS, ICONS, STATUSES
from maillage.core.components.worlds import WORLDS
from maillage.core.forms import PeriodField


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Nom de l’organisation"), help_text=_("Le nom que tout le monde emploie."))
    siret = forms.CharField(label=_("SIRET"), required=False)
    kind = forms.ChoiceField(label=_("Forme"), choices=[("", "Choisir"), ("a", "Association"), ("c", "Collectif")])
    world = forms.ChoiceField(
        label=_("Monde"), widget=forms.RadioSelect, choices=[(world.code, world.label) for world in WORLDS.values()]
    )
    crafts = forms.MultipleChoiceField(
        label=_("Métiers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("dialogue", _("Susciter le dialogue")), ("pilotage", _("Piloter des projets collectifs"))],
    )
    summary = forms.CharField(label=_("En une phrase"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    dates = PeriodField(label=_("Période"), required=False, help_text=_("Une année, un mois ou un jour."))
    agreed = forms.BooleanField(label=_("Cette organisation accepte d’être visible de tous"))


def samples(page_number: str | None) -> dict[str, Any]:
    """Return the context of the component page."""
    return {
        "worlds": list(WORLDS),
        "icons": list(ICONS),
        "states": list(
            zip(
                STATUSES,
                (gettext("confirmé"), gettext("sans réponse"), gettext("à confirmer"), "brouillon"),
                strict=True,
            )
        ),
        "buttons": list(zip(BUTTONS, ("Enregistrer", gettext("Prévisualiser"), "Annuler", "Supprimer"), strict=True)),
        "empty_form": SampleForm(),
        "bad_form": SampleForm(
            {"name": "", "siret": "123", "world": "public", "dates_start": "hier"}, auto_id="bad_%s"
        ),
        "page": Paginator(range(4_000), 20).get_page(page_number or 7),
        "past": date(2019, 6, 26),
        "first": date(2026, 1, 1),
        "choices": [
            {"value": "public", "count": 1234, "selected": True},
            {"value": "economique", "count": 56, "selected": False},
            {"value": "interet-general", "count": 1, "selected": False},
            {"value": "academique", "count": 0, "selected": False},
            {"value": "a-confirmer", "count": 12, "selected": False},
        ],
        "links": [
            ("Historique", "#historique"),
            ("Exporter", "#exporter"),
            (gettext("Signaler une erreur"), "#erreur"),
        ],
        "long_name": (
            gettext(
                "Syndicat mixte d’aménagement et de développement durable du pôle d’équilibre territorial et rural du Val"
            )
        ),
    }
