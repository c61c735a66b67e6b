"""Forms of the frame."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AppearanceForm(forms.Form):
    """Light, dark, or as the reader's system prefers."""

    theme = forms.ChoiceField(
        label=_("Apparence du site"),
        help_text=_("Ce choix est gardé un an dans ce navigateur, sans compte."),
        widget=forms.RadioSelect,
        choices=[("auto", _("Comme mon appareil")), ("light", _("Claire")), ("dark", _("Sombre"))],
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
