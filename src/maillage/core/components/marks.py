"""Small marks: icons, status, doubt, buttons."""

from typing import Any

from django.template import TemplateSyntaxError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from maillage.core.components.strict import one_of

ICONS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>',
    "menu": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "close": '<path d="M5 5l14 14M19 5 5 19"/>',
    "check": '<path d="m4 12.5 5.5 5.5L20 6.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "question": '<path d="M8.5 9a3.6 3.6 0 1 1 5 3.3c-1 .5-1.5 1.2-1.5 2.4M12 18.5v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.1"/>',
    "warning": '<path d="M12 3.5 22 20.5H2zM12 10v5M12 17.8v.1"/>',
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "back": '<path d="M20 12H5M11 6l-6 6 6 6"/>',
    "down": '<path d="m5 9 7 7 7-7"/>',
    "plus": '<path d="M12 4v16M4 12h16"/>',
    "edit": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5"/>',
    "download": '<path d="M12 3v12M6.5 10l5.5 5.5 5.5-5.5M4 20.5h16"/>',
    "share": '<path d="M12 15V3M7 7.5 12 3l5 4.5M5 12v8.5h14V12"/>',
    "history": '<path d="M3.5 12a8.5 8.5 0 1 0 2.6-6.1L3.5 8.4M3.5 3.5v5h5M12 7.5V12l3 2"/>',
    "pin": '<path d="M12 21.5s7-6.6 7-11.7a7 7 0 0 0-14 0c0 5.1 7 11.7 7 11.7z"/><circle cx="12" cy="9.8" r="2.4"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>',
    "person": '<circle cx="12" cy="8" r="4.2"/><path d="M3.5 21c1-5 4.2-7.3 8.5-7.3s7.5 2.3 8.5 7.3"/>',
    "map": '<path d="m3 6 6-2.5 6 2.5 6-2.5V18l-6 2.5L9 18l-6 2.5zM9 3.5V18M15 6v14.5"/>',
    "list": '<path d="M8.5 6H21M8.5 12H21M8.5 18H21M3.5 6v.1M3.5 12v.1M3.5 18v.1"/>',
}
STATUSES = {"ok": "check", "wait": "clock", "doubt": "question", "neutral": ""}
BUTTONS = ("main", "line", "quiet", "danger-line")


def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; decorative unless `label` names it. Raises TemplateSyntaxError for an unknown name."""
    drawing = ICONS[one_of("icon", "name", name, ICONS)]
    naming = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        naming,
        mark_safe(drawing),  # noqa: S308 a constant above
    )


def status(state: str, label: Any) -> SafeString:
    """Show a state: `ok` confirmed, `wait` expected, `doubt` uncertain, `neutral`; always with its words."""
    sign = STATUSES[one_of("status", "state", state, STATUSES)]
    return format_html('<span class="status status-{}">{}{}</span>', state, icon(sign) if sign else "", label)


def doubt(text: Any, reason: Any) -> SafeString:
    """Write a doubtful value, underlined with dots, followed by why, in words that every reader sees."""
    return format_html('<span class="doubt">{}</span> <span class="meta">({})</span>', text, reason)


def button(
    label: Any,
    *,
    variant: str = "main",
    type: str = "submit",  # noqa: A002 the name of the attribute
    name: str = "",
    value: str = "",
    icon_name: str = "",
    form: str = "",
) -> SafeString:
    """Draw a button: one `main` a page, `line` for others, `quiet` for the rest, `danger-line` for what destroys."""
    one_of("button", "variant", variant, BUTTONS)
    one_of("button", "type", type, ("submit", "button", "reset"))
    if value and not name:
        raise TemplateSyntaxError("{% button %}: value= needs name=.")
    attributes = [("name", name), ("value", value), ("form", form)]
    extra = format_html_join("", ' {}="{}"', [(key, text) for key, text in attributes if text])
    sign = icon(icon_name) if icon_name else ""
    return format_html('<button class="btn btn-{}" type="{}"{}>{}{}</button>', variant, type, extra, sign, label)


def link_button(
    label: Any, url: str, *, variant: str = "main", icon_name: str = "", download: bool = False
) -> SafeString:
    """Draw a link as a button, for a next step that is an address."""
    one_of("link_button", "variant", variant, BUTTONS)
    sign = icon(icon_name) if icon_name else ""
    extra = mark_safe(" download") if download else ""
    return format_html('<a class="btn btn-{}" href="{}"{}>{}{}</a>', variant, url, extra, sign, label)
