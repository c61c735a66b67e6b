"""Meetings that were proposed and what became of them, and for whom a reader may ask for advice."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from maillage.accounts.models import User
from maillage.alliances.enums import IntroductionState
from maillage.alliances.models import Alliance, Introduction, Participation
from maillage.alliances.network.reading_advice import OPEN, TITLES
from maillage.core.audiences import tokens_for
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import ADMINISTRATORS, OWN, STEWARD, numbers
from maillage.territories.models import Territory

UNDER_WAY = (IntroductionState.PROPOSED, IntroductionState.MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """The organisations and the territories that a reader has in charge."""

    organisations: list[Organisation]
    territories: list[Territory]


def introductions_of(user: Any) -> QuerySet[Introduction]:
    """Return the meetings that a reader follows: their own, those of their organisations, not what others put aside.

    The alliance that was born is there when the reader may see it, None otherwise.
    """
    kept = ~Q(state=IntroductionState.IRRELEVANT) | Q(proposed_by=user)
    born = Prefetch("alliance", queryset=Alliance.objects.visible_to(user))
    rows = Introduction.objects.visible_to(user).filter(kept)
    return rows.select_related("first", "second", "proposed_by").prefetch_related(born)


def followed(user: Any) -> QuerySet[Introduction]:
    """Return the meetings that a reader follows, those under way first, the newest first."""
    last = Case(When(state__in=UNDER_WAY, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = introductions_of(user).exclude(state=IntroductionState.IRRELEVANT)
    return rows.order_by(last, "-proposed_on", "-pk")


def under_way(user: Any) -> QuerySet[Introduction]:
    """Return the meetings of which the outcome is awaited, the newest first."""
    return introductions_of(user).filter(state__in=UNDER_WAY).order_by("-proposed_on", "-pk")


def aside(user: Any) -> QuerySet[Introduction]:
    """Return the advices that a reader put aside, the last first."""
    rows = introductions_of(user).filter(state=IntroductionState.IRRELEVANT, proposed_by=user)
    return rows.order_by("-updated_at", "-pk")


def reasons_for(user: User, introduction: Introduction) -> list[str]:
    """Return why the two should meet, as far as the reader may know it.

    The sentences may name what only their author sees: others read the titles of what both pages say.
    """
    if introduction.proposed_by_id == user.pk or ADMINISTRATORS in tokens_for(user):
        return [str(each["text"]) for each in introduction.reasons]
    return [str(TITLES[each["code"]]) for each in introduction.reasons if each["code"] in OPEN]


def shared_alliances(user: Any, introduction: Introduction) -> QuerySet[Alliance]:
    """Return the alliances in which both take part, as far as the reader sees: one query."""
    stays = Participation.objects.visible_to(user)
    return (
        Alliance.objects.visible_to(user)
        .filter(pk__in=stays.filter(organisation=introduction.first_id).values("alliance"))
        .filter(pk__in=stays.filter(organisation=introduction.second_id).values("alliance"))
        .by_name()
    )


def read_subjects(user: Any) -> Subjects:
    """Return for whom the reader may ask first: two queries at most."""
    tokens = tokens_for(user)
    own, stewarded = numbers(tokens, OWN), numbers(tokens, STEWARD)
    return Subjects(
        organisations=list(Organisation.objects.filter(pk__in=own).by_name()) if own else [],
        territories=list(Territory.objects.filter(pk__in=stewarded).order_by("folded_name")) if stewarded else [],
    )
