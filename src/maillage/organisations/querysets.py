"""Filters of organisations, roles and mandates."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from maillage.core.audiences import MEMBERS, Audience, tokens_for
from maillage.core.database import Fold
from maillage.organisations import reach
from maillage.organisations.enums import Basis

if TYPE_CHECKING:
    from maillage.organisations.models import Membership, Organisation, PublicRole, StewardMandate

    OrganisationBase = models.QuerySet[Organisation]
    RoleBase = models.QuerySet[PublicRole]
    MembershipBase = models.QuerySet[Membership]
    MandateBase = models.QuerySet[StewardMandate]
else:
    OrganisationBase = RoleBase = MembershipBase = MandateBase = models.QuerySet

STEWARD = "steward:"
OWN = "organisation:"
ADMINISTERED = "administered:"
ADMINISTRATORS = "administrators"


class OrganisationQuerySet(OrganisationBase):
    def visible_to(self, user: Any) -> Self:
        """Keep what the reader may see: public things, what members see, their own, what they steward, or all."""
        tokens = tokens_for(user)
        if ADMINISTRATORS in tokens:
            return self.all()
        seen = Q(audience=Audience.PUBLIC)
        if MEMBERS in tokens:
            seen |= Q(audience=Audience.MEMBERS)
        if own := numbers(tokens, OWN):
            seen |= Q(pk__in=own)
        if stewarded := numbers(tokens, STEWARD):
            seen |= Q(audience=Audience.STEWARDS) & self.model.objects.located_in(stewarded)
        return self.filter(seen)

    def located_in(self, territories: list[int]) -> Q:
        """Return the condition of being seated or acting within one of the territories: the reach of a steward."""
        return Q(pk__in=reach.located_in(territories))

    def by_name(self) -> Self:
        """Order by name as French readers expect: accents and case do not count."""
        return self.order_by(Fold("name"), "pk")


class PartQuerySet(models.QuerySet[Any]):
    """Rows that belong to an organisation are seen with it."""

    owner = "organisation"

    def visible_to(self, user: Any) -> Self:
        """Keep the parts of what the reader may see."""
        return self.filter(**{f"{self.owner}__in": organisations().visible_to(user)})


class ResourceQuerySet(PartQuerySet):
    def current(self, on: date) -> Self:
        """Keep the needs and offers that are not over on that day and do not begin later."""
        return self.filter(Q(period__isnull=True) | Q(period__contains=on))


class CatalystPartQuerySet(PartQuerySet):
    owner = "catalyst__organisation"


class PublicRoleQuerySet(RoleBase):
    def visible_to(self, user: Any) -> Self:
        """Keep the roles in organisations that the reader may see; `shown` says which of them the law lets show."""
        return self.filter(organisation__in=organisations().visible_to(user))

    def shown(self, on: date) -> Self:
        """Keep the roles the law allows to show that day: consent given and kept, or nobody objected."""
        consented = Q(basis=Basis.CONSENT, consent_given_at__isnull=False, consent_withdrawn_at__isnull=True)
        unopposed = Q(basis=Basis.LEGITIMATE_INTEREST, objected_at__isnull=True)
        lasting = Q(period__isnull=True) | Q(period__upper_inf=True) | Q(period__endswith__gt=on)
        return self.filter(consented | unopposed, lasting, person_name__gt="")


class MembershipQuerySet(MembershipBase):
    def visible_to(self, user: Any) -> Self:
        """Keep one's own roles; administrators see all. Managers of an organisation read its roles through it."""
        return self.all() if ADMINISTRATORS in tokens_for(user) else self.filter(user_id=user.pk)

    def in_force(self, on: date) -> Self:
        return self.filter(period__contains=on)


class StewardMandateQuerySet(MandateBase):
    def visible_to(self, user: Any) -> Self:
        """Keep one's own mandates; administrators see all."""
        return self.all() if ADMINISTRATORS in tokens_for(user) else self.filter(user_id=user.pk)

    def in_force(self, on: date) -> Self:
        return self.filter(period__contains=on)


def organisations() -> OrganisationQuerySet:
    """Return all organisations, for the querysets of what belongs to them."""
    rows: OrganisationQuerySet = apps.get_model("organisations", "Organisation").objects.all()
    return rows


def numbers(tokens: frozenset[str], prefix: str) -> list[int]:
    """Return the keys that follow a prefix among the tokens ("steward:12" gives 12)."""
    return sorted(int(token.removeprefix(prefix)) for token in tokens if token.startswith(prefix))
