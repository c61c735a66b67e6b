"""Describing an alliance when some of its organisations have no record yet."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import AllianceChanges, create_alliance
from maillage.alliances.domain.confirmation import confirm_own
from maillage.alliances.models import Alliance
from maillage.core import clock
from maillage.organisations.domain.organisations import create_organisation
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation


@transaction.atomic
def describe_alliance(
    *, actor: User, changes: AllianceChanges, organisations: Iterable[Organisation | str]
) -> Alliance:
    """Describe an alliance between organisations, some of which have only a name yet: their records begin with it.

    Whoever writes them down gets no role in these; what they say of their own organisations is confirmed. Raises ValidationError, by field.
    """
    with recorded(actor=actor, action="alliances.create_alliance"):
        known = []
        for each in organisations:
            if isinstance(each, Organisation):
                known.append(each)
                continue
            try:
                known.append(create_organisation(actor=actor, changes={"name": each}, takes_charge=False))
            except ValidationError as error:
                raise ValidationError({"organisations": [f"« {each} » : {text}" for text in error.messages]}) from error
        alliance = create_alliance(actor=actor, changes=changes, organisations=known)
        confirm_own(actor=actor, alliance=alliance, now=clock.now())
        return alliance
