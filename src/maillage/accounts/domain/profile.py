"""What a person changes in their own account."""

from django.db import transaction
from django.db.models import F

from maillage.accounts.models import User


@transaction.atomic
def rename_account(*, actor: User, display_name: str) -> None:
    """Change the name shown beside what the person does; empty is allowed."""
    actor.display_name = display_name
    actor.save(update_fields=["display_name", "updated_at"])


@transaction.atomic
def close_sessions(*, actor: User) -> None:
    """End every session of the account; the caller renews the present one."""
    User.objects.filter(pk=actor.pk).update(session_generation=F("session_generation") + 1)
    actor.refresh_from_db(fields=["session_generation"])
