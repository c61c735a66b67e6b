"""The small network of the security tests serves here too: three organisations on a territory, one beside it."""

from tests.security.conftest import world

__all__ = ["world"]
