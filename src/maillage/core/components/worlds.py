"""The four worlds and the fifth state, "à confirmer": one colour, one shape, one name each, everywhere."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from maillage.core.components.strict import one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How a world is shown; the drawing is the inside of a 16 by 16 picture."""

    code: str
    label: Any
    short: Any
    drawing: str


WORLDS = {
    world.code: world
    for world in (
        World(
            code="public",
            label=_("Acteurs publics"),
            short=_("Public"),
            drawing='<rect x="2" y="2" width="12" height="12" rx="1"/>',
        ),
        World(
            code="economique",
            label=_("Acteurs économiques"),
            short=_("Économique"),
            drawing='<path d="M8 1.5 15 14.5H1z"/>',
        ),
        World(
            code="interet-general",
            label=_("Structures d’intérêt général"),
            short=_("Intérêt général"),
            drawing='<circle cx="8" cy="8" r="6.6"/>',
        ),
        World(
            code="academique",
            label=_("Acteurs académiques"),
            short=_("Académique"),
            drawing='<path d="M8 .7 15.3 8 8 15.3.7 8z"/>',
        ),
        World(
            code="a-confirmer",
            label=_("À confirmer"),
            short=_("À confirmer"),
            drawing='<circle cx="8" cy="8" r="5.6"/>',
        ),
    )
}


def world_icon(code: str, label: str = "") -> SafeString:
    """Draw the shape of a world; hidden from screen readers unless `label` names it. Raises TemplateSyntaxError."""
    world = WORLDS[one_of("world_icon", "code", code, WORLDS)]
    naming = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="world-icon w-{}" viewBox="0 0 16 16" focusable="false" {}>{}</svg>',
        world.code,
        naming,
        mark_safe(world.drawing),  # noqa: S308 a constant above
    )


def world_badge(code: str, *, short: bool = False) -> SafeString:
    """Draw the shape of a world and its name beside it. Raises TemplateSyntaxError for an unknown code."""
    world = WORLDS[one_of("world", "code", code, WORLDS)]
    return format_html(
        '<span class="world">{}<span>{}</span></span>', world_icon(code), world.short if short else world.label
    )
