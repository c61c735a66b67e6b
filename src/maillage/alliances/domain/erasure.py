"""The erasure of a person, as far as alliances hold something."""

from django.db.models import F

from maillage.accounts.domain.scrubbing import Mentions, near, scrub_texts
from maillage.accounts.models import User
from maillage.alliances.domain.people import withdraw_person
from maillage.alliances.selectors.personal import named_as, requests_to, unwritten_imports
from maillage.core import clock


def erase(user: User) -> None:
    """Take off the person where they are named, forget the addresses that questions were mailed to and the files they
    tried, of which the site holds nothing else.

    The participations stay; the alliances that they animated keep their other animators.
    """
    people = list(named_as(user))
    scrub_texts(Mentions(names=[each.person_name for each in people]), near(user))
    for person in people:
        withdraw_person(actor=None, person=person, now=clock.now())
    requests_to(user).update(email="", version=F("version") + 1)
    unwritten_imports(user).delete()
