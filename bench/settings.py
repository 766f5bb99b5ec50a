"""Production's settings, but for what a measurement on one machine cannot have: TLS."""

from config.settings import base
from config.settings.production import *  # noqa: F403  (a settings module is its names)

INSTALLED_APPS = [*base.INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
