"""Filters of alliances, participations and relations: what the reader may see, and what holds on a day."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from maillage.alliances.enums import COUNTED
from maillage.core.audiences import MEMBERS, Audience, tokens_for
from maillage.core.database import Fold
from maillage.core.dates import in_force, of_unknown_date
from maillage.organisations.querysets import ADMINISTRATORS, OWN, numbers, organisations

if TYPE_CHECKING:
    from maillage.alliances.models import Alliance, Introduction, Participation, Relation

    AllianceBase = models.QuerySet[Alliance]
    ParticipationBase = models.QuerySet[Participation]
    RelationBase = models.QuerySet[Relation]
    IntroductionBase = models.QuerySet[Introduction]
else:
    AllianceBase = ParticipationBase = RelationBase = IntroductionBase = models.QuerySet

ALLIANCE = "alliance:"


class AllianceQuerySet(AllianceBase):
    def visible_to(self, user: Any) -> Self:
        """Keep what the reader may see: public alliances, those of members, those they take part in, or all."""
        tokens = tokens_for(user)
        if ADMINISTRATORS in tokens:
            return self.all()
        seen = Q(audience=Audience.PUBLIC)
        if MEMBERS in tokens:
            seen |= Q(audience=Audience.MEMBERS)
        if own := numbers(tokens, ALLIANCE):
            seen |= Q(pk__in=own)
        return self.filter(seen)

    def in_force(self, on: date) -> Self:
        """Keep the alliances known to live on that day."""
        return self.filter(in_force(on))

    def of_unknown_date(self, on: date) -> Self:
        """Keep the alliances of which nothing tells whether they already lived on that day."""
        return self.filter(of_unknown_date(on))

    def touching(self, territory: int) -> Self:
        """Keep the alliances on a territory, or on another one that shares a commune with it."""
        shared = apps.get_model("territories", "Closure").objects.filter(
            ancestor=OuterRef("territory"), commune__lies_in__ancestor=territory
        )
        return self.filter(Q(territory=territory) | Exists(shared))

    def by_name(self) -> Self:
        """Order by name as French readers expect."""
        return self.order_by(Fold("name"), "pk")


class AlliancePartQuerySet(models.QuerySet[Any]):
    """Rows that belong to an alliance are seen with it."""

    owner = "alliance"

    def visible_to(self, user: Any) -> Self:
        """Keep the parts of the alliances that the reader may see."""
        return self.filter(**{f"{self.owner}__in": alliances().visible_to(user)})


class ParticipationQuerySet(ParticipationBase):
    def visible_to(self, user: Any) -> Self:
        """Keep the participations whose alliance and organisation the reader may both see."""
        return self.filter(alliance__in=alliances().visible_to(user), organisation__in=organisations().visible_to(user))

    def in_force(self, on: date) -> Self:
        """Keep those that hold on that day, in an alliance that lives on that day."""
        return self.filter(in_force(on), in_force(on, "alliance__"))

    def counted(self) -> Self:
        """Leave the contested ones out."""
        return self.filter(state__in=COUNTED)


class ParticipationPartQuerySet(models.QuerySet[Any]):
    """Rows that belong to a participation are seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Keep the parts of the participations that the reader may see."""
        rows = apps.get_model("alliances", "Participation").objects.visible_to(user)
        return self.filter(participation__in=rows)


class RelationQuerySet(RelationBase):
    def visible_to(self, user: Any) -> Self:
        """Keep the relations whose two ends the reader may see, and which are open to them; one's own always."""
        tokens = tokens_for(user)
        if ADMINISTRATORS in tokens:
            return self.all()
        seen = Q(audience=Audience.PUBLIC)
        if MEMBERS in tokens:
            seen |= Q(audience=Audience.MEMBERS)
        if own := numbers(tokens, OWN):
            seen |= Q(from_organisation__in=own) | Q(to_organisation__in=own)
        visible = organisations().visible_to(user)
        return self.filter(seen, from_organisation__in=visible, to_organisation__in=visible)

    def in_force(self, on: date) -> Self:
        """Keep the relations known to hold on that day."""
        return self.filter(in_force(on))

    def counted(self) -> Self:
        """Leave the contested ones out."""
        return self.filter(state__in=COUNTED)


class IntroductionQuerySet(IntroductionBase):
    def visible_to(self, user: Any) -> Self:
        """Keep one's own advices, those about one's organisations, or all for administrators."""
        tokens = tokens_for(user)
        if ADMINISTRATORS in tokens:
            return self.all()
        visible = organisations().visible_to(user)
        own = numbers(tokens, OWN)
        mine = Q(proposed_by_id=user.pk) | Q(first__in=own) | Q(second__in=own)
        return self.filter(mine, first__in=visible, second__in=visible)


def alliances() -> AllianceQuerySet:
    """Return all alliances, for the querysets of what belongs to them."""
    rows: AllianceQuerySet = apps.get_model("alliances", "Alliance").objects.all()
    return rows


class OwnQuerySet(models.QuerySet[Any]):
    """Rows reached only by the account they belong to, and by administrators."""

    def visible_to(self, user: Any) -> Self:
        """Keep one's own rows; administrators see all."""
        return self.all() if ADMINISTRATORS in tokens_for(user) else self.filter(user_id=user.pk)


class ImportPartQuerySet(models.QuerySet[Any]):
    """Rows that belong to an import are seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Keep the parts of one's own imports; administrators see all."""
        return self.all() if ADMINISTRATORS in tokens_for(user) else self.filter(brought__user_id=user.pk)


class RequestQuerySet(models.QuerySet[Any]):
    """What was asked of a party is read by that party and by the alliance that asks."""

    def visible_to(self, user: Any) -> Self:
        """Keep the questions put to one's organisations, or by one's alliances; administrators see all."""
        tokens = tokens_for(user)
        if ADMINISTRATORS in tokens:
            return self.all()
        own = numbers(tokens, ALLIANCE)
        asked = Q(organisation__in=numbers(tokens, OWN)) | Q(participation__alliance__in=own)
        return self.filter(asked | Q(person__participation__alliance__in=own) | Q(charter__alliance__in=own))


class CharterAgreementQuerySet(AlliancePartQuerySet):
    owner = "charter__alliance"

    def in_force(self) -> Self:
        """Keep the yes that nobody withdrew."""
        return self.filter(withdrawn_on__isnull=True)
