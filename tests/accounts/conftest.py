"""People and their letters."""

import re

import pytest

from maillage.accounts.domain.creation import create_account

PASSWORD = "tisser-des-liens-durables"


@pytest.fixture
def person(db):
    return create_account(actor=None, email="camille@example.org", password=PASSWORD)


@pytest.fixture
def passwordless(db):
    return create_account(actor=None, email="sans-mot@example.org")


@pytest.fixture
def code(mailoutbox):
    """Read the code of the last letter."""

    def read():
        return re.search(r"\d{4}-\d{4}", mailoutbox[-1].body)[0]

    return read
