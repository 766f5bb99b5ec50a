"""What `make test` uses: real PostgreSQL and Redis of their own, under var/test."""

import os

from config import env
from config.settings import base
from config.settings.base import *  # noqa: F403  (a settings module is its names)

VAR_DIR = base.BASE_DIR / "var" / "test"
DEMO_MODE = True
DEMO_PASSWORD = "samspor-demo"  # noqa: S105
SECRET_KEY = base.DEMO_SECRET_KEY
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

DATABASES = {
    "default": env.database(
        "DATABASE_URL", env.written(VAR_DIR / "pg" / "url") or "postgresql:///app"
    )
}
DATABASES["default"]["OPTIONS"] |= base.BINDING

# Several runs may share the machine, and the processes of one run share one Redis: each run has
# databases of its own, each process keys of its own. TEST_DATABASE=name with --reuse-db keeps one.
_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
_PROCESS = f"{_RUN}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DATABASE", f"test_{_RUN}")}
CACHES = {"default": {**base.CACHES["default"], "KEY_PREFIX": f"test-{_PROCESS}"}}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **base.CELERY_BROKER_TRANSPORT_OPTIONS,
    "global_keyprefix": f"test-{_PROCESS}:",
}

# A cheap hash: the tests log in often, and a test of its own holds production to Argon2.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Files as they lie in static/, so that no test needs collectstatic first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    **base.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media" / _PROCESS
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
