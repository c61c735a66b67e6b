"""Dates of the territories of action: typed with their doubt, refused beside the field, never lost."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.core.dates import Span, span_of
from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.models import Organisation, Perimeter

SINCE_2019 = Span(DateRange(date(2019, 1, 1), None), "year", "unknown")


@pytest.fixture
def contributor(people, sign_in):
    return sign_in(people.contributor)


def places(organisation) -> str:
    return f"/organisations/{organisation.slug}/modifier/lieux/"


def span(organisation, territory) -> Span:
    return span_of(Perimeter.objects.get(organisation=organisation, territory=territory))


def test_known_territory_is_dated(contributor, organisation, ground):
    typed = {"version": 1, "territories": "62528", "dates-62528_start": "2019", "dates-62528_end": "06/2021"}
    assert contributor.post(places(organisation), typed).status_code == 302
    period = DateRange(date(2019, 1, 1), date(2021, 7, 1))
    assert span(organisation, ground.loos) == (period, "year", "month")
    assert Organisation.objects.get(pk=organisation.pk).version == 2
    page = contributor.get(places(organisation)).content.decode()
    assert 'name="dates-62528_start" value="2019"' in page
    assert 'name="dates-62528_end" value="06/2021"' in page


def test_added_territories_are_dated_and_the_known_ones_are_not(contributor, organisation, ground):
    typed = {"version": 1, "territories": "62528\n62498", "added_dates_start": "vers 2019", "added_dates_end": ""}
    contributor.post(places(organisation), typed)
    assert span(organisation, ground.loos) == Span()
    assert span(organisation, ground.lens) == (DateRange(date(2019, 1, 1), None), "circa", "unknown")


def test_dates_are_cleared_by_emptying_both(contributor, organisation, ground):
    update_organisation(
        actor=None,
        organisation=organisation,
        version=1,
        changes={"territories": [ground.loos], "spans": {ground.loos: SINCE_2019}},
    )
    typed = {"version": 2, "territories": "62528", "dates-62528_start": "", "dates-62528_end": ""}
    contributor.post(places(organisation), typed)
    assert span(organisation, ground.loos) == Span()


def test_dates_that_are_not_asked_stay(contributor, organisation, ground):
    changes = {"territories": [ground.loos], "spans": {ground.loos: SINCE_2019}}
    update_organisation(actor=None, organisation=organisation, version=1, changes=changes)
    contributor.post(places(organisation), {"version": 2, "territories": "62528\n62498"})
    assert span(organisation, ground.loos)[1:] == ("year", "unknown")
    update_organisation(actor=None, organisation=organisation, version=3, changes={"territories": [ground.loos]})
    assert span(organisation, ground.loos)[1:] == ("year", "unknown")


def test_saving_the_same_dates_changes_nothing(contributor, organisation, ground):
    exact = Span(DateRange(date(2014, 3, 5), None), "at_least", "unknown")
    changes = {"territories": [ground.loos], "spans": {ground.loos: exact}}
    update_organisation(actor=None, organisation=organisation, version=1, changes=changes)
    form = contributor.get(places(organisation)).context["form"]
    start, end = form["dates-62528"].value()
    typed = {"version": 2, "seat": "62528", "territories": "62528"}
    contributor.post(places(organisation), {**typed, "dates-62528_start": start, "dates-62528_end": end})
    assert start == "au moins 05/03/2014"
    assert span(organisation, ground.loos).period.lower == date(2014, 3, 5)
    assert Organisation.objects.get(pk=organisation.pk).version == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"dates-62528_start": "2021", "dates-62528_end": "2019"}, "La fin vient avant le début"),
        ({"dates-62528_start": "hier", "dates-62528_end": ""}, "Depuis : Écrivez une année (2019)"),
        ({"dates-62528_start": "", "dates-62528_end": "31/02/2019"}, "Jusqu’à, inclus : Cette date n’existe pas"),
        ({"added_dates_start": "2019", "added_dates_end": ""}, "ajoutez-le d’abord à la liste"),
    ],
)
def test_refused_dates_say_why_and_stay_typed(contributor, organisation, typed, words):
    answer = contributor.post(places(organisation), {"version": 1, "territories": "62528", **typed})
    page = answer.content.decode()
    name = next(iter(typed)).rpartition("_")[0]
    assert answer.status_code == 422
    assert words in page
    assert f'href="#id_{name}_0"' in page
    assert f'aria-describedby="id_{name}-error"' in page
    assert all(f'name="{field}" value="{text}"' in page for field, text in typed.items() if text)


def test_dates_typed_for_a_territory_that_left_meanwhile_are_kept(contributor, organisation, ground):
    update_organisation(actor=None, organisation=organisation, version=1, changes={"territories": [ground.lens]})
    typed = {"version": 1, "territories": "62528", "dates-62528_start": "2019", "dates-62528_end": ""}
    answer = contributor.post(places(organisation), typed)
    assert answer.status_code == 409
    assert 'name="dates-62528_start" value="2019"' in answer.content.decode()
    contributor.post(places(organisation), {**typed, "version": 2})
    assert span(organisation, ground.loos)[1:] == ("year", "unknown")


def test_stale_dates_are_shown_side_by_side(contributor, organisation, ground):
    changes = {"territories": [ground.loos], "spans": {ground.loos: SINCE_2019}}
    update_organisation(actor=None, organisation=organisation, version=1, changes=changes)
    typed = {"version": 1, "territories": "62528", "dates-62528_start": "2017", "dates-62528_end": ""}
    differences = contributor.post(places(organisation), typed).context["differences"]
    shown = {each["label"]: (each["typed"], each["stored"]) for each in differences}
    assert shown["Dates d’action : Loos-en-Gohelle"] == ("2017 – …", "2019 – …")


def test_history_keeps_the_former_dates(contributor, organisation, ground):
    for version, year in ((1, "2019"), (2, "2020")):
        typed = {"version": version, "territories": "62528", "dates-62528_start": year, "dates-62528_end": ""}
        contributor.post(places(organisation), typed)
    events = Perimeter.pgh_event_model.objects.filter(pgh_obj__organisation=organisation).order_by("pgh_id")
    assert [event.period and event.period.lower.year for event in events] == [None, 2019, 2020]
