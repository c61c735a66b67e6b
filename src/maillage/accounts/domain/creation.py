"""Creating accounts without the sign-up page, and giving the administration of the site."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from maillage.accounts.models import User


class InvalidAddress(ValueError):
    """This is not an e-mail address."""


@transaction.atomic
def create_account(*, actor: User | None, email: str, password: str | None = None, display_name: str = "") -> User:
    """Create an account whose address is taken as verified, or return the one that has it already, unchanged.

    Without a password, only a mailed code signs in. Raises InvalidAddress.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidAddress(f"« {email[:100]} » n’est pas une adresse e-mail.") from error
    user: User | None = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, password, display_name=display_name)
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def grant_administration(*, actor: User | None, user: User) -> None:
    """Let an account administrate the site; doing it twice changes nothing."""
    user.is_administrator = True
    user.is_active = True
    user.save(update_fields=["is_administrator", "is_active", "updated_at"])


@transaction.atomic
def set_password(*, actor: User | None, user: User, password: str) -> None:
    """Give an account a new password; its open sessions end."""
    user.set_password(password)
    user.save(update_fields=["password", "updated_at"])
