"""The demonstration and development on one's own machine: embedded PostgreSQL, a secret kept in the data directory."""

import secrets

from config.settings import environment as env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR


def _kept_secret() -> str:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = DATA_DIR / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


from config.postgres import EmbeddedPostgres  # noqa: E402

SECRET_KEY = _kept_secret()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.items("ALLOWED_HOSTS")]
DEBUG = env.flag("MAILLAGE_DEBUG")
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

database_url = env.text("DATABASE_URL", "")
POSTGRES = None if database_url else EmbeddedPostgres(DATA_DIR / "pg")
DATABASES = {
    "default": env.database(database_url or POSTGRES.url("maillage"))  # type: ignore[union-attr]
    | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
}
