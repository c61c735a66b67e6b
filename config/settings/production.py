"""Production: everything comes from the environment, nothing has a weak default."""

from config.postgres import EmbeddedPostgres
from config.settings import environment as env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SITE_URL = env.text("MAILLAGE_SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else "")
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the one that sets X-Forwarded-Proto: limits count the real visitor
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

database_url = env.text("DATABASE_URL", "")
POSTGRES = None if database_url else EmbeddedPostgres(DATA_DIR / "pg")
DATABASES = {
    "default": env.database(database_url or POSTGRES.url("maillage"))  # type: ignore[union-attr]
    | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
}
