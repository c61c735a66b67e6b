"""What each one undertook: what is open, late, kept or renegotiated, as of a day, in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.enums import CommitmentState
from maillage.alliances.models import Alliance, Commitment, Participation
from maillage.alliances.querysets import ALLIANCE
from maillage.core.audiences import tokens_for
from maillage.core.components.typography import counted
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import numbers

SOON = timedelta(days=14)
SHOWN = 10
FEW = 5
LATE = "late"
# What counts first: what asks for something, then what is under way, then what is settled.
ORDER = (
    LATE,
    CommitmentState.OPEN,
    CommitmentState.KEPT,
    CommitmentState.RENEGOTIATED,
    CommitmentState.ABANDONED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """A commitment as it stood on a day; `state` is "late" when it was open after its date."""

    commitment: Commitment
    state: str
    delay: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in {LATE, CommitmentState.OPEN}

    @property
    def label(self) -> str:
        """How it stands, in words: "en retard de 3 semaines"."""
        if self.state == LATE:
            return _("en retard de %(delay)s") % {"delay": self.delay}
        return str(CommitmentState(self.state).label)

    @property
    def pill(self) -> str:
        """The mark of the interface that goes with the words."""
        return {LATE: "wait", CommitmentState.KEPT: "ok"}.get(self.state, "neutral")


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertakings:
    """The commitments of an alliance on a day; `undated` counts those of which nothing tells if they were made by then."""

    rows: list[Undertaking]
    sentence: str
    undated: int = 0

    @property
    def late(self) -> list[Undertaking]:
        """What is late, five at most: the page of the alliance shows it first."""
        return [row for row in self.rows if row.state == LATE][:FEW]

    @property
    def under_way(self) -> list[Undertaking]:
        """What is open and not late, five at most."""
        return [row for row in self.rows if row.is_open and row.state != LATE][:FEW]

    @property
    def settled(self) -> list[Undertaking]:
        """What is kept, renegotiated or abandoned, five at most."""
        return [row for row in self.rows if not row.is_open][:FEW]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is late, or soon due, in the alliances a reader takes part in."""

    late: list[Undertaking]
    soon: list[Undertaking]


def visible_commitments(alliance: Alliance, reader: Any) -> QuerySet[Commitment]:
    """Return the commitments of an alliance whose accountable organisation the reader may see too."""
    seen = Organisation.objects.visible_to(reader)
    rows = Commitment.objects.visible_to(reader).filter(alliance=alliance, accountable__in=seen)
    return rows.select_related("accountable", "replaces", "replaced_by").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def partners_of(alliance: Alliance, reader: Any) -> list[Organisation]:
    """Return the organisations that take, or took, part in an alliance and that the reader sees, by name: one query."""
    rows = Participation.objects.visible_to(reader).filter(alliance=alliance)
    return list(Organisation.objects.filter(pk__in=rows.values("organisation_id")).order_by("slug"))


def read_commitments(alliance: Alliance, reader: Any, *, on: date, today: date) -> Undertakings:
    """Return what was undertaken by that day and how it stood then: one query."""
    found = list(visible_commitments(alliance, reader))
    known = [each for each in found if on == today or _known_on(each, on)]
    rows = [stand(each, on) for each in known]
    rows.sort(key=lambda row: ORDER.index(row.state))
    undated = sum(each.decided_on is None and not _known_on(each, on) for each in found) if on != today else 0
    return Undertakings(rows=rows, sentence=say_commitments(rows, on), undated=undated)


def read_due(reader: Any, today: date) -> Due | None:
    """Return what is late or due in two weeks in the reader's alliances, ten of each at most: one query; None if nothing."""
    own = numbers(tokens_for(reader), ALLIANCE)
    if not own:
        return None
    rows = Commitment.objects.filter(
        alliance__in=own,
        accountable__in=Organisation.objects.visible_to(reader),
        state=CommitmentState.OPEN,
        due_on__lte=today + SOON,
    )
    found = [stand(each, today) for each in rows.select_related("accountable", "alliance").order_by("due_on", "pk")]
    late = [each for each in found if each.state == LATE]
    soon = [each for each in found if each.state != LATE]
    return Due(late=late[:SHOWN], soon=soon[:SHOWN]) if found else None


def stand(commitment: Commitment, on: date) -> Undertaking:
    """Return how a commitment stood on a day: what was settled later was still open."""
    settled = commitment.state != CommitmentState.OPEN and (
        commitment.settled_on is None or commitment.settled_on <= on
    )
    if settled:
        return Undertaking(commitment=commitment, state=commitment.state)
    if commitment.due_on is not None and commitment.due_on < on:
        return Undertaking(commitment=commitment, state=LATE, delay=say_delay((on - commitment.due_on).days))
    return Undertaking(commitment=commitment, state=CommitmentState.OPEN)


def say_delay(days: int) -> str:
    """Write how long in the unit that people count in: days, weeks, months, years."""
    if days < 14:
        return counted(days, _("jour,jours"))
    if days < 61:
        return counted(days // 7, _("semaine,semaines"))
    if days < 730:
        return counted(days * 12 // 365, _("mois,mois"))
    return counted(days // 365, _("an,ans"))


def say_commitments(rows: Iterable[Undertaking], on: date) -> str:
    """Write "2 engagements tenus, 1 en retard de 3 semaines, 1 en cours." ("" without any)."""
    by_state = {state: [row for row in rows if row.state == state] for state in ORDER}
    parts: list[str] = []
    for state, words in (
        (CommitmentState.KEPT, _("tenu,tenus")),
        (LATE, _("en retard,en retard")),
        (CommitmentState.OPEN, _("en cours,en cours")),
        (CommitmentState.RENEGOTIATED, _("renégocié,renégociés")),
        (CommitmentState.ABANDONED, _("abandonné,abandonnés")),
    ):
        if not (found := by_state[state]):
            continue
        singular, _comma, plural = words.partition(",")
        noun = "" if parts else ngettext("engagement ", "engagements ", len(found))
        text = counted(len(found), f"{noun}{singular},{noun}{plural}")
        if state == LATE:
            text = _how_late(text, found, on)
        parts.append(text)
    return f"{', '.join(parts)}." if parts else ""


def _how_late(text: str, found: list[Undertaking], on: date) -> str:
    oldest = min(each.commitment.due_on for each in found if each.commitment.due_on)
    delay = say_delay((on - oldest).days)
    if len(found) == 1:
        return _("%(text)s de %(delay)s") % {"text": text, "delay": delay}
    return _("%(text)s (le plus ancien de %(delay)s)") % {"text": text, "delay": delay}


def _known_on(commitment: Commitment, on: date) -> bool:
    if commitment.decided_on is not None:
        return commitment.decided_on <= on
    return commitment.settled_on is not None and commitment.settled_on <= on
