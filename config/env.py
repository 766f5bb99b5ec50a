"""The only door to environment variables. What is missing or wrong is said in a sentence."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """Return the variable as text; without a default it has to be set and not empty."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, then start again."
        )
    return default


def boolean(name: str, default: bool) -> bool:
    """Return the variable as true or false; anything but a clear yes or no is refused."""
    if name not in os.environ:
        return default
    value = os.environ[name].strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 for yes or 0 for no.")


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """Return the variable as a whole number that is at least `minimum`."""
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.") from None
    if number < minimum:
        raise ImproperlyConfigured(f"{name} is {number}; it has to be at least {minimum}.")
    return number


def words(name: str, default: list[str] | None = None) -> list[str]:
    """Return a comma-separated variable as a list; without a default it may not be empty."""
    found = [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
    if found:
        return found
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Give it one or more values with commas between, then start again."
        )
    return default


def written(path: Path) -> str | None:
    """Return the first line of a file the scripts write when a private service starts."""
    try:
        return path.read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """Return Django's database settings from postgresql://user:password@host:port/name?key=value.

    The query's `host` may be a directory with a unix socket; its other keys are handed to libpq.
    """
    parts = urlsplit(text(name, default))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"{name} starts with {parts.scheme!r}; Samspor runs on PostgreSQL, so write "
            "postgresql://user:password@host:5432/database."
        )
    options = dict(parse_qsl(parts.query))
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise ImproperlyConfigured(f"{name} names no database; end it with /samspor, for example.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
    }


def redis(name: str, default: str | None = None) -> str:
    """Return a Redis address: redis://, rediss:// (encrypted) or unix:// with a socket's path."""
    value = text(name, default)
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(
            f"{name} has to start with redis://, rediss:// or unix:// and the path of a socket."
        )
    return value.rstrip("/")
