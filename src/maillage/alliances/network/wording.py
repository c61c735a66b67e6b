"""Words shared by the sentences on a network: names, worlds, shares, and why figures deserve caution."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.alliances.network.graph import Network
from maillage.alliances.network.measures import Measures
from maillage.core.components.typography import counted, french_number
from maillage.organisations.enums import World
from maillage.territories.wording import join_words

MOST_NAMED = 4
FEW_TIES = 10
MUCH = 0.5
WORLDS = {
    World.PUBLIC.value: gettext_lazy("acteur public,acteurs publics"),
    World.ECONOMIC.value: gettext_lazy("acteur économique,acteurs économiques"),
    World.GENERAL_INTEREST.value: gettext_lazy("structure d’intérêt général,structures d’intérêt général"),
    World.ACADEMIC.value: gettext_lazy("acteur académique,acteurs académiques"),
    World.UNKNOWN.value: gettext_lazy("organisation au monde à confirmer,organisations au monde à confirmer"),
}


def some(names: Sequence[str], *, most: int = MOST_NAMED) -> str:
    """Write the first names and how many others there are: "A, B, C et 3 autres"."""
    shown, rest = names[:most], len(names) - most
    if rest > 0:
        return _("%(shown)s et %(rest)s") % {"shown": ", ".join(shown), "rest": counted(rest, _("autre,autres"))}
    return join_words(list(shown))


def named(network: Network, places: Iterable[int], *, most: int = MOST_NAMED) -> str:
    """Write the names of organisations given by their places."""
    return some([network.nodes[place].name for place in places], most=most)


def many(world: str) -> str:
    """Name the organisations of a world: "acteurs publics"."""
    return str(WORLDS[world]).partition(",")[2]


def count_of(world: str, number: int) -> str:
    """Count the organisations of a world: "1 acteur public"."""
    return counted(number, str(WORLDS[world]))


def percent(share: float) -> str:
    """Write a share as a whole percentage; what is small but is not nothing is "moins de 1 %"."""
    if 0 < share < 0.005:
        return _("moins de 1 %%") % ()
    return f"{french_number(round(100 * share))} %"


def quoted(alliance: tuple[str, str]) -> str:
    """Write the name of an alliance between French quotes."""
    return f"«\u00a0{alliance[0]}\u00a0»"


def doubts(network: Network, measures: Measures | None = None) -> str:
    """Say in a few words why figures deserve caution, "" when nothing does; with `measures`, who has no known world."""
    adjectives = [
        word
        for word, holds in (
            (_("peu nombreuses"), len(network.ties) < FEW_TIES),
            (_("peu confirmées"), network.unconfirmed > MUCH * network.facts),
            (_("anciennes"), network.old > MUCH * network.facts),
        )
        if holds
    ]
    told = _("Données %(adjectives)s.") % {"adjectives": join_words(adjectives)} if adjectives else ""
    unknown = measures.worlds.get(World.UNKNOWN.value, 0) if measures is not None else 0
    if unknown:
        told = f"{told} {_without_world(unknown)}".strip()
    return told


def doubts_in_full(network: Network) -> str:
    """Say with figures why those of a network deserve caution: few ties, one side only, old sources; "" if nothing."""
    found = []
    ties = len(network.ties)
    if ties < FEW_TIES:
        found.append(
            ngettext(
                "un seul lien est connu, un de plus changerait tout",
                "%(ties)d liens seulement sont connus, un de plus peut tout changer",
                max(1, ties),
            )
            % {"ties": ties}
        )
    if network.unconfirmed > MUCH * network.facts:
        found.append(
            ngettext(
                "%(unconfirmed)d fait sur %(facts)d n’est déclaré que par une seule partie",
                "%(unconfirmed)d faits sur %(facts)d ne sont déclarés que par une seule partie",
                network.unconfirmed,
            )
            % {"unconfirmed": network.unconfirmed, "facts": network.facts}
        )
    if network.old > MUCH * network.facts:
        found.append(
            ngettext(
                "%(old)d fait sur %(facts)d n’a pas été attesté depuis plus de trois ans",
                "%(old)d faits sur %(facts)d n’ont pas été attestés depuis plus de trois ans",
                network.old,
            )
            % {"old": network.old, "facts": network.facts}
        )
    return sentence(" ; ".join(found))


def _without_world(count: int) -> str:
    return ngettext(
        "%(count)s organisation, dont le monde reste à confirmer, est laissée de côté.",
        "%(count)s organisations, dont le monde reste à confirmer, sont laissées de côté.",
        count,
    ) % {"count": french_number(count)}


def sentence(text: str) -> str:
    """Make a sentence of some words: capital letter, full stop; "" stays ""."""
    return f"{text[0].upper()}{text[1:]}." if text else ""
