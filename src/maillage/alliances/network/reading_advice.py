"""Why two organisations should meet, in words: one sentence a reason, with where it comes from."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.alliances.network.advice import Advice
from maillage.alliances.network.affinities import (
    CHAIN,
    ELSEWHERE,
    EXCHANGE,
    PARTNERS,
    PERIMETER,
    WORLDS,
    Ground,
    Reason,
    Want,
)
from maillage.alliances.network.graph import Network
from maillage.alliances.network.precedents import Precedent
from maillage.alliances.network.wording import many, named
from maillage.core.articles import to_name
from maillage.organisations.enums import Means

MOST_NAMED = 3
TITLES = {
    PARTNERS: gettext_lazy("Des partenaires communs"),
    CHAIN: gettext_lazy("Des partenaires qui se connaissent"),
    EXCHANGE: gettext_lazy("Un besoin, une offre"),
    PERIMETER: gettext_lazy("Le même territoire"),
    ELSEWHERE: gettext_lazy("Une alliance semblable ailleurs"),
    WORLDS: gettext_lazy("Deux mondes à relier"),
}
_TIES = gettext_lazy("d’après les alliances et les liens en vigueur que vous pouvez voir")
SOURCES = {
    PARTNERS: _TIES,
    CHAIN: _TIES,
    EXCHANGE: gettext_lazy("d’après les besoins et les offres de leurs fiches"),
    PERIMETER: gettext_lazy("d’après leurs sièges et leurs territoires d’action"),
    ELSEWHERE: gettext_lazy("d’après les thèmes de leurs fiches et des alliances que vous pouvez voir"),
    WORLDS: _TIES,
}
# What anyone who sees both organisations reads on their pages: safe to tell to whoever follows the meeting.
OPEN = (EXCHANGE, PERIMETER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reason in words; `offer` and `need` quote the pages, `precedent` is an alliance to look at."""

    code: str
    title: str
    sentence: str
    source: str
    offer: Want | None = None
    need: Want | None = None
    precedent: Precedent | None = None


def tell(advice: Advice, network: Network, ground: Ground) -> list[Told]:
    """Write the reasons of an advice, the heaviest first."""
    return [
        Told(
            code=reason.code,
            title=str(TITLES[reason.code]),
            sentence=_sentence(reason, advice, network, ground),
            source=str(SOURCES[reason.code]),
            offer=reason.offer,
            need=reason.need,
            precedent=reason.precedent,
        )
        for reason in advice.reasons
    ]


def _sentence(reason: Reason, advice: Advice, network: Network, ground: Ground) -> str:
    one, other = network.nodes[advice.a], network.nodes[advice.b]
    if reason.code == PARTNERS:
        said = ngettext(
            "%(names)s a un lien avec l’une et l’autre.", "%(names)s ont un lien avec l’une et l’autre.", reason.total
        )
        return said % {"names": named(network, reason.organisations, most=MOST_NAMED)}
    if reason.code == CHAIN:
        first, second = (network.nodes[each].name for each in reason.organisations)
        return _("%(first)s, liée %(to_one)s, et %(second)s, liée %(to_other)s, ont un lien entre elles.") % {
            "first": first,
            "second": second,
            "to_one": to_name(one.name),
            "to_other": to_name(other.name),
        }
    if reason.code == EXCHANGE and reason.offer:
        giver, taker = (network.nodes[each].name for each in reason.organisations)
        return _("%(giver)s propose ce que %(taker)s cherche : %(means)s.") % {
            "giver": giver,
            "taker": taker,
            "means": Means(reason.offer.means).label,
        }
    if reason.code == ELSEWHERE and reason.precedent:
        return _(
            "Ailleurs, l’alliance « %(alliance)s » réunit des organisations des mêmes mondes sur un thème qu’elles"
            " partagent : %(theme)s."
        ) % {"alliance": reason.precedent.name, "theme": ground.themes.get(reason.theme, reason.theme).lower()}
    place = reason.place.name if reason.place else ""
    if reason.code == WORLDS:
        return _("Aucun lien n’est connu entre %(one)s et %(other)s sur ce territoire : %(place)s.") % {
            "one": many(one.world),
            "other": many(other.world),
            "place": place,
        }
    return _("Elles sont présentes toutes deux sur ce territoire : %(place)s.") % {"place": place}
