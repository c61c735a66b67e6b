"""Typed reading of the environment: a value that is in doubt stops the start, with a French sentence."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "oui", "yes", "on"}
FALSE = {"0", "false", "non", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or `default`; raises ImproperlyConfigured when it is absent and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"La variable d’environnement {name} est nécessaire.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; raises ImproperlyConfigured on anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} vaut « {value} » : écrivez 1 ou 0.")


def items(name: str) -> list[str]:
    """Return the comma-separated values of the variable, empty when absent."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def origins(name: str) -> list[str]:
    """Return the origin ("https://host:port") of the address in the variable, in a list, empty when absent."""
    parts = urlsplit(os.environ.get(name, ""))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def path(name: str, default: Path) -> Path:
    """Return an absolute path."""
    return Path(os.environ.get(name) or default).expanduser().resolve()


def database(url: str) -> dict[str, object]:
    """Return Django's DATABASES entry for a `postgresql://` address.

    A socket folder is given percent-encoded as the host (`postgresql://user@%2Frun%2Fpg/name`) or as `?host=`.
    Raises ImproperlyConfigured for any other database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL doit commencer par postgresql:// (PostgreSQL 16 ou plus récent).")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.netloc.rpartition("@")[2].partition(":")[0])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def email(url: str) -> dict[str, object]:
    """Return Django's mail settings for `smtp://user:password@host:port`, `smtp+tls://` (STARTTLS) or `smtps://`."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL doit ressembler à smtp+tls://compte:motdepasse@serveur:587.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
