"""The link of a letter is worth its answer: neither the logs nor the history keep its token."""

import io
import logging

import pytest
from pghistory.models import Context

from maillage.core.discretion import DiscreetFormatter
from tests.alliances.letters import ask_of, deliver, partner


@pytest.fixture
def path(world, mailoutbox) -> str:
    ask_of(world, partner(world))
    return deliver(mailoutbox)[0]


@pytest.fixture
def written():
    """What the console of the site receives, in its own format."""
    console = next(
        handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, DiscreetFormatter)
    )
    lines = io.StringIO()
    before = console.setStream(lines)
    yield lines
    console.setStream(before)


def test_refused_answer_is_logged_without_its_token(world, path, written):
    token = path.split("/")[2]
    assert world.clients["anonymous"].post(path, {}).status_code == 422
    assert "/reponses/…/" in written.getvalue()
    assert token not in written.getvalue()


@pytest.mark.parametrize("rest", ["", "retrait/"])
def test_wrong_link_is_logged_without_its_token(world, written, rest):
    world.clients["anonymous"].get(f"/reponses/jeton-mal-recopie/{rest}")
    assert "jeton-mal-recopie" not in written.getvalue()
    assert f"/reponses/…/{rest}" in written.getvalue()


def test_failure_is_logged_without_its_token(written):
    try:
        {}["/reponses/jeton-secret/retrait/?a=1"]
    except KeyError:
        logging.getLogger("maillage").exception("on %s", "https://maillage.example/reponses/jeton-secret")
    assert "jeton-secret" not in written.getvalue()
    assert "https://maillage.example/reponses/…" in written.getvalue()


def test_history_of_an_answer_keeps_the_address_without_its_token(world, path):
    assert world.clients["anonymous"].post(path, {"answer": "confirm"}).status_code in {200, 302}
    addresses = {context.metadata.get("url", "") for context in Context.objects.all()}
    assert "/reponses/…/" in addresses
    assert not [address for address in addresses if path.split("/")[2] in address]
