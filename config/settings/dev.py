"""One machine, made-up data: what `make run` uses. Set DEBUG=1 for Django's error pages."""

from config import env
from config.settings import base
from config.settings.base import *  # noqa: F403  (a settings module is its names)

DEMO_MODE = env.boolean("DEMO_MODE", default=True)
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "samspor-demo")
SECRET_KEY = env.text("SECRET_KEY", base.DEMO_SECRET_KEY)
DEBUG = env.boolean("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

if DEBUG:
    # Serve files as they lie in static/, so that an edit shows at once.
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
    STORAGES = {
        **base.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
