"""A milestone in a minute: one sentence, a date of doubt, what kind of thing it was; the rest is optional."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import MilestoneKind
from maillage.core.forms import DoubtfulDateField
from maillage.core.images import read_image
from maillage.organisations.forms.fields import LimitedField

DATE = _("Une année (2019), un mois (06/2019), un jour (26/06/2019), « vers 2010 » ; vide si elle n’est pas connue.")


class PictureField(forms.FileField):
    """A photo; gives it rewritten without metadata, or None when none was chosen."""

    widget = forms.FileInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp"

    def clean(self, data: "UploadedFile[bytes] | None", initial: Any = None) -> "ContentFile[bytes] | None":
        return read_image(data) if data else None

    def say(self, value: Any) -> str:
        """Two versions of a form are compared by their words: a file cannot be sent back to the browser."""
        return ""


class MilestoneForm(forms.Form):
    """Something that counted, success or difficulty alike."""

    title = LimitedField(
        limit=200,
        label=_("En une phrase"),
        help_text=_("Par exemple : « La convention est signée », « Le financement s’arrête »."),
        error_messages={"required": _("Dites en une phrase ce qui a compté.")},
    )
    on = DoubtfulDateField(label=_("Quand"), required=False, help_text=DATE)
    kind = forms.ChoiceField(
        label=_("C’était plutôt"),
        choices=[(each.value, each.label) for each in MilestoneKind],
        initial=MilestoneKind.STEP,
        widget=forms.RadioSelect,
    )
    text = LimitedField(
        limit=5_000,
        label=_("Ce qui s’est passé"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ce que l’on a appris sert à d’autres, les difficultés surtout."),
    )
    image = PictureField(
        label=_("Image"),
        required=False,
        help_text=_(
            "Une photo JPEG, PNG ou WebP de 5 Mo au plus. Le lieu et l’appareil notés dans le fichier sont retirés. "
            "Demandez leur accord aux personnes que l’on reconnaît."
        ),
    )
    image_alt = LimitedField(
        limit=300,
        label=_("Ce que montre l’image"),
        required=False,
        help_text=_("En une phrase, pour les personnes qui ne la voient pas. Nécessaire s’il y a une image."),
    )
    source = LimitedField(
        limit=300,
        label=_("Source"),
        required=False,
        help_text=_("Un compte rendu, un article, une personne qui en témoigne."),
    )

    more = ("text", "image", "image_alt", "source")

    @property
    def has_more(self) -> bool:
        """Tell whether something is written, or wrong, in what is folded at first."""
        return any(self[name].errors or self[name].value() for name in self.more)


class ChangedMilestoneForm(MilestoneForm):
    """The same, of a milestone already noted."""

    without_image = forms.BooleanField(label=_("Retirer l’image actuelle"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
