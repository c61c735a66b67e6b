"""What the parties say of a tie: who may answer, and how many have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.enums import Answer, TieState
from maillage.alliances.models import Participation, Relation, Request
from maillage.core.dates import write_date

Tie = Participation | Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Asymmetry:
    """How many partners said yes, no or nothing; `silent_since` is the day of the oldest silence."""

    total: int
    confirmed: int
    contested: int
    silent: int
    declared: int
    silent_since: date | None
    sentence: str


def answering(tie: Tie) -> frozenset[int]:
    """Return the keys of the organisations that may confirm or contest a tie.

    For a participation, the organisation said to take part. For a relation, the end that did not declare it; either end
    when a third party declared it, but only the one that contested it may go back on that. One query at most.
    """
    if isinstance(tie, Participation):
        return frozenset({tie.organisation_id})
    ends = {tie.from_organisation_id, tie.to_organisation_id}
    if tie.declared_by_id in ends:
        return frozenset(ends - {tie.declared_by_id})
    if tie.state == TieState.CONTESTED:
        answers = Request.objects.filter(relation=tie, answered_at__isnull=False).order_by("-answered_at", "-pk")
        last = answers.values_list("organisation_id", "answer").first()
        if last is not None and last[1] == Answer.CONTEST:
            return frozenset(ends & {last[0]})
    return frozenset(ends)


def asymmetries(participations: Iterable[Participation]) -> Asymmetry:
    """Count what the partners of an alliance answered, and say it in one sentence ("" without a partner).

    Give it the participations that the reader may see, as the page lists them: nothing else is counted. No query.
    """
    rows = list(participations)
    by_state = {state: [each for each in rows if each.state == state] for state in TieState}
    silent_days = [each.state_since for each in by_state[TieState.SILENT] if each.state_since]
    counts = {state: len(found) for state, found in by_state.items()}
    since = min(silent_days, default=None)
    return Asymmetry(
        total=len(rows),
        confirmed=counts[TieState.CONFIRMED],
        contested=counts[TieState.CONTESTED],
        silent=counts[TieState.SILENT],
        declared=counts[TieState.DECLARED],
        silent_since=since,
        sentence=_say(len(rows), counts, since),
    )


def _say(total: int, counts: dict[TieState, int], since: date | None) -> str:
    if not total:
        return ""
    confirmed, contested, silent = (
        counts[state] for state in (TieState.CONFIRMED, TieState.CONTESTED, TieState.SILENT)
    )
    if confirmed == total:
        return _("Le seul partenaire a confirmé.") if total == 1 else _("Tous les partenaires ont confirmé.")
    said_yes = ngettext(
        "%(confirmed)d partenaire sur %(total)d a confirmé",
        "%(confirmed)d partenaires sur %(total)d ont confirmé",
        confirmed,
    )
    parts = [said_yes % {"confirmed": confirmed, "total": total} if confirmed else _("Personne n’a encore confirmé")]
    if contested:
        parts.append(_("un conteste") if contested == 1 else _("%(count)s contestent") % {"count": contested})
    if silent:
        said = _("un n’a pas répondu") if silent == 1 else _("%(count)s n’ont pas répondu") % {"count": silent}
        if since:
            said = _("%(said)s depuis le %(day)s") % {"said": said, "day": write_date(since)}
        parts.append(said)
    if waiting := counts[TieState.DECLARED]:
        parts.append(
            _("un n’a pas encore répondu")
            if waiting == 1
            else _("%(count)s n’ont pas encore répondu") % {"count": waiting}
        )
    return f"{', '.join(parts)}."
