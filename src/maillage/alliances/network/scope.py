"""Which part of the network is asked for, as its address says it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.organisations.enums import World
from maillage.territories.models import Territory
from maillage.themes.models import Concept

FRAMEWORKS = ("domaines", "odd")
MOST_CHOSEN = 200
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Every part narrows the others: a territory (code), a theme (code), worlds, chosen organisations (slugs).

    `focus` is the slug of one organisation to keep with its neighbours.
    """

    territory: str = ""
    theme: str = ""
    world: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    focus: str = ""


def read_scope(params: QueryDict) -> tuple[Scope, dict[str, str]]:
    """Read the scope from an address; what cannot be read is left out and named, by parameter, in French."""
    remarks: dict[str, str] = {}
    territory = _text(params, "territory")
    if territory:
        found = Territory.objects.resolve(territory)
        territory = found.code if found else ""
        if found is None:
            remarks["territory"] = _("Ce territoire n’existe pas : la vue n’est pas limitée à un territoire.")
    theme = _text(params, "theme")
    if theme and not Concept.objects.filter(code=theme, framework__slug__in=FRAMEWORKS).exists():
        theme = ""
        remarks["theme"] = _("Ce thème n’existe pas : la vue n’est pas limitée à un thème.")
    worlds = _several(params, "world")
    if unknown := [world for world in worlds if world not in World.values]:
        remarks["world"] = _("Ce monde n’existe pas : « %(world)s ».") % {"world": unknown[0]}
    chosen = _several(params, "o")
    if len(chosen) > MOST_CHOSEN:
        chosen = chosen[:MOST_CHOSEN]
        remarks["o"] = _("Seules les %(most)d premières organisations choisies sont gardées.") % {"most": MOST_CHOSEN}
    scope = Scope(
        territory=territory,
        theme=theme,
        world=tuple(world for world in worlds if world in World.values),
        organisations=tuple(chosen),
        focus=_text(params, "organisation"),
    )
    return scope, remarks


def _text(params: QueryDict, name: str) -> str:
    return _cleaned(params.get(name) or "")


def _several(params: QueryDict, name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (_cleaned(value) for value in params.getlist(name)))))


def _cleaned(value: str) -> str:
    return value.replace("\x00", "").strip()[:LONGEST]
