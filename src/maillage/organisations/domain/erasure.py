"""The erasure of a person, as far as this app holds something."""

from maillage.accounts.models import User
from maillage.organisations.domain.people import erase_person


def erase(user: User) -> None:
    """Take the person's names off the pages of organisations; roles and mandates go with the account itself."""
    erase_person(user=user)
