"""Through whom an organisation takes part: only those who said yes, and only as long as they do."""

from datetime import date

from maillage.alliances.enums import Mobilised
from maillage.alliances.models import InvolvedPerson, Participation


def people_shown(participation: Participation, today: date) -> list[InvolvedPerson]:
    """Return the people named today: they agreed, did not withdraw, and have not left.

    Reads `participation.people.all()`: prefetch it for several rows.
    """
    return [each for each in participation.people.all() if is_shown(each, today)]


def mobilised_person_left(participation: Participation, today: date) -> bool:
    """Tell whether it was a person who was mobilised rather than the organisation, and nobody of them is left."""
    if participation.mobilised != Mobilised.PERSON:
        return False
    agreed = [each for each in participation.people.all() if each.consent_given_at is not None]
    return bool(agreed) and not any(is_shown(each, today) for each in agreed)


def is_shown(person: InvolvedPerson, today: date) -> bool:
    """Tell whether a person is named on that day."""
    if person.consent_given_at is None or person.consent_withdrawn_at is not None or not person.person_name:
        return False
    period = person.period
    return period is None or (
        (period.lower is None or period.lower <= today) and (period.upper is None or today < period.upper)
    )
