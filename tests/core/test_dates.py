from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.core.dates import describe_period, write_date


@pytest.mark.parametrize(
    ("day", "precision", "written"),
    [
        (date(2019, 6, 26), "day", "26 juin 2019"),
        (date(2019, 8, 1), "day", "1er août 2019"),
        (date(2019, 6, 1), "month", "juin 2019"),
        (date(2010, 1, 1), "year", "2010"),
        (date(2010, 1, 1), "circa", "vers 2010"),
    ],
)
def test_date_is_written_as_precisely_as_known(day, precision, written):
    assert write_date(day, precision) == written


@pytest.mark.parametrize(
    ("period", "start", "end", "attested", "written"),
    [
        (DateRange(date(2014, 1, 1), None), "at_least", "unknown", None, "depuis au moins 2014"),
        (DateRange(date(2008, 1, 1), date(2016, 1, 1)), "year", "day", None, "depuis 2008, jusqu’au 31 décembre 2015"),
        (DateRange(None, date(2016, 1, 1)), "unknown", "year", None, "jusqu’en 2015, date de début inconnue"),
        (None, "unknown", "unknown", date(2019, 6, 26), "date de début inconnue, attesté au 26 juin 2019"),
    ],
)
def test_period_is_described_in_french(period, start, end, attested, written):
    assert describe_period(period, start, end, attested) == written
