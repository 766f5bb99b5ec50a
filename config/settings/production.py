"""Real citizens. Refuses to start with anything the demonstration uses, or with less than TLS."""

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings import base
from config.settings.base import *  # noqa: F403  (a settings module is its names)

SECRET_KEY = env.text("SECRET_KEY")
if SECRET_KEY == base.DEMO_SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is the demonstration's, which everyone can read. Make one of your own with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
if base.DEMO_MODE:
    raise ImproperlyConfigured(
        "DEMO_MODE is on. It shows a password on the login page, so it is not for production: "
        "remove it, or run with DJANGO_SETTINGS_MODULE=config.settings.dev."
    )
if env.text("DEMO_PASSWORD", ""):
    raise ImproperlyConfigured("DEMO_PASSWORD is set. Production has no demo accounts: remove it.")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

# No private services to fall back on: both have to be named.
for _name in ("DATABASE_URL", "REDIS_URL"):
    env.text(_name)

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if base.TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
