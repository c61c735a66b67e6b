"""What people type of a date: read, refused with a reason, written back the same."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.dates import (
    Precision,
    Span,
    describe_period,
    make_span,
    read_date,
    type_date,
    type_span,
    write_date,
)
from maillage.core.forms import DoubtfulDateField, PeriodField

DAYS = st.dates(date(1000, 1, 1), date(2200, 12, 31))


@st.composite
def first_days(draw) -> tuple[date, str]:
    """A day with its precision, the first of its month or year if no more is known."""
    precision = draw(st.sampled_from([each for each in Precision if each != Precision.UNKNOWN]))
    day = draw(DAYS)
    if precision == Precision.DAY:
        return day, precision
    return (day.replace(day=1) if precision == Precision.MONTH else date(day.year, 1, 1)), precision


@st.composite
def last_days(draw) -> tuple[date, str]:
    """The first day after a day, a month or a year."""
    first, precision = draw(first_days())
    if precision == Precision.DAY:
        return first + timedelta(days=1), precision
    if precision == Precision.MONTH:
        return (first + timedelta(days=31)).replace(day=1), precision
    return date(first.year + 1, 1, 1), precision


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2019", (date(2019, 1, 1), "year")),
        ("06/2019", (date(2019, 6, 1), "month")),
        ("6.2019", (date(2019, 6, 1), "month")),
        ("2019-06", (date(2019, 6, 1), "month")),
        ("Juin 2019", (date(2019, 6, 1), "month")),
        ("26/06/2019", (date(2019, 6, 26), "day")),
        ("2019-06-26", (date(2019, 6, 26), "day")),
        ("1er août 2019", (date(2019, 8, 1), "day")),
        ("vers 2010", (date(2010, 1, 1), "circa")),
        ("au moins 2014", (date(2014, 1, 1), "at_least")),
        ("  ", None),
    ],
)
def test_dates_are_read_as_people_write_them(text, read):
    assert read_date(text) == read
    assert DoubtfulDateField(required=False).clean(text) == read


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("2019", date(2020, 1, 1)),
        ("12/2019", date(2020, 1, 1)),
        ("06/2019", date(2019, 7, 1)),
        ("28/02/2019", date(2019, 3, 1)),
        ("vers 2010", date(2011, 1, 1)),
    ],
)
def test_last_date_ends_the_day_after_what_it_names(text, after):
    assert read_date(text, last=True)[0] == after
    assert DoubtfulDateField(last=True).clean(text)[0] == after


@pytest.mark.parametrize(
    "text", ["31/02/2019", "hier", "0000", "9999", "13/2019", "20190626", "2019" * 3000, "🌱", "?"]
)
def test_dates_that_are_none_are_refused(text):
    with pytest.raises(ValidationError, match=r"Écrivez une année|n’existe pas|trop lointaine"):
        read_date(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        read = read_date(text)
    except ValidationError:
        return
    assert (read is None) == (not text.strip())


@given(first_days())
def test_first_day_is_read_back_as_it_is_typed(dated):
    assert read_date(type_date(*dated)) == dated


@given(last_days())
def test_last_day_is_read_back_as_it_is_typed(dated):
    assert read_date(type_date(*dated, last=True), last=True) == dated


@given(DAYS, st.sampled_from([Precision.CIRCA, Precision.AT_LEAST]))
def test_no_day_is_lost_by_a_doubt(day, precision):
    assert read_date(type_date(day, precision)) == (day, precision)
    after = day + timedelta(days=1)
    assert read_date(type_date(after, precision, last=True), last=True) == (after, precision)


@given(first_days().filter(lambda dated: dated[1] != Precision.AT_LEAST))
def test_written_date_is_read_back(dated):
    assert read_date(write_date(*dated)) == dated


@given(first_days(), last_days())
def test_described_period_is_read_back(start, end):
    if end[0] <= start[0]:
        return
    since, until = describe_period(DateRange(start[0], end[0]), start[1], end[1]).split(", ")
    assert make_span(read_date(since), read_date(until, last=True)) == make_span(start, end)


@given(st.none() | first_days(), st.none() | last_days())
def test_period_is_read_back_as_it_is_typed(start, end):
    if start and end and end[0] <= start[0]:
        return
    span = make_span(start, end)
    assert PeriodField(required=False).clean(list(type_span(span))) == span


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        (["", ""], Span()),
        (None, Span()),
        ([None, None], Span()),
        (["2019", ""], Span(DateRange(date(2019, 1, 1), None), "year", "unknown")),
        (["", "06/2021"], Span(DateRange(None, date(2021, 7, 1)), "unknown", "month")),
        (["2019", "2019"], Span(DateRange(date(2019, 1, 1), date(2020, 1, 1)), "year", "year")),
    ],
)
def test_period_is_read_with_its_precisions(typed, span):
    assert PeriodField(required=False).clean(typed) == span


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        (["2020", "2019"], ["La fin vient avant le début : vérifiez les deux dates."]),
        (["hier", ""], ["Depuis : Écrivez une année (2019), un mois (06/2019) ou un jour (26/06/2019)."]),
        (
            ["13/2019", "9999"],
            [
                "Depuis : Cette date n’existe pas : vérifiez le jour et le mois.",
                "Jusqu’à, inclus : Cette année est trop lointaine : vérifiez ses quatre chiffres.",
            ],
        ),
    ],
)
def test_period_that_is_none_says_which_date_and_why(typed, messages):
    with pytest.raises(ValidationError) as refused:
        PeriodField(required=False).clean(typed)
    assert refused.value.messages == messages


def test_required_period_is_demanded():
    with pytest.raises(ValidationError, match="obligatoire"):
        PeriodField().clean(["", " "])
