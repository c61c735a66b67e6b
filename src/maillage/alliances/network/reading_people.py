"""Sentences on organisations: who links worlds, who is indispensable, who is at the heart, which groups they form."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.network.brokerage import ROLES
from maillage.alliances.network.findings import PODIUM, Findings, Reading, following, foremost, nodes_at, say_sampling
from maillage.alliances.network.graph import LARGEST, Network
from maillage.alliances.network.wording import doubts, many, named, percent, sentence, some
from maillage.core.articles import of_name
from maillage.core.components.typography import counted, french_number

SEPARATE, APART = 0.3, 0.2


def tell_links_worlds(found: Findings) -> Reading:
    """Say who stands between organisations of different worlds that have no tie."""
    network, across = found.network, found.brokerage.across
    first = foremost(across)
    if not first:
        told = _("Aucune organisation n’est le point de rencontre de mondes qui, sans elle, n’auraient pas de lien.")
    else:
        one, other = max(found.brokerage.pairs[first[0]].items(), key=lambda item: item[1])[0]
        told = ngettext(
            "%(name)s est le point de rencontre d’une paire d’organisations de mondes différents sans lien entre "
            "elles : %(one)s et %(other)s.",
            "%(name)s est le point de rencontre de %(count)s paires d’organisations de mondes différents sans lien "
            "entre elles, d’abord entre %(one)s et %(other)s.",
            int(across[first[0]]),
        ) % {
            "name": network.nodes[first[0]].name,
            "count": french_number(int(across[first[0]])),
            "one": many(one),
            "other": many(other),
        }
        told += following(network, first, lambda place: counted(int(across[place]), _("paire,paires")))
    return Reading(
        code="links_worlds",
        title=_("Qui relie des mondes qui ne se rencontreraient pas autrement ?"),
        sentence=told,
        value=int(across[first[0]]) if first else 0,
        definition=_(
            "Nombre de paires d’organisations de deux mondes différents, toutes deux liées à elle et sans lien entre "
            "elles."
        ),
        source="Gould et Fernandez, 1989",
        caution=doubts(network, found.measures),
        nodes=nodes_at(network, first),
    )


def tell_roles(found: Findings) -> Reading | None:
    """Say who plays which of the five roles of a go-between; None without a direct relation."""
    network, roles = found.network, found.brokerage.roles
    if not network.arcs or not roles.sum():
        return None
    phrases = {
        "coordinator": _("%(name)s met en relation des organisations de son propre monde (%(count)s fois)"),
        "itinerant": _("%(name)s met en relation des organisations d’un autre monde que le sien (%(count)s fois)"),
        "representative": _("%(name)s porte vers d’autres mondes ce qui vient du sien (%(count)s fois)"),
        "gatekeeper": _("%(name)s fait entrer dans son monde ce qui vient d’ailleurs (%(count)s fois)"),
        "liaison": _("%(name)s relie deux mondes qui ne sont pas le sien (%(count)s fois)"),
    }
    best = [(int(roles[:, rank].max()), rank, int(roles[:, rank].argmax())) for rank in range(len(ROLES))]
    best = sorted((each for each in best if each[0]), key=lambda each: (-each[0], each[1]))
    told = " ; ".join(
        phrases[ROLES[rank]] % {"name": network.nodes[place].name, "count": french_number(count)}
        for count, rank, place in best
    )
    return Reading(
        code="roles",
        title=_("Qui joue quel rôle d’intermédiaire ?"),
        sentence=sentence(told),
        value=int(roles.sum()),
        definition=_(
            "Nombre de fois où une organisation est entre deux autres sans lien direct, dans le sens des liens "
            "(soutient, finance, forme…), selon le monde de chacune. Les alliances, sans direction, n’y entrent pas."
        ),
        source="Gould et Fernandez, 1989",
        caution=doubts(network, found.measures),
        nodes=nodes_at(network, list(dict.fromkeys(place for _count, _rank, place in best))),
    )


def tell_indispensable(found: Findings) -> Reading:
    """Say who would cut others off by leaving, and whom."""
    network, breaks = found.network, found.measures.breaks[:PODIUM]
    if not breaks:
        told = _(
            "Si une organisation s’en allait, les autres resteraient reliées : personne n’est seul à tenir le réseau."
        )
    else:
        told = " ".join(
            _falling(network, each.node, [place for piece in each.pieces for place in piece]) for each in breaks
        )
    return Reading(
        code="indispensable",
        title=_("Qui est indispensable ?"),
        sentence=told,
        value=len(found.measures.breaks),
        definition=_(
            "Nombre d’organisations dont le départ couperait d’autres organisations du reste. Une alliance de plus de "
            "%(largest)d membres compte comme un passage entre eux."
        )
        % {"largest": LARGEST},
        source="Hopcroft et Tarjan, 1973",
        caution=doubts(network),
        nodes=tuple(network.nodes[each.node] for each in breaks),
    )


def _falling(network: Network, place: int, lost: list[int]) -> str:
    return ngettext(
        "Si %(name)s s’en allait, une organisation serait coupée du reste : %(lost)s.",
        "Si %(name)s s’en allait, %(count)s organisations seraient coupées du reste : %(lost)s.",
        len(lost),
    ) % {"name": network.nodes[place].name, "count": french_number(len(lost)), "lost": named(network, lost)}


def tell_fragile(found: Findings) -> Reading | None:
    """Name the ties that nothing would replace; None without any."""
    network, bridges = found.network, found.measures.bridges
    if not bridges:
        return None
    ends = [f"{network.nodes[a].name} – {network.nodes[b].name}" for a, b in bridges]
    told = ngettext(
        "Un lien tient seul deux parties du réseau : %(ties)s.",
        "%(count)s liens tiennent chacun, seuls, deux parties du réseau : %(ties)s.",
        len(bridges),
    )
    return Reading(
        code="fragile",
        title=_("Quels liens sont fragiles ?"),
        sentence=told % {"count": french_number(len(bridges)), "ties": some(ends)},
        value=len(bridges),
        definition=_("Nombre de liens qu’aucun autre chemin ne remplacerait."),
        source="Hopcroft et Tarjan, 1973",
        caution=doubts(network),
        nodes=tuple(network.nodes[place] for place in dict.fromkeys(place for pair in bridges for place in pair)),
    )


def tell_passages(found: Findings) -> Reading | None:
    """Say through whom the shortest paths go; None when nobody stands between others."""
    network, passages = found.network, found.measures.betweenness
    others = len(found.tied) - 1
    first = foremost(passages)
    if not first or others < 2:
        return None
    pairs = others * (others - 1) / 2
    told = _(
        "C’est par %(name)s que passe le chemin le plus court entre deux autres organisations, dans %(share)s des cas."
    )
    told %= {"name": network.nodes[first[0]].name, "share": percent(passages[first[0]] / pairs)}
    told += following(network, first, lambda place: percent(passages[place] / pairs))
    return Reading(
        code="passages",
        title=_("Par qui passe-t-on ?"),
        sentence=told,
        value=percent(passages[first[0]] / pairs),
        definition=_("Part des plus courts chemins entre deux autres organisations reliées qui passent par elle."),
        source="Freeman, 1977",
        caution=say_sampling(found) or doubts(network),
        nodes=nodes_at(network, first),
    )


def tell_most_tied(found: Findings) -> Reading | None:
    """Say who has the most ties; None when all pass by large alliances."""
    network, degree = found.network, found.measures.degree
    first = foremost(degree)
    if not first:
        return None
    told = _("%(name)s a %(ties)s.") % {
        "name": network.nodes[first[0]].name,
        "ties": counted(int(degree[first[0]]), _("lien,liens")),
    }
    told += following(network, first, lambda place: french_number(int(degree[place])))
    return Reading(
        code="most_tied",
        title=_("Qui a le plus de liens ?"),
        sentence=told,
        value=int(degree[first[0]]),
        definition=_(
            "Nombre d’organisations avec lesquelles elle est en lien direct ou partage une alliance d’au plus "
            "%(largest)d membres."
        )
        % {"largest": LARGEST},
        source="Freeman, 1979",
        caution=doubts(network),
        nodes=nodes_at(network, first),
    )


def tell_groups(found: Findings) -> Reading | None:
    """Name the groups that hold together, each by its best tied organisation."""
    network, groups = found.network, found.communities
    if groups.modularity is None:
        return None
    anchors = [_anchor(found, group) for group in range(len(groups.sizes))]
    around = [
        _("autour %(of_name)s (%(size)s)")
        % {"of_name": of_name(network.nodes[anchor].name), "size": french_number(size)}
        for anchor, size in zip(anchors, groups.sizes, strict=True)
    ]
    if groups.modularity < APART and len(around) > 1:
        told = _("Aucun groupe ne se détache : les organisations reliées se tiennent ensemble.")
    elif len(around) == 1:
        told = _("Les organisations reliées forment un seul groupe, %(around)s.") % {"around": around[0]}
    else:
        told = _("%(count)s groupes se tiennent : %(around)s.") % {
            "count": french_number(len(around)),
            "around": some(around, most=5),
        }
    return Reading(
        code="groups",
        title=_("Quels groupes se tiennent ?"),
        sentence=told,
        value=round(groups.modularity, 2),
        definition=_(
            "Modularité : de 0, des groupes comme au hasard, à 1, des groupes sans aucun lien entre eux. Entre "
            "parenthèses, le nombre d’organisations."
        ),
        source="Newman et Girvan, 2004 ; Traag, Waltman et van Eck, 2019",
        caution=_("Les groupes sont peu séparés : leurs limites sont indicatives.")
        if APART <= groups.modularity < SEPARATE and len(around) > 1
        else doubts(network),
        nodes=nodes_at(network, anchors),
    )


def tell_core(found: Findings) -> Reading | None:
    """Name the close-knit core; None when there is none."""
    core = found.measures.core
    depth = int(core.max(initial=0))
    if depth < 2:
        return None
    members = [int(place) for place in np.flatnonzero(core == depth)]
    if len(members) == len(found.tied):
        return None
    members.sort(key=lambda place: -found.measures.strength[place])
    return Reading(
        code="core",
        title=_("Quel est le noyau ?"),
        sentence=_(
            "%(count)s organisations forment un noyau où chacune est liée à %(depth)s autres au moins : %(names)s."
        )
        % {
            "count": french_number(len(members)),
            "depth": french_number(depth),
            "names": named(found.network, members),
        },
        value=depth,
        definition=_("Le plus grand nombre k tel que des organisations ont chacune au moins k liens entre elles."),
        source="Seidman, 1983",
        caution=doubts(found.network),
        nodes=nodes_at(found.network, members),
    )


def _anchor(found: Findings, group: int) -> int:
    members = np.flatnonzero(found.communities.group == group)
    return int(members[np.argmax(found.measures.strength[members])])
