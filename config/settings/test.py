"""Tests: a throw-away cluster of their own in the data directory, nothing read from the environment but the database."""

import hashlib

from config.postgres import EmbeddedPostgres
from config.settings import environment as env
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, STORAGES, TEMPLATES

DATA_DIR = BASE_DIR / "var" / f"test-{hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]}"
SECRET_KEY = "only-for-tests"  # noqa: S105
SITE_URL = ""
LOCAL_URL = "http://localhost:8000"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO = True
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ACCOUNT_RATE_LIMITS = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


class _Refused(str):
    """What a template shows for an undefined variable: Django asks it for text with `%`, and it raises."""

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"{{{{ {variable} }}}}")


class UndefinedVariable(Exception):
    """A template used a variable that its view did not give."""


TEMPLATES = [TEMPLATES[0] | {"OPTIONS": {**TEMPLATES[0]["OPTIONS"], "string_if_invalid": _Refused("%s")}}]  # type: ignore[dict-item]

database_url = env.text("DATABASE_URL", "")
POSTGRES = None if database_url else EmbeddedPostgres(DATA_DIR / "pg", durable=False)
DATABASES = {
    "default": env.database(database_url or POSTGRES.url("postgres"))  # type: ignore[union-attr]
    | {"ATOMIC_REQUESTS": False}
}
