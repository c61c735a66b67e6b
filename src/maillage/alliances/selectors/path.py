"""The path of an alliance: milestones, stages, arrivals, departures and decisions, in one order, as of a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.enums import COUNTED, MilestoneKind
from maillage.alliances.models import Alliance, AllianceStage, Commitment, Milestone, Participation
from maillage.alliances.selectors.commitments import visible_commitments
from maillage.core.components.typography import counted
from maillage.core.dates import ONE_DAY, Precision, write_date
from maillage.organisations.models import Organisation

STAGE, ARRIVAL, DEPARTURE, COMMITMENT = "stage", "arrival", "departure", "commitment"
ORDER = (STAGE, ARRIVAL, *MilestoneKind.values, COMMITMENT, DEPARTURE)
SHOWN = 12

Key = tuple[str, date | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened; `label` is its nature in words, "" for an ordinary step."""

    kind: str
    on: date | None
    precision: str
    label: str = ""
    title: str = ""
    text: str = ""
    source: str = ""
    organisations: tuple[Organisation, ...] = ()
    milestone: Milestone | None = None

    @property
    def is_difficulty(self) -> bool:
        return self.kind == MilestoneKind.DIFFICULTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """What happened until a day, in order, what has no known date at the end; `sentence` sums it up, "" when empty."""

    steps: list[Step]
    sentence: str = ""
    earlier: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def read_path(alliance: Alliance, reader: Any, *, on: date, shown: int | None = None) -> Path:
    """Return the path as it was known to be on that day: four queries.

    Only what the reader may see: the milestones and stages of the alliance, the arrivals and departures of the
    organisations they see and nobody contests, the decisions these organisations answer for. With `shown`, the last ones
    only; `earlier` counts the others.
    """
    steps = [
        *_milestones(alliance.milestones.all(), on),
        *_stages(alliance.stages.all(), alliance, on),
        *_comings_and_goings(_participations(alliance, reader), on),
        *_decisions(visible_commitments(alliance, reader), on),
    ]
    steps.sort(key=_rank)
    counts: dict[str, int] = defaultdict(int)
    for step in steps:
        counts[step.kind] += 1
    left_out = max(0, len(steps) - shown) if shown is not None else 0
    return Path(steps=steps[left_out:], sentence=_say(steps, counts), earlier=left_out, counts=dict(counts))


def _participations(alliance: Alliance, reader: Any) -> Iterable[Participation]:
    rows = Participation.objects.visible_to(reader).filter(alliance=alliance, state__in=COUNTED)
    return rows.select_related("organisation").order_by("organisation__slug", "pk")


def _rank(step: Step) -> tuple[bool, date, int]:
    return step.on is None, step.on or date.max, ORDER.index(step.kind)


def _milestones(milestones: Iterable[Milestone], on: date) -> Iterable[Step]:
    for each in sorted(milestones, key=lambda milestone: milestone.pk):
        if each.on is None or each.on <= on:
            yield Step(
                kind=each.kind,
                on=each.on,
                precision=each.precision,
                label="" if each.kind == MilestoneKind.STEP else str(each.get_kind_display()).capitalize(),
                title=each.title,
                text=each.text,
                source=each.source,
                milestone=each,
            )


def _stages(stages: Iterable[AllianceStage], alliance: Alliance, on: date) -> Iterable[Step]:
    for each in stages:
        known = each.reached_on or alliance.attested_on
        if known is None or known <= on:
            yield Step(
                kind=STAGE,
                on=each.reached_on,
                precision=each.precision,
                label=_("L’alliance change de stade"),
                title=str(each.get_stage_display()),
                text=each.note,
            )


def _comings_and_goings(participations: Iterable[Participation], on: date) -> Iterable[Step]:
    """Give one step for all who come, or leave, on the same day known as precisely."""
    grouped: dict[Key, list[Participation]] = defaultdict(list)
    for each in participations:
        lower = each.period.lower if each.period else None
        last = each.period.upper - ONE_DAY if each.period and each.period.upper else None
        if lower is not None and lower <= on:
            grouped[ARRIVAL, lower, each.start_precision].append(each)
        elif lower is None and each.attested_on is not None and each.attested_on <= on:
            grouped[ARRIVAL, None, Precision.UNKNOWN].append(each)
        if last is not None and last < on:
            grouped[DEPARTURE, last, each.end_precision].append(each)
    for (kind, day, precision), rows in grouped.items():
        reasons = [each for each in rows if each.leaving_reason] if kind == DEPARTURE else []
        yield Step(
            kind=kind,
            on=day,
            precision=precision,
            label=_name_movement(kind, day, len(rows)),
            organisations=tuple({each.organisation_id: each.organisation for each in rows}.values()),
            text="\n".join(
                _("%(name)s : %(reason)s") % {"name": each.organisation.name, "reason": each.leaving_reason}
                for each in reasons
            ),
        )


def _name_movement(kind: str, day: date | None, count: int) -> str:
    if kind == DEPARTURE:
        return ngettext("Départ", "Départs", count)
    if day is None:
        return ngettext("Prend part", "Prennent part", count)
    return ngettext("Arrivée", "Arrivées", count)


def _decisions(commitments: Iterable[Commitment], on: date) -> Iterable[Step]:
    for each in commitments:
        if each.decided_on is not None and each.decided_on <= on:
            yield Step(
                kind=COMMITMENT,
                on=each.decided_on,
                precision=Precision.DAY,
                label=_("Engagement"),
                title=each.decision,
                organisations=(each.accountable,),
            )


def _say(steps: list[Step], counts: dict[str, int]) -> str:
    """Write "14 moments (2008 – juin 2019), dont 5 réussites et 2 difficultés."."""
    if not steps:
        return ""
    dated = [step for step in steps if step.on is not None]
    moments = counted(len(steps), _("moment,moments"))
    if dated:
        first, last = (_write(step) for step in (dated[0], dated[-1]))
        dates = first if first == last else f"{first} – {last}"
        moments = _("%(moments)s (%(dates)s)") % {"moments": moments, "dates": dates}
    parts = [moments]
    told = [
        counted(counts[kind], words)
        for kind, words in (
            (MilestoneKind.SUCCESS, _("réussite,réussites")),
            (MilestoneKind.DIFFICULTY, _("difficulté,difficultés")),
            (MilestoneKind.DECISION, _("décision,décisions")),
        )
        if counts.get(kind)
    ]
    if told:
        listed = (
            told[0]
            if len(told) == 1
            else _("%(first)s et %(last)s")
            % {
                "first": ", ".join(told[:-1]),
                "last": told[-1],
            }
        )
        parts.append(_("dont %(listed)s") % {"listed": listed})
    return f"{', '.join(parts)}."


def _write(step: Step) -> str:
    assert step.on is not None, "only of dated steps"
    return write_date(step.on, step.precision)
