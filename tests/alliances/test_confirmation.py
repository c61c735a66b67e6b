"""What the other party says of a tie: the states, who may change them, what a change by the declaring side does."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from maillage.alliances.domain.confirmation import (
    MoveRefused,
    NotTheOtherParty,
    confirm,
    confirm_own,
    contest,
    fall_silent,
)
from maillage.alliances.domain.participations import add_role, update_participation
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Participation, Request
from maillage.alliances.policies import can_answer_for
from maillage.alliances.selectors.confirmations import answering, asymmetries
from maillage.core import clock
from maillage.core.dates import Span
from tests.alliances.letters import partner


def to_state(tie, state):
    """Bring a tie to a state by the moves that exist."""
    now = clock.now()
    if state == "silent":
        fall_silent(tie=tie, on=clock.today())
    if state == "confirmed":
        confirm(actor=None, tie=tie, now=now)
    if state == "contested":
        contest(actor=None, tie=tie, text="Non.", now=now)
    tie.refresh_from_db()


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("declared", "confirmed", True),
        ("declared", "contested", True),
        ("declared", "silent", True),
        ("silent", "confirmed", True),
        ("silent", "contested", True),
        ("silent", "silent", False),
        ("confirmed", "contested", True),
        ("confirmed", "silent", False),
        ("contested", "confirmed", True),
        ("contested", "silent", False),
    ],
)
def test_state_moves_only_as_the_other_party_answers(world, before, after, allowed):
    tie = partner(world)
    to_state(tie, before)
    if allowed:
        to_state(tie, after)
        assert tie.state == after
    else:
        with pytest.raises(MoveRefused):
            to_state(tie, after)


def test_confirming_takes_the_objection_away_from_the_page_and_keeps_it_in_the_history(world):
    tie = partner(world)
    contest(actor=None, tie=tie, text="Depuis 2021 seulement.", now=clock.now())
    confirm(actor=None, tie=tie, now=clock.now())
    tie.refresh_from_db()
    assert (tie.state, tie.contested_text) == ("confirmed", "")
    told = Participation.pgh_event_model.objects.filter(pgh_obj=tie).values_list("contested_text", flat=True)
    assert "Depuis 2021 seulement." in told


def test_confirming_by_account_lifts_the_mark_of_the_link_and_not_the_reverse(world):
    tie = confirm(actor=None, tie=partner(world), now=clock.now(), by_link=True)
    assert tie.confirmed_by_link
    tie = confirm(actor=world.users["neighbour"], tie=tie, now=clock.now())
    assert not tie.confirmed_by_link
    assert not confirm(actor=None, tie=tie, now=clock.now(), by_link=True).confirmed_by_link


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_objection_is_a_few_words(world, text):
    with pytest.raises(ValidationError) as refused:
        contest(actor=None, tie=partner(world), text=text, now=clock.now())
    assert "text" in refused.value.message_dict


@pytest.mark.parametrize(
    ("visitor", "may"), [("neighbour", True), ("member", False), ("steward", False), ("administrator", False)]
)
def test_only_the_people_of_the_organisation_speak_for_it(world, visitor, may):
    assert can_answer_for(world.users[visitor], partner(world)) is may


def test_change_by_the_declaring_side_declares_anew_what_was_confirmed(world):
    tie = confirm(actor=None, tie=partner(world), now=clock.now())
    span = Span(DateRange(date(2010, 1, 1), None), "year")
    changed = update_participation(
        actor=world.users["member"], participation=tie, version=tie.version, changes={"span": span}
    )
    assert (changed.state, changed.state_since) == ("declared", clock.today())


def test_role_added_by_the_declaring_side_declares_anew(world):
    tie = confirm(actor=None, tie=partner(world), now=clock.now())
    add_role(actor=world.users["member"], participation=tie, role="funder", span=Span())
    tie.refresh_from_db()
    assert tie.state == "declared"


def test_change_by_the_party_itself_keeps_its_word(world):
    tie = confirm(actor=None, tie=partner(world), now=clock.now())
    add_role(actor=world.users["neighbour"], participation=tie, role="funder", span=Span())
    tie.refresh_from_db()
    assert tie.state == "confirmed"


def test_who_describes_an_alliance_confirms_its_own_organisation_at_once(world):
    assert confirm_own(actor=world.users["member"], alliance=world.alliance, now=clock.now()) == 1
    states = dict(world.alliance.participations.values_list("organisation__name", "state"))
    assert states == {"Atelier public": "confirmed", "Voisine de Lens": "declared"}


def related(world, declared_by=None):
    return add_relation(
        actor=None,
        from_organisation=world.public,
        to_organisation=world.elsewhere,
        kind="supports",
        declared_by=declared_by,
    )


def test_end_that_declared_a_relation_does_not_confirm_it(world):
    relation = related(world, declared_by=world.public)
    assert answering(relation) == {world.elsewhere.pk}
    with pytest.raises(NotTheOtherParty):
        confirm(actor=None, tie=relation, now=clock.now(), organisation=world.public)
    assert confirm(actor=None, tie=relation, now=clock.now()).state == "confirmed"


def test_relation_declared_by_a_third_party_is_answered_by_either_end(world):
    relation = related(world)
    assert answering(relation) == {world.public.pk, world.elsewhere.pk}
    with pytest.raises(NotTheOtherParty):
        confirm(actor=None, tie=relation, now=clock.now())


def test_end_that_did_not_contest_cannot_lift_the_objection(world):
    relation = contest(actor=None, tie=related(world), text="Jamais.", now=clock.now(), organisation=world.elsewhere)
    with pytest.raises(NotTheOtherParty):
        confirm(actor=None, tie=relation, now=clock.now(), organisation=world.public)
    assert confirm(actor=None, tie=relation, now=clock.now(), organisation=world.elsewhere).state == "confirmed"


def test_answer_given_in_ones_space_leaves_its_trace_and_its_day(world):
    confirm(actor=world.users["neighbour"], tie=partner(world), now=clock.now())
    trace = Request.objects.get(participation=partner(world))
    assert (trace.answer, trace.email, trace.organisation) == ("confirm", "", world.elsewhere)


def rows(*states):
    return [Participation(state=state, state_since=date(2026, 3, 4)) for state in states]


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ([], ""),
        (["confirmed"], "Le seul partenaire a confirmé."),
        (["confirmed", "confirmed"], "Tous les partenaires ont confirmé."),
        (["declared", "declared"], "Personne n’a encore confirmé, 2 n’ont pas encore répondu."),
        (
            ["confirmed", "confirmed", "confirmed", "contested", "silent"],
            "3 partenaires sur 5 ont confirmé, un conteste, un n’a pas répondu depuis le 4 mars 2026.",
        ),
    ],
)
def test_asymmetry_is_one_sentence(states, sentence):
    assert asymmetries(rows(*states)).sentence == sentence


def test_asymmetry_tells_the_oldest_silence():
    silent = rows("silent", "silent")
    silent[1].state_since -= timedelta(days=30)
    assert asymmetries(silent).silent_since == date(2026, 2, 2)
