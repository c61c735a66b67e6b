"""The path, the commitments and the charter ask as much of the database for one row as for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.alliances.domain.charters import issue_charter
from maillage.alliances.domain.commitments import add_commitment
from maillage.alliances.domain.path import add_milestone
from maillage.core import clock


def write(world, number: int) -> None:
    late = clock.today() - timedelta(days=number)
    add_milestone(actor=None, alliance=world.alliance, changes={"title": f"Jalon {number}", "on": late})
    facts = {"decision": f"Engagement {number}", "accountable": world.elsewhere, "due_on": late}
    add_commitment(actor=None, alliance=world.alliance, changes=facts)
    issue_charter(
        actor=None,
        alliance=world.alliance,
        purpose=f"Objet {number}",
        rules="",
        after=number - 1,
        now=clock.now(),
    )


def asked(world, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert world.clients["member"].get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("rest", ["", "chemin/", "engagements/", "charte/", "charte/1.pdf"])
def test_page_asks_the_same_for_one_and_for_three(world, rest):
    write(world, 1)
    one = asked(world, f"/alliances/ecole-et-metiers/{rest}")
    write(world, 2)
    write(world, 3)
    assert asked(world, f"/alliances/ecole-et-metiers/{rest}") == one


def test_own_space_asks_once_for_what_is_late(world):
    before = asked(world, "/mon-espace/")
    for number in (1, 2, 3):
        write(world, number)
    assert asked(world, "/mon-espace/") == before
