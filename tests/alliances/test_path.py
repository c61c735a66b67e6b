"""The path of an alliance: what is told, in which order, as of which day, and to whom."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.alliances import set_stage
from maillage.alliances.domain.commitments import add_commitment
from maillage.alliances.domain.participations import add_participation, end_participation
from maillage.alliances.domain.path import (
    NothingToRestore,
    StaleMilestone,
    add_milestone,
    remove_milestone,
    restore_milestone,
    update_milestone,
)
from maillage.alliances.models import Milestone, Participation
from maillage.alliances.selectors.path import read_path
from maillage.core import clock
from maillage.core.dates import Span


def told(path) -> list[tuple]:
    return [(step.kind, step.on, step.title or [each.name for each in step.organisations]) for step in path.steps]


@pytest.fixture
def walked(world):
    alliance = world.alliance
    Participation.objects.filter(alliance=alliance).delete()
    for title, kind, on, precision in (
        ("La convention est signée", "success", date(2014, 5, 2), "day"),
        ("Le financement s’arrête", "difficulty", date(2017, 1, 1), "year"),
        ("Une première idée", "step", None, "unknown"),
    ):
        changes = {"title": title, "kind": kind, "on": on, "precision": precision}
        add_milestone(actor=None, alliance=alliance, changes=changes)
    set_stage(actor=None, alliance=alliance, stage="prototype", reached_on=date(2015, 1, 1), precision="year")
    stay = add_participation(
        actor=None,
        alliance=alliance,
        organisation=world.public,
        changes={"span": Span(DateRange(date(2013, 1, 1), None), "year")},
    )
    end_participation(actor=None, participation=stay, on=date(2019, 1, 1), precision="year", reason="Autre priorité")
    add_participation(actor=None, alliance=alliance, organisation=world.elsewhere, attested_on=date(2018, 1, 1))
    add_participation(
        actor=None,
        alliance=alliance,
        organisation=world.members_only,
        changes={"span": Span(DateRange(date(2013, 1, 1), None), "year")},
    )
    add_commitment(
        actor=None,
        alliance=alliance,
        changes={"decision": "Ouvrir l’atelier", "accountable": world.elsewhere, "decided_on": date(2016, 3, 1)},
    )
    return alliance


def test_path_tells_everything_in_order_and_what_has_no_date_last(world, walked):
    assert told(read_path(walked, world.users["member"], on=clock.today())) == [
        ("arrival", date(2013, 1, 1), ["Atelier public", "Cercle réservé"]),
        ("success", date(2014, 5, 2), "La convention est signée"),
        ("stage", date(2015, 1, 1), "prototype"),
        ("commitment", date(2016, 3, 1), "Ouvrir l’atelier"),
        ("difficulty", date(2017, 1, 1), "Le financement s’arrête"),
        ("departure", date(2018, 12, 31), ["Atelier public"]),
        ("arrival", None, ["Voisine de Lens"]),
        ("step", None, "Une première idée"),
    ]


def test_path_on_a_past_day_knows_nothing_of_what_followed(world, walked):
    kinds = [step.kind for step in read_path(walked, world.users["member"], on=date(2016, 1, 1)).steps]
    assert kinds == ["arrival", "success", "stage", "step"]


def test_path_names_only_the_organisations_the_reader_sees(world, walked, client):
    answer = client.get("/alliances/ecole-et-metiers/chemin/").content.decode()
    assert "Atelier public" in answer
    assert "Cercle réservé" not in answer


def test_path_says_itself_in_one_sentence(world, walked):
    path = read_path(walked, world.users["member"], on=clock.today())
    assert path.sentence.replace("\xa0", " ") == "8 moments (2013 – 2018), dont 1 réussite et 1 difficulté."


def test_path_shown_shortly_says_how_many_came_before(world, walked):
    path = read_path(walked, world.users["member"], on=clock.today(), shown=3)
    assert (len(path.steps), path.earlier) == (3, 5)


def test_contested_arrival_is_not_part_of_the_path(world, walked):
    Participation.objects.filter(organisation=world.elsewhere).update(state="contested")
    steps = read_path(walked, world.users["member"], on=clock.today()).steps
    assert all(world.elsewhere not in step.organisations for step in steps if step.kind == "arrival")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": "  "}, "title"),
        ({"title": "Demain", "on": date(2200, 1, 1)}, "on"),
        ({"title": "Photo", "image": None, "kind": "exploit"}, "kind"),
    ],
)
def test_milestone_that_says_nothing_true_is_refused(world, changes, where):
    with pytest.raises(ValidationError) as refused:
        add_milestone(actor=None, alliance=world.alliance, changes=changes)
    assert where in refused.value.message_dict
    assert not Milestone.objects.exists()


def test_milestone_of_a_stale_form_is_refused(world):
    milestone = add_milestone(actor=None, alliance=world.alliance, changes={"title": "Une idée"})
    update_milestone(actor=None, milestone=milestone, version=1, changes={"title": "L’idée"})
    with pytest.raises(StaleMilestone) as refused:
        update_milestone(actor=None, milestone=milestone, version=1, changes={"title": "Mon idée"})
    assert refused.value.current.title == "L’idée"


def test_milestone_taken_back_is_put_back_as_it_was(world):
    milestone = add_milestone(
        actor=None, alliance=world.alliance, changes={"title": "Une idée", "on": date(2014, 1, 1), "precision": "year"}
    )
    remove_milestone(actor=None, milestone=milestone)
    again = restore_milestone(actor=None, alliance=world.alliance, public_id=milestone.public_id)
    assert (again.title, again.on, again.precision) == ("Une idée", date(2014, 1, 1), "year")
    with pytest.raises(NothingToRestore):
        restore_milestone(actor=None, alliance=world.alliance, public_id=milestone.public_id)


def test_milestone_of_another_alliance_is_not_put_back_here(world):
    milestone = add_milestone(actor=None, alliance=world.partners_alliance, changes={"title": "Secret"})
    remove_milestone(actor=None, milestone=milestone)
    with pytest.raises(NothingToRestore):
        restore_milestone(actor=None, alliance=world.alliance, public_id=milestone.public_id)
