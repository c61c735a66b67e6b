"""The small network of the security tests serves here too: three organisations on a territory, one beside it."""

import pytest
from django.db import connection

from tests.security.conftest import world

__all__ = ["world"]


@pytest.fixture
def committed(transactional_db):
    """What is written is seen by other connections; the queue, which no flush empties, is left empty."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")
