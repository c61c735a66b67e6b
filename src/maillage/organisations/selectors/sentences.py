"""Sentences written from the facts of an organisation."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.core.components.typography import counted
from maillage.organisations.enums import NamedAs, SeatStatus, World
from maillage.organisations.selectors.detail import Craft, Detail
from maillage.territories.enums import Kind
from maillage.territories.models import Territory
from maillage.territories.wording import join_words, of_place

NOUNS = {
    World.PUBLIC: gettext_lazy("un acteur public"),
    World.ECONOMIC: gettext_lazy("un acteur économique"),
    World.GENERAL_INTEREST: gettext_lazy("une structure d’intérêt général"),
    World.ACADEMIC: gettext_lazy("un acteur académique"),
    World.UNKNOWN: gettext_lazy("une organisation dont le monde reste à confirmer"),
}
NAMED = {
    NamedAs.CATALYST: gettext_lazy("catalyseur territorial"),
    NamedAs.WITNESS: gettext_lazy("témoin de la catalyse territoriale"),
    NamedAs.LABO: gettext_lazy("labo"),
}
MOST_NAMED = 3


def introduce(detail: Detail) -> str:
    """Say in one or two sentences what the organisation is, where it is and where it acts."""
    organisation = detail.organisation
    facts = {
        "name": organisation.name,
        "noun": NOUNS[World(organisation.world)],
        "seat": _seat(detail),
        "where": _where([perimeter.territory for perimeter in detail.perimeters]),
    }
    if facts["seat"] and facts["where"]:
        first = _("%(name)s est %(noun)s dont le siège est %(seat)s et qui agit %(where)s.")
    elif facts["seat"]:
        first = _("%(name)s est %(noun)s dont le siège est %(seat)s.")
    elif facts["where"]:
        first = _("%(name)s est %(noun)s qui agit %(where)s.")
    else:
        first = _("%(name)s est %(noun)s.")
    sentences = [first % facts]
    if detail.catalyst is not None:
        sentences.append(_catalysis(NamedAs(detail.catalyst.named_as), detail.crafts))
    return " ".join(sentences)


def at_place(territory: Territory) -> str:
    """Write "à Lens", "au Havre", "aux Mureaux", "à La Rochelle" for a place; "dans …" for what is larger."""
    name = territory.name
    if territory.kind == Kind.COUNTRY:
        return _("en France") if territory.code == "FR" else _("hors de France (%(country)s)") % {"country": name}
    if territory.kind in {Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.DELEGUEE, Kind.ASSOCIEE}:
        for article, preposition in (("Le ", "au "), ("Les ", "aux ")):
            if name.startswith(article):
                return preposition + name.removeprefix(article)
        return _("à %(place)s") % {"place": name}
    return _("sur le territoire « %(name)s »") % {"name": name}


def _seat(detail: Detail) -> str:
    organisation = detail.organisation
    if organisation.seat is None:
        return ""
    doubt = _(" (à confirmer)") if organisation.seat_status == SeatStatus.TO_CONFIRM else ""
    return f"{at_place(organisation.seat)}{_within(detail)}{doubt}"


def _within(detail: Detail) -> str:
    department = detail.containers.get(Kind.DEPARTEMENT)
    return f" ({department.name})" if department and department.name != detail.organisation.seat.name else ""  # type: ignore[union-attr]  # a seat has containers


def _where(territories: list[Territory]) -> str:
    if not territories:
        return ""
    if any(territory.code == "FR" for territory in territories):
        others = [territory.name for territory in territories if territory.code != "FR"]
        if not others:
            return _("dans toute la France")
        return _("dans toute la France, notamment : %(others)s") % {"others": _list(others)}
    names = [of_place(territory.name, territory.liaison) for territory in territories]
    place = ngettext("sur le territoire %(of_names)s", "sur les territoires %(of_names)s", len(names))
    return place % {"of_names": _list(names)}


def _list(names: list[str]) -> str:
    shown = names[:MOST_NAMED]
    rest = len(names) - len(shown)
    if rest > 0:
        return _("%(shown)s et %(rest)s") % {"shown": ", ".join(shown), "rest": counted(rest, _("autre,autres"))}
    return join_words(shown)


def _catalysis(named_as: NamedAs, crafts: list[Craft]) -> str:
    facts = {
        "named_as": NAMED[named_as],
        "n": len(crafts),
        "crafts": join_words([craft.concept.label.lower() for craft in crafts]),
    }
    if not crafts:
        return _("Le réseau la désigne comme %(named_as)s ; ses métiers restent à renseigner.") % facts
    return (
        ngettext(
            "Le réseau la désigne comme %(named_as)s, pour ce métier : %(crafts)s.",
            "Le réseau la désigne comme %(named_as)s, pour %(n)s métiers : %(crafts)s.",
            len(crafts),
        )
        % facts
    )
