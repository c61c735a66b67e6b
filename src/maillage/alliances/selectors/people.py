"""Through whom an organisation takes part: only those who said yes, and only as long as they do.

Each function reads `participation.people.all()`: prefetch it for several rows.
"""

from datetime import date

from maillage.alliances.enums import Mobilised
from maillage.alliances.models import InvolvedPerson, Participation


def people_shown(participation: Participation, day: date) -> list[InvolvedPerson]:
    """Return the people named on a day: they agreed, did not withdraw since, and had not left."""
    return [
        each
        for each in participation.people.all()
        if each.person_name and each.consent_given_at and not each.consent_withdrawn_at and _is_there(each, day)
    ]


def last_to_leave(participation: Participation, day: date) -> InvolvedPerson | None:
    """Return who left last when it was a person who was mobilised, not the organisation, and nobody of them is left.

    Somebody who withdrew or was erased counts as gone from that day on; their row has no name.
    """
    if participation.mobilised != Mobilised.PERSON:
        return None
    agreed = [each for each in participation.people.all() if each.consent_given_at is not None]
    if any(_is_there(each, day) for each in agreed):
        return None
    gone = [(each.period.upper, each) for each in agreed if each.period and each.period.upper]
    return max(gone, key=lambda pair: pair[0])[1] if gone else None


def _is_there(person: InvolvedPerson, day: date) -> bool:
    period = person.period
    return period is None or (
        (period.lower is None or period.lower <= day) and (period.upper is None or day < period.upper)
    )
