"""Fields of forms: label, why, format, error, tied together for screen readers."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from maillage.core.forms import PeriodField, PeriodInput

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def field_kind(bound: BoundField) -> str:
    """Return "hidden", "check" (one box), "group" (several boxes or radios), "period" (two dates) or "line"."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, PeriodInput):
        return "period"
    return "group" if isinstance(widget, GROUPS) else "line"


def described_by(bound: BoundField, *, why: Any, hint: Any) -> str:
    """Return the ids of what explains the field, in reading order."""
    base = bound.auto_id
    present = [("why", why), ("hint", hint), ("error", bound.errors)]
    return " ".join(f"{base}-{part}" for part, there in present if there)


def render_control(bound: BoundField, *, why: Any, hint: Any) -> SafeString:
    """Return the control with its classes and its links to the explanation and to the error."""
    widget = bound.field.widget
    classes = widget.attrs.get("class", "")
    if isinstance(widget, forms.CheckboxInput):
        classes += " form-check-input"
    elif isinstance(widget, forms.Select) and not isinstance(widget, GROUPS):
        classes += " form-select"
    elif not isinstance(widget, GROUPS):
        classes += " form-control"
    attributes: dict[str, Any] = {"class": classes.strip()}
    if ids := described_by(bound, why=why, hint=hint):
        attributes["aria-describedby"] = ids
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound.as_widget(attrs=attributes)


def render_bounds(bound: BoundField) -> list[dict[str, Any]]:
    """Return the id, label and control of each of the two dates of a period."""
    field, widget = bound.field, bound.field.widget
    if not isinstance(field, PeriodField):
        return []
    attributes: dict[str, Any] = {"class": "form-control"}
    if bound.errors:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}-error"}
    parts = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})["widget"]["subwidgets"]
    return [
        {
            "id": part["attrs"]["id"],
            "label": label,
            "control": line.render(part["name"], part["value"], attributes | {"id": part["attrs"]["id"]}),
        }
        for part, line, label in zip(parts, widget.widgets, (field.start_label, field.end_label), strict=True)
    ]


def field_context(bound: BoundField, *, why: Any = "", hint: Any = "", label: Any = "") -> dict[str, Any]:
    """Return what the field template needs; `why` defaults to the help text of the form field."""
    why = why or bound.help_text
    kind = field_kind(bound)
    return {
        "field": bound,
        "id": bound.auto_id,
        "kind": kind,
        "label": label or bound.label,
        "why": why,
        "hint": hint,
        "errors": bound.errors,
        "optional": not bound.field.required and kind != "check",
        "control": render_control(bound, why=why, hint=hint) if kind not in {"group", "period"} else "",
        "options": list(bound) if kind == "group" else [],
        "bounds": render_bounds(bound),
        "described_by": described_by(bound, why=why, hint=hint),
    }


def error_links(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Return (id, label, message) of every error, those of the whole form first with an empty id."""
    general = [("", "", str(message)) for message in form.non_field_errors()]
    return general + [
        (_target(bound), str(bound.label or ""), str(message))
        for bound in form
        for message in bound.errors
        if not bound.is_hidden
    ]


def _target(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if field_kind(bound) in {"group", "period"} else bound.auto_id
