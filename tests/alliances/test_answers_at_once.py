"""Two hands on the same link at the same moment: one answer is recorded, the other is told."""

import threading

import pytest
from django.db import connection, connections

from maillage.alliances.domain.answering import LinkOver, answer_request
from maillage.alliances.models import Request
from maillage.core import clock
from tests.alliances.letters import ask_of, partner


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(committed, world):
    request = ask_of(world, partner(world))
    done: list[str] = []
    start = threading.Barrier(2)

    def answer(given: str) -> None:
        held = Request.objects.select_related("organisation", "participation").get(pk=request.pk)
        start.wait()
        try:
            answer_request(actor=None, request=held, answer=given, text="Non.", now=clock.now())
            done.append(given)
        except LinkOver as over:
            done.append(over.state)
        finally:
            connections.close_all()

    hands = [threading.Thread(target=answer, args=(given,)) for given in ("confirm", "contest")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    connection.close()
    kept = {"confirm": "confirmed", "contest": "contested"}[next(each for each in done if each != "answered")]
    assert "answered" in done
    assert partner(world).state == kept
