"""Sentences written from the facts of an organisation."""

from maillage.core.components.typography import counted
from maillage.organisations.enums import NamedAs, World
from maillage.organisations.selectors.detail import Craft, Detail
from maillage.territories.enums import Kind
from maillage.territories.models import Territory
from maillage.territories.wording import of_place

NOUNS = {
    World.PUBLIC: "un acteur public",
    World.ECONOMIC: "un acteur économique",
    World.GENERAL_INTEREST: "une structure d’intérêt général",
    World.ACADEMIC: "un acteur académique",
    World.UNKNOWN: "une organisation dont le monde reste à confirmer",
}
NAMED = {
    NamedAs.CATALYST: "catalyseur territorial",
    NamedAs.WITNESS: "témoin de la catalyse territoriale",
    NamedAs.LABO: "labo",
}
MOST_NAMED = 3


def introduce(detail: Detail) -> str:
    """Say in one or two sentences what the organisation is, where it is and where it acts."""
    organisation = detail.organisation
    parts = [f"{organisation.name} est {NOUNS[World(organisation.world)]}"]
    if organisation.seat is not None:
        doubt = " (à confirmer)" if organisation.seat_status == "to_confirm" else ""
        parts.append(f"dont le siège est {at_place(organisation.seat)}{_within(detail)}{doubt}")
    first = " ".join(parts)
    if detail.perimeters:
        link = " et qui agit " if organisation.seat is not None else " qui agit "
        first += link + _where([perimeter.territory for perimeter in detail.perimeters])
    sentences = [f"{first}."]
    if detail.catalyst is not None:
        sentences.append(_catalysis(NamedAs(detail.catalyst.named_as), detail.crafts))
    return " ".join(sentences)


def at_place(territory: Territory) -> str:
    """Write "à Lens", "au Havre", "aux Mureaux", "à La Rochelle" for a place; "dans …" for what is larger."""
    name = territory.name
    if territory.kind == Kind.COUNTRY:
        return "en France" if territory.code == "FR" else f"hors de France ({name})"
    if territory.kind in {Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.DELEGUEE, Kind.ASSOCIEE}:
        for article, preposition in (("Le ", "au "), ("Les ", "aux ")):
            if name.startswith(article):
                return preposition + name.removeprefix(article)
        return f"à {name}"
    return f"sur le territoire « {name} »"


def _within(detail: Detail) -> str:
    department = detail.containers.get(Kind.DEPARTEMENT)
    return f" ({department.name})" if department and department.name != detail.organisation.seat.name else ""  # type: ignore[union-attr]  # a seat has containers


def _where(territories: list[Territory]) -> str:
    if any(territory.code == "FR" for territory in territories):
        others = [territory.name for territory in territories if territory.code != "FR"]
        return "dans toute la France" + (f", notamment : {_list(others)}" if others else "")
    names = [of_place(territory.name, territory.liaison) for territory in territories]
    return f"{'sur le territoire' if len(names) == 1 else 'sur les territoires'} {_list(names)}"


def _list(names: list[str]) -> str:
    shown = names[:MOST_NAMED]
    rest = len(names) - len(shown)
    if rest > 0:
        return f"{', '.join(shown)} et {counted(rest, 'autre,autres')}"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} et {shown[-1]}"


def _catalysis(named_as: NamedAs, crafts: list[Craft]) -> str:
    beginning = f"Le réseau la désigne comme {NAMED[named_as]}"
    if not crafts:
        return f"{beginning} ; ses métiers restent à renseigner."
    labels = [craft.concept.label.lower() for craft in crafts]
    listed = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} et {labels[-1]}"
    return f"{beginning}, pour {'ce métier' if len(crafts) == 1 else f'{len(crafts)} métiers'} : {listed}."
