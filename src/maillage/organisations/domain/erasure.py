"""The erasure of a person, as far as this app holds something."""

from maillage.accounts.domain.scrubbing import Mentions, near, scrub_texts
from maillage.accounts.models import User
from maillage.organisations.domain.people import erase_person
from maillage.organisations.models import PublicRole


def erase(user: User) -> None:
    """Take the person's names off the pages of organisations; roles and mandates go with the account itself."""
    names = PublicRole.objects.filter(user=user).exclude(person_name="").values_list("person_name", flat=True)
    scrub_texts(Mentions(names=names), near(user))
    erase_person(user=user)
