"""Sentences on what changed between two days, and why."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.enums import Intensity, RelationKind
from maillage.alliances.network.changes import Cause, Changes, Involvement, Reason, TieChange
from maillage.alliances.network.findings import Reading
from maillage.alliances.network.graph import LARGEST, Node
from maillage.alliances.network.wording import quoted, sentence, some
from maillage.core.articles import with_name
from maillage.core.components.typography import counted, french_number
from maillage.core.dates import write_date

MOST_REASONS = 5
GAINS = {Cause.ALLIANCE_BEGAN, Cause.JOINED, Cause.RELATION_BEGAN, Cause.SHRANK}


def read_changes(changes: Changes) -> list[Reading]:
    """Say what changed between two days, with names and reasons; one sentence when nothing did."""
    found = [
        _ties(changes, changes.gained, gained=True),
        _ties(changes, changes.lost, gained=False),
        _people(changes),
        _stronger(changes),
        _involvement(changes),
    ]
    told = [reading for reading in found if reading is not None]
    return told or [_nothing(changes)]


def why(changes: Changes, reason: Reason) -> str:
    """Say one reason in a few words: "Untel a rejoint « Alliance »"."""
    facts = {
        "name": changes.nodes[reason.organisation].name
        if reason.organisation in changes.nodes
        else _("une organisation"),
        "alliance": quoted(changes.alliance_names[reason.alliance])
        if reason.alliance in changes.alliance_names
        else "",
        "largest": LARGEST,
    }
    if reason.relation:
        return _relation(changes, reason)
    return {
        Cause.ALLIANCE_BEGAN: _("l’alliance %(alliance)s a commencé"),
        Cause.ALLIANCE_ENDED: _("l’alliance %(alliance)s a pris fin"),
        Cause.JOINED: _("%(name)s a rejoint %(alliance)s"),
        Cause.LEFT: _("%(name)s a quitté %(alliance)s"),
        Cause.GREW_LARGE: _("%(alliance)s a dépassé %(largest)d membres, elle ne se compte plus deux à deux"),
        Cause.SHRANK: _("%(alliance)s est revenue à %(largest)d membres au plus, elle se compte deux à deux"),
    }[reason.cause] % facts


def _relation(changes: Changes, reason: Reason) -> str:
    row = changes.relations[reason.relation]
    facts = {
        "first": changes.nodes[row.source].name if row.source in changes.nodes else "",
        "tied": with_name(
            str(RelationKind(row.kind).label), changes.nodes[row.target].name if row.target in changes.nodes else ""
        ),
    }
    if reason.cause == Cause.RELATION_BEGAN:
        return _("%(first)s %(tied)s") % facts
    return _("« %(first)s %(tied)s » ne tient plus") % facts


def _ties(changes: Changes, ties: tuple[TieChange, ...], *, gained: bool) -> Reading | None:
    if not ties:
        return None
    causes = [(reason, count) for reason, count in changes.causes if (reason.cause in GAINS) == gained]
    reasons = [f"{why(changes, reason)} ({counted(count, _('lien,liens'))})" for reason, count in causes]
    if gained:
        told = ngettext(
            "%(count)s lien est apparu : %(reasons)s.", "%(count)s liens sont apparus : %(reasons)s.", len(ties)
        )
    else:
        told = ngettext(
            "%(count)s lien a disparu : %(reasons)s.", "%(count)s liens ont disparu : %(reasons)s.", len(ties)
        )
    return Reading(
        code="gained" if gained else "lost",
        title=_("Quels liens sont nés ?") if gained else _("Quels liens ont disparu ?"),
        sentence=_("%(period)s, %(told)s")
        % {
            "period": _period(changes),
            "told": told % {"count": french_number(len(ties)), "reasons": some(reasons, most=MOST_REASONS)},
        },
        value=len(ties),
        definition=_(
            "Nombre de paires d’organisations liées à la seconde date et pas à la première ;"
            " un lien qui a plusieurs raisons est compté à chacune."
        )
        if gained
        else _(
            "Nombre de paires d’organisations liées à la première date et plus à la seconde ;"
            " un lien qui a plusieurs raisons est compté à chacune."
        ),
        source=_("comptage"),
        nodes=_unique(ties),
    )


def _people(changes: Changes) -> Reading | None:
    if not (changes.arrived or changes.departed):
        return None
    told = []
    for nodes, one, several in (
        (changes.arrived, _("est arrivée : %(names)s"), _("sont arrivées : %(names)s")),
        (changes.departed, _("n’a plus de lien : %(names)s"), _("n’ont plus de lien : %(names)s")),
    ):
        if nodes:
            words = (one if len(nodes) == 1 else several) % {"names": some([node.name for node in nodes], most=6)}
            told.append(f"{counted(len(nodes), _('organisation,organisations'))} {words}")
    return Reading(
        code="people",
        title=_("Qui est arrivé, qui est parti ?"),
        sentence=f"{sentence(' ; '.join(told))}",
        value=len(changes.arrived) - len(changes.departed),
        definition=_("Organisations qui ont un lien à la seconde date et pas à la première, moins l’inverse."),
        source=_("comptage"),
        nodes=changes.arrived + changes.departed,
    )


def _stronger(changes: Changes) -> Reading | None:
    if not (changes.stronger or changes.weaker):
        return None
    told = []
    if changes.stronger:
        words = ngettext(
            "%(count)s lien s’est renforcé : %(ties)s",
            "%(count)s liens se sont renforcés : %(ties)s",
            len(changes.stronger),
        )
        told.append(
            words % {"count": french_number(len(changes.stronger)), "ties": some(_explained(changes, changes.stronger))}
        )
    if changes.weaker:
        words = ngettext(
            "%(count)s lien repose sur moins : %(ties)s",
            "%(count)s liens reposent sur moins : %(ties)s",
            len(changes.weaker),
        )
        told.append(
            words % {"count": french_number(len(changes.weaker)), "ties": some(_explained(changes, changes.weaker))}
        )
    return Reading(
        code="stronger",
        title=_("Quels liens ont gagné en force ?"),
        sentence=f"{' ; '.join(told)}.",
        value=len(changes.stronger),
        definition=_("Nombre de paires déjà liées qui partagent davantage d’alliances ou de liens directs qu’avant."),
        source=_("comptage"),
        nodes=_unique((*changes.stronger, *changes.weaker)),
    )


def _explained(changes: Changes, ties: Iterable[TieChange]) -> list[str]:
    return [
        _("%(first)s et %(second)s (%(why)s)")
        % {
            "first": tie.first.name,
            "second": tie.second.name,
            "why": some([why(changes, reason) for reason in tie.reasons], most=2),
        }
        for tie in ties
    ]


def _involvement(changes: Changes) -> Reading | None:
    if not changes.involvements:
        return None
    more = [each for each in changes.involvements if each.after > each.before]
    less = [each for each in changes.involvements if each.after < each.before]
    return Reading(
        code="involvement",
        title=_("Qui s’engage davantage, qui s’engage moins ?"),
        sentence=sentence(" ; ".join(_involved(changes, each) for each in [*more, *less][:MOST_REASONS])),
        value=len(more) - len(less),
        definition=_(
            "Participations dont l’intensité a monté, moins celles dont elle a baissé, à intensité connue aux deux dates."
        ),
        source=_("comptage"),
        nodes=tuple(dict.fromkeys(each.node for each in [*more, *less])),
    )


def _involved(changes: Changes, each: Involvement) -> str:
    words = (
        _("%(name)s s’engage davantage dans %(alliance)s : de « %(before)s » à « %(after)s »")
        if each.after > each.before
        else _("%(name)s s’engage moins dans %(alliance)s : de « %(before)s » à « %(after)s »")
    )
    return words % {
        "name": each.node.name,
        "alliance": quoted(changes.alliance_names.get(each.alliance, ("", ""))),
        "before": Intensity(each.before).label,
        "after": Intensity(each.after).label,
    }


def _nothing(changes: Changes) -> Reading:
    return Reading(
        code="nothing",
        title=_("Qu’est-ce qui a changé ?"),
        sentence=_("%(period)s, aucun lien connu n’est né ni n’a disparu.") % {"period": _period(changes)},
        value=0,
        definition=_("Nombre de liens apparus ou disparus."),
        source=_("comptage"),
    )


def _period(changes: Changes) -> str:
    return _("Entre le %(before)s et le %(after)s") % {
        "before": write_date(changes.before),
        "after": write_date(changes.after),
    }


def _unique(ties: Iterable[TieChange]) -> tuple[Node, ...]:
    return tuple(dict.fromkeys(node for tie in ties for node in (tie.first, tie.second)))
