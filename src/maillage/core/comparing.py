"""Two versions of one form side by side: what somebody typed and what is stored meanwhile."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField


def differences(typed: forms.BaseForm, stored: forms.BaseForm) -> list[dict[str, Any]]:
    """Return, for each visible field that differs, its label and both values in words."""
    return [
        {"label": bound.label, "typed": words, "stored": kept}
        for bound in stored
        if not bound.is_hidden
        for words, kept in [(say(typed[bound.name]), say(bound))]
        if words != kept
    ]


def say(bound: BoundField) -> str:
    """Write the value of a field, typed or stored, on one line; a field may know better by its own `say`."""
    value = bound.value()
    if hasattr(bound.field, "say"):
        return str(bound.field.say(value))
    if isinstance(value, list | tuple):
        labels = _labels(bound)
        return ", ".join(sorted(labels.get(str(each), str(each)) for each in value))
    if value in (None, False):
        return ""
    text = str(value).replace("\r\n", "\n")
    return _labels(bound).get(text, text)


def _labels(bound: BoundField) -> dict[str, str]:
    choices = getattr(bound.field, "choices", ())
    return {str(value): str(label) for value, label in choices if not isinstance(label, list | tuple)}
