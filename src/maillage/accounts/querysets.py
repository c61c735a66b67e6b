"""Filters of accounts."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from maillage.accounts.models import User

    UserBase = models.QuerySet[User]
else:
    UserBase = models.QuerySet


class UserQuerySet(UserBase):
    def administrators(self) -> Self:
        """Keep the active accounts that administrate the site."""
        return self.filter(is_administrator=True, is_active=True)

    def inactive_since(self, instant: datetime) -> Self:
        """Keep the accounts whose last sign-in, or creation if they never came, is before an instant."""
        return self.annotate(last_seen=Coalesce("last_login", "created_at")).filter(last_seen__lt=instant)

    def returned_after_warning(self) -> Self:
        """Keep the accounts that signed in after they were warned of their coming erasure."""
        return self.filter(inactivity_warned_at__isnull=False, last_login__gt=F("inactivity_warned_at"))

    def warned_before(self, instant: datetime) -> Self:
        """Keep the accounts warned before an instant and not seen since."""
        not_back = Q(last_login__isnull=True) | Q(last_login__lte=F("inactivity_warned_at"))
        return self.filter(not_back, inactivity_warned_at__lt=instant)
