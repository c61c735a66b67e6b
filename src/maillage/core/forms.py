"""Fields of doubtful dates, shared by every app, and the forms of the frame."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.core.dates import Span, make_span, read_date, type_span

TYPED_DATE = {"autocomplete": "off", "spellcheck": "false"}


class DoubtfulDateField(forms.CharField):
    """A day, a month or a year in French or ISO order; gives (first day, precision), or None when empty.

    With `last` it gives the first day after, which ends a half-open period.
    """

    def __init__(self, *, last: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.last = last
        self.widget.attrs.update(TYPED_DATE)

    def clean(self, value: Any) -> tuple[date, str] | None:
        return read_date(super().clean(value), last=self.last)


class PeriodInput(forms.MultiWidget):
    """Two lines of text, since when and until when."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"start": forms.TextInput(TYPED_DATE), "end": forms.TextInput(TYPED_DATE)}, attrs)

    def decompress(self, value: Any) -> list[str]:
        return ["", ""]


class PeriodField(forms.Field):
    """Since when and until when, each a year, a month or a day, each maybe unknown; gives a `Span`.

    Its initial value is a `Span` too: `span_of(fact)` of a dated fact.
    """

    widget = PeriodInput
    start_label = _("Depuis")
    end_label = _("Jusqu’à, inclus")

    def clean(self, value: Any) -> Span:
        texts = [str(text or "") for text in value or ("", "")]
        self.validate("".join(texts).strip())
        read: list[tuple[date, str] | None] = []
        problems = []
        for label, text, last in zip((self.start_label, self.end_label), texts, (False, True), strict=True):
            try:
                read.append(read_date(text, last=last))
            except ValidationError as error:
                problems.append(
                    ValidationError(
                        _("%(label)s : %(problem)s"), params={"label": label, "problem": error.message}, code=error.code
                    )
                )
        if problems:
            raise ValidationError(problems)
        return make_span(*read)

    def prepare_value(self, value: Any) -> Any:
        return list(type_span(value)) if isinstance(value, Span) else value

    def say(self, value: Any) -> str:
        """Write the two dates, stored or typed, on one line: "2017 – …"."""
        start, end = self.prepare_value(value) or ("", "")
        return f"{start or '…'} – {end or '…'}" if start or end else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.say(initial) != self.say(data)


class AppearanceForm(forms.Form):
    """Light, dark, or as the reader's system prefers."""

    theme = forms.ChoiceField(
        label=_("Apparence du site"),
        help_text=_("Ce choix est gardé un an dans ce navigateur, sans compte."),
        widget=forms.RadioSelect,
        choices=[("auto", _("Comme mon appareil")), ("light", _("Claire")), ("dark", _("Sombre"))],
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
