"""Everything the page of an alliance shows, on a day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Prefetch, Q

from maillage.alliances.enums import COUNTED, Direction, TieState
from maillage.alliances.models import (
    Alliance,
    AlliancePartnershipType,
    AllianceSource,
    AllianceStage,
    AllianceTopic,
    Contribution,
    InvolvedPerson,
    Milestone,
    Participation,
    ParticipationIntensity,
    ParticipationRole,
)
from maillage.alliances.querysets import AllianceQuerySet
from maillage.alliances.selectors.people import last_to_leave, people_shown
from maillage.core.dates import Dated
from maillage.organisations.models import Organisation
from maillage.themes.models import Concept

if TYPE_CHECKING:
    from maillage.alliances.policies import Rights

ONE_DAY = timedelta(days=1)
NEAR = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a participant gives or expects, with its amount when this reader may see it."""

    contribution: Contribution
    amount: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One organisation around the table on a day: only what held then, and what this reader may see."""

    participation: Participation
    roles: list[ParticipationRole]
    past_roles: list[ParticipationRole]
    intensity: ParticipationIntensity | None
    past_intensities: list[ParticipationIntensity]
    gives: list[Given]
    expects: list[Given]
    people: list[InvolvedPerson]
    declared_by: Organisation | None
    person_left: InvolvedPerson | None
    can_answer: bool

    @property
    def organisation(self) -> Organisation:
        return self.participation.organisation

    @property
    def says_more(self) -> bool:
        """Whether it says why, what for, on which subject or with what aim it takes part."""
        said = self.participation
        return bool(said.why or said.what_for or said.subject or said.objective)

    @property
    def is_contested(self) -> bool:
        return self.participation.state == TieState.CONTESTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One alliance as it was on a day, loaded; `shown_on` is its last day when it had ended by then."""

    alliance: Alliance
    on: date
    shown_on: date
    is_past: bool
    ended: bool
    not_yet: bool
    unknown: bool
    stage: AllianceStage | None
    stages: list[AllianceStage]
    types: list[AlliancePartnershipType]
    past_types: list[AlliancePartnershipType]
    themes: list[Concept]
    goals: list[Concept]
    engagements: list[Concept]
    third_party: Organisation | None
    seats: list[Seat]
    departed: list[Seat]
    undated: int
    milestones: list[Milestone]
    sources: list[AllianceSource]
    worlds: list[str] = field(default_factory=list)

    @property
    def near(self) -> list[Seat]:
        """The first ten around the table and all those that contest: the page does not fold them."""
        return [seat for rank, seat in enumerate(self.seats) if rank < NEAR or seat.is_contested]

    @property
    def others(self) -> list[Seat]:
        """Those that the page folds."""
        return [seat for seat in self.seats[NEAR:] if not seat.is_contested]

    @property
    def counted(self) -> list[Seat]:
        """The organisations around the table whose tie nobody contests."""
        return [seat for seat in self.seats if seat.participation.state in COUNTED]

    @property
    def awaited(self) -> list[Seat]:
        """Those that have not answered yet."""
        return [seat for seat in self.seats if seat.participation.state in {TieState.DECLARED, TieState.SILENT}]

    @property
    def confirmed(self) -> list[Seat]:
        """Those that confirmed, whether they are still there or not, the last one first."""
        rows = [seat for seat in (*self.seats, *self.departed) if seat.participation.state == TieState.CONFIRMED]
        return sorted(rows, key=lambda seat: seat.participation.state_since or date.min, reverse=True)


def for_page() -> AllianceQuerySet:
    """Return the rows the page needs: one query and one for each list."""
    topics = AllianceTopic.objects.select_related("concept__framework").order_by("concept__order")
    types = AlliancePartnershipType.objects.select_related("concept").order_by("concept__order", "period", "pk")
    return Alliance.objects.select_related("territory").prefetch_related(
        Prefetch("topic_links", queryset=topics),
        Prefetch("partnership_types", queryset=types),
        Prefetch("stages", queryset=AllianceStage.objects.order_by(F("reached_on").asc(nulls_first=True), "pk")),
        Prefetch("milestones", queryset=Milestone.objects.order_by("on", "pk")),
        Prefetch("sources", queryset=AllianceSource.objects.order_by("-attested_on", "pk")),
    )


