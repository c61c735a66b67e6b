"""Sentences on the network as a whole: what it is, which worlds meet in it, how close-knit it is."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.network.findings import Findings, Reading, say_sampling
from maillage.alliances.network.graph import LARGEST
from maillage.alliances.network.measures import KNOWN_WORLDS
from maillage.alliances.network.wording import count_of, doubts, doubts_in_full, many, percent, quoted, some
from maillage.core.components.typography import counted, french_number
from maillage.core.dates import write_date
from maillage.organisations.enums import World

CLOSE_TO_CHANCE = 0.1
INWARD = -0.2


def tell_together(found: Findings) -> Reading:
    """Say what is looked at: the day, the organisations, the ties."""
    network = found.network
    worlds = {network.nodes[place].world for place in found.tied} & set(KNOWN_WORLDS)
    told = _("Au %(day)s, %(organisations)s de %(worlds)s : %(ties)s, %(alliances)s.") % {
        "day": write_date(network.on),
        "organisations": counted(len(found.tied), _("organisation reliée,organisations reliées")),
        "worlds": counted(len(worlds), _("monde,mondes")),
        "ties": counted(len(network.ties), _("lien,liens")),
        "alliances": counted(len(network.sizes), _("alliance,alliances")),
    }
    return Reading(
        code="together",
        title=_("De quoi parle-t-on ?"),
        sentence=told,
        value=len(network.ties),
        definition=_(
            "Deux organisations sont liées si l’une est quelque chose pour l’autre (la soutient, en est membre…) ou si "
            "elles prennent part à une même alliance ce jour-là. Un lien pèse d’autant plus que l’alliance est petite ; "
            "ce que l’une des parties conteste n’est jamais compté."
        ),
        source="Newman, 2001",
        caution=doubts_in_full(network),
    )


def tell_diversity(found: Findings) -> Reading:
    """Say which worlds are tied here, and which are missing."""
    network = found.network
    tied = {int(place) for place in found.tied}
    counts = dict.fromkeys(World.values, 0)
    waiting = dict(counts)
    for place, node in enumerate(network.nodes):
        (counts if place in tied else waiting)[node.world] += 1
    present = [count_of(world, count) for world, count in counts.items() if count]
    told = _("Parmi les %(count)s : %(worlds)s.") % {
        "count": counted(len(tied), _("organisation reliée,organisations reliées")),
        "worlds": some(present, most=5),
    }
    for world in KNOWN_WORLDS:
        if counts[world]:
            continue
        told += " " + (
            ngettext(
                "Manque le monde des %(world)s : %(count)s est connu ici, sans lien.",
                "Manque le monde des %(world)s : %(count)s sont connus ici, sans lien.",
                waiting[world],
            )
            % {"world": many(world), "count": french_number(waiting[world])}
            if waiting[world]
            else _("Manque le monde des %(world)s : nul n’est connu ici.") % {"world": many(world)}
        )
    return Reading(
        code="diversity",
        title=_("Qui manque autour de la table ?"),
        sentence=told,
        value=sum(bool(counts[world]) for world in KNOWN_WORLDS),
        definition=_("Nombre de mondes, sur quatre, dont au moins une organisation a un lien."),
        source=_("comptage"),
        caution=doubts(network),
    )


def tell_holes(found: Findings) -> Reading | None:
    """Name the pairs of worlds that are here and that nothing links; None when all are linked."""
    worlds = found.measures.worlds
    empty = [
        (one, other)
        for (one, other), count in found.measures.matrix.items()
        if not count and one != other and {one, other} <= set(KNOWN_WORLDS) and worlds.get(one) and worlds.get(other)
    ]
    if not empty:
        return None
    pairs = [_("entre %(one)s et %(other)s") % {"one": many(one), "other": many(other)} for one, other in empty]
    return Reading(
        code="holes",
        title=_("Où sont les trous dans la raquette ?"),
        sentence=_("Aucun lien connu %(pairs)s.") % {"pairs": some(pairs, most=6)},
        value=len(empty),
        definition=_("Nombre de paires de mondes présents ici qu’aucun lien ne relie."),
        source=_("comptage"),
        caution=doubts(found.network, found.measures),
    )


def tell_mixing(found: Findings) -> Reading | None:
    """Say whether ties cross worlds, beside chance; None when too few worlds are known."""
    mixing = found.measures.mixing
    if mixing.index is None or mixing.by_chance is None:
        return None
    total = mixing.between + mixing.within
    gap = mixing.index - mixing.by_chance
    verdict = (
        _("à peu près comme si les liens étaient tirés au hasard")
        if abs(gap) <= CLOSE_TO_CHANCE
        else _("plus que si les liens étaient tirés au hasard")
        if gap > 0
        else _("moins que si les liens étaient tirés au hasard")
    )
    told = ngettext(
        "%(between)s lien sur %(total)s relie deux mondes différents, %(verdict)s.",
        "%(between)s liens sur %(total)s relient deux mondes différents, %(verdict)s.",
        mixing.between,
    ) % {"between": french_number(mixing.between), "total": french_number(total), "verdict": verdict}
    inward = [world for world, index in mixing.by_world.items() if index <= INWARD]
    if inward:
        told += " " + _("Restent surtout entre eux : les %(worlds)s.") % {
            "worlds": some([many(each) for each in inward])
        }
    return Reading(
        code="mixing",
        title=_("Les mondes se mêlent-ils ?"),
        sentence=told,
        value=round(mixing.index, 2),
        definition=_(
            "Indice E-I : (liens entre mondes − liens dans un même monde) / total ; de −1, chacun chez soi, à 1, tous "
            "les liens vont vers un autre monde."
        ),
        source="Krackhardt et Stern, 1988",
        caution=doubts(found.network, found.measures),
    )


def tell_pieces(found: Findings) -> Reading | None:
    """Say whether everybody is linked, and how far."""
    measures = found.measures
    sizes = [size for size in measures.sizes if size > 1]
    if not sizes:
        return None
    if len(sizes) == 1:
        told = _("Toutes les organisations reliées se tiennent d’un seul tenant.")
    else:
        told = _("Le réseau est en %(count)s morceaux sans lien entre eux ; le plus grand réunit %(size)s.") % {
            "count": french_number(len(sizes)),
            "size": counted(sizes[0], _("organisation,organisations")),
        }
    if measures.mean_distance > 1:
        told += " " + _("D’une organisation à une autre, il y a en moyenne %(mean)s à parcourir") % {
            "mean": _distance(measures.mean_distance)
        }
        told += _(", %(most)s au plus.") % {"most": measures.diameter} if measures.diameter else "."
    return Reading(
        code="pieces",
        title=_("Tout le monde est-il relié ?"),
        sentence=told,
        value=len(sizes),
        definition=_("Nombre d’ensembles d’organisations sans aucun chemin de l’un à l’autre."),
        source="Wasserman et Faust, 1994",
        caution=say_sampling(found) or doubts(found.network),
    )


def tell_close_knit(found: Findings) -> Reading | None:
    """Say how many of the possible ties exist."""
    measures, count = found.measures, len(found.tied)
    if count < 3 or not found.network.ties:
        return None
    density = 2 * len(found.network.ties) / (count * (count - 1))
    told = _("Entre les organisations reliées, %(share)s des liens possibles existent.") % {"share": percent(density)}
    if measures.transitivity is not None and density < 1:
        told += " " + _(
            "Quand deux organisations sont liées à une même troisième, elles le sont entre elles dans %(share)s des cas."
        ) % {"share": percent(measures.transitivity)}
    large = [quoted(found.network.alliance_names[hub.alliance]) for hub in found.network.hubs]
    caution = doubts(found.network)
    if large:
        caution = " ".join(
            filter(
                None,
                [
                    _("Sans les alliances de plus de %(largest)d membres : %(names)s.")
                    % {"largest": LARGEST, "names": some(large)},
                    caution,
                ],
            )
        )
    return Reading(
        code="close_knit",
        title=_("Le réseau est-il serré ?"),
        sentence=told,
        value=percent(density),
        definition=_("Densité : part des liens possibles qui existent, parmi les organisations qui ont un lien."),
        source="Wasserman et Faust, 1994",
        caution=caution,
    )


def _distance(mean: float) -> str:
    return f"{french_number(round(mean, 1))}\u00a0{_('liens') if mean >= 2 else _('lien')}"
