"""A row under validation is compared with its own values, not with every row of the same dates."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.participations import add_participation, add_role
from maillage.core.dates import Span

SINCE_2019 = Span(DateRange(date(2019, 1, 1), None), "year")


def test_two_organisations_may_take_part_at_the_same_dates(world):
    alliance = create_alliance(
        actor=None, changes={"name": "Bois du Val", "purpose": "Réemployer.", "territory": world.perimeter}
    )
    first, second = (
        add_participation(actor=None, alliance=alliance, organisation=each, changes={"span": SINCE_2019})
        for each in (world.public, world.elsewhere)
    )
    add_role(actor=None, participation=first, role="member", span=SINCE_2019)
    add_role(actor=None, participation=second, role="member", span=SINCE_2019)
    add_role(actor=None, participation=second, role="funder", span=SINCE_2019)
    with pytest.raises(ValidationError):
        add_participation(actor=None, alliance=alliance, organisation=world.public, changes={"span": SINCE_2019})
    with pytest.raises(ValidationError):
        add_role(actor=None, participation=first, role="member", span=SINCE_2019)