def read_detail(alliance: Alliance, reader: Any, *, rights: "Rights", on: date, today: date) -> Detail:
    """Gather the page of an alliance that comes from `for_page`, as it was on a day; seven more queries."""
    last = _last_day(alliance)
    ended = last is not None and last < on
    shown_on = last if last is not None and ended else on
    rows = _participations(alliance, reader)
    others = _others(alliance, rows, reader)
    topics = [link.concept for link in alliance.topic_links.all()]
    seats = [_seat(each, others, rights, shown_on) for each in rows if holds(each, shown_on)]
    departed = [_seat(each, others, rights, shown_on) for each in rows if _is_over(each, shown_on)]
    stages = [each for each in alliance.stages.all() if _is_reached(each, alliance, shown_on)]
    types = list(alliance.partnership_types.all())
    return Detail(
        alliance=alliance,
        on=on,
        shown_on=shown_on,
        is_past=on != today,
        ended=ended,
        not_yet=_is_future(alliance, on),
        unknown=not ended and not _is_future(alliance, on) and not holds(alliance, on),
        stage=stages[-1] if stages else None,
        stages=stages,
        types=[each for each in types if holds(each, shown_on)],
        past_types=[each for each in types if _is_over(each, shown_on)],
        themes=_of(topics, "domaines"),
        goals=_of(topics, "odd"),
        engagements=_of(topics, "metiers"),
        third_party=others.get(alliance.trusted_third_party_id) if alliance.trusted_third_party_id else None,
        seats=sorted(seats, key=_rank),
        departed=sorted(departed, key=lambda seat: seat.participation.period.upper, reverse=True),
        undated=sum(not holds(each, shown_on) and is_of_unknown_date(each, shown_on) for each in rows),
        milestones=[each for each in alliance.milestones.all() if each.on is None or each.on <= on],
        sources=list(alliance.sources.all()),
        worlds=list(dict.fromkeys(s.organisation.world for s in seats if s.participation.state in COUNTED)),
    )


def holds(fact: Dated, on: date) -> bool:
    """Tell whether a loaded fact holds on a day: the twin of `core.dates.in_force`."""
    period = fact.period
    if period is not None and period.upper is not None and period.upper <= on:
        return False
    if period is not None and period.lower is not None:
        return bool(period.lower <= on)
    return fact.attested_on is not None and fact.attested_on <= on


def is_of_unknown_date(fact: Dated, on: date) -> bool:
    """Tell whether nothing says that a loaded fact already held on a day: the twin of `core.dates.of_unknown_date`."""
    period = fact.period
    if period is not None and (period.lower is not None or (period.upper is not None and period.upper <= on)):
        return False
    return fact.attested_on is None or fact.attested_on > on


def _is_over(fact: Dated, on: date) -> bool:
    return fact.period is not None and fact.period.upper is not None and fact.period.upper <= on


def _is_future(fact: Dated, on: date) -> bool:
    return fact.period is not None and fact.period.lower is not None and fact.period.lower > on


def _last_day(alliance: Alliance) -> date | None:
    upper = alliance.period.upper if alliance.period else None
    return upper - ONE_DAY if upper else None


def _is_reached(stage: AllianceStage, alliance: Alliance, on: date) -> bool:
    if stage.reached_on is not None:
        return stage.reached_on <= on
    return alliance.attested_on is None or alliance.attested_on <= on


def _participations(alliance: Alliance, reader: Any) -> list[Participation]:
    return list(
        Participation.objects.visible_to(reader)
        .filter(alliance=alliance)
        .select_related("organisation__seat")
        .prefetch_related(
            Prefetch("roles", queryset=ParticipationRole.objects.order_by("period", "pk")),
            Prefetch("intensities", queryset=ParticipationIntensity.objects.order_by("period", "pk")),
            Prefetch("contributions", queryset=Contribution.objects.order_by("direction", "pk")),
            Prefetch("people", queryset=InvolvedPerson.objects.order_by("pk")),
        )
        .order_by("pk")
    )


def _others(alliance: Alliance, rows: list[Participation], reader: Any) -> dict[int, Organisation]:
    """Return the organisations named beside the participants, if the reader may see them."""
    keys = {each.declared_by_id for each in rows} | {alliance.trusted_third_party_id}
    wanted = Organisation.objects.visible_to(reader).filter(Q(pk__in=keys - {None}))
    return {each.pk: each for each in wanted.only("pk", "public_id", "name", "slug", "world")}


def _seat(participation: Participation, others: dict[int, Organisation], rights: "Rights", on: date) -> Seat:
    roles = list(participation.roles.all())
    intensities = list(participation.intensities.all())
    given = [
        Given(contribution=each, amount=each.amount if _may_see_amount(each, rights) else None)
        for each in participation.contributions.all()
    ]
    last = on if holds(participation, on) or not _is_over(participation, on) else participation.period.upper - ONE_DAY
    return Seat(
        participation=participation,
        roles=[each for each in roles if holds(each, last)],
        past_roles=[each for each in roles if _is_over(each, last)],
        intensity=next((each for each in reversed(intensities) if holds(each, last)), None),
        past_intensities=[each for each in intensities if _is_over(each, last)],
        gives=[each for each in given if each.contribution.direction == Direction.GIVES],
        expects=[each for each in given if each.contribution.direction == Direction.EXPECTS],
        people=people_shown(participation, last),
        declared_by=others.get(participation.declared_by_id) if participation.declared_by_id else None,
        person_left=last_to_leave(participation, last),
        can_answer=participation.organisation_id in rights.own,
    )


def _may_see_amount(contribution: Contribution, rights: "Rights") -> bool:
    return rights.is_partner or (contribution.shown_by_alliance and contribution.shown_by_participant)


def _rank(seat: Seat) -> tuple[bool, date, str]:
    period = seat.participation.period
    return seat.is_contested, period.lower if period and period.lower else date.max, seat.organisation.slug


def _of(topics: list[Concept], framework: str) -> list[Concept]:
    return [concept for concept in topics if concept.framework.slug == framework]
