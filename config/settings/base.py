"""Settings that hold everywhere. `dev`, `test` and `production` only override.

Every environment variable is read through `config.env`, which says in a sentence what is wrong.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env
from config.beat import BEAT_SCHEDULE, TASK_ROUTES

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("SAMSPOR_VAR", str(BASE_DIR / "var")))

# Known to everyone who reads the code: production refuses to start with either.
DEMO_SECRET_KEY = "demo-secret-key-known-to-everyone-who-has-read-the-code"  # noqa: S105
DEMO_MODE = env.boolean("DEMO_MODE", default=False)
DEMO_PASSWORD = ""

DEBUG = False
ALLOWED_HOSTS: list[str] = []

# What the program is made of -----------------------------------------------------------------

OUR_APPS = [
    "organisations",
    "citizens",
    "pathways",
    "courses",
    "stratification",
    "referrals",
    "monitoring",
    "interop",
]
INSTALLED_APPS = [
    "config.apps.SamsporConfig",
    "config.apps.SamsporAdminConfig",
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "simple_history",
    "axes",
]
MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.PrivateResponseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.SlidingSessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "organisations.middleware.LoginRequiredMiddleware",  # Django's, with the way back
    "django.contrib.messages.middleware.MessageMiddleware",
    "organisations.middleware.ActingMembershipMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as it asks: it answers in place of a refused login
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "config.forms.DkfdsRenderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",  # the header: rooms by role, and who is acting
            ],
        },
    }
]

# Where things are kept -----------------------------------------------------------------------

# The scripts write these addresses when they start the private services under var/.
DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        env.written(VAR_DIR / "pg" / "url") or "postgresql:///app",
    )
}
# Values travel beside the statement, so that the database plans one it has met five times no more:
# on a page's many small questions it spent more time planning than answering. Behind a pooler of
# connections that gives each transaction another one, prepared statements have to be kept by it.
BINDING = {"server_side_binding": True, "prepare_threshold": 5}
DATABASES["default"]["OPTIONS"] |= BINDING
# Only where threads serve pages. A Celery child may not inherit a pool over a fork.
if pool_size := env.integer("DATABASE_POOL", 0):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted server costs no page

# One server: database 0 is the broker's, 1 the cache's.
REDIS_URL = env.redis("REDIS_URL", env.written(VAR_DIR / "redis" / "url") or "unix:///missing")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{REDIS_URL}?db=1" if REDIS_URL.startswith("unix:") else f"{REDIS_URL}/1",
        "KEY_PREFIX": "samspor",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}

# Private: letters and attachments. Only a view that has checked who asks may send one.
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o640

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Who may come in -----------------------------------------------------------------------------

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
# Where a look-up by CPR number leads: the name of a page that takes the citizen's id.
CITIZEN_PAGE = ""

# Five wrong passwords for one account from one address close that door for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "config.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.lockout.client_address"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
# What is refused unheard is no guess: it is not counted, and keeps no door closed for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# So many wrong passwords for one account within the hour, from whatever addresses, close it to
# addresses from which it has never logged in.
AXES_HANDLER = "config.guessing.GuessingHandler"
ACCOUNT_FAILURES_AN_HOUR = 20
# How many proxies of ours stand in front, each adding one address to X-Forwarded-For.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)

# Half an hour without a click and the shared computer in the clinic is nobody's.
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # htmx takes the token from <body hx-headers>, not from the cookie

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing inline, nothing from elsewhere, no data: addresses.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A patient group may name several hundred codes, each in three fields of one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Dansk")), ("en", _("Engelsk"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True

# Work in the background ----------------------------------------------------------------------

CELERY_BROKER_URL = (
    f"redis+socket://{REDIS_URL.removeprefix('unix://')}"
    if REDIS_URL.startswith("unix:")
    else f"{REDIS_URL}/0"
)
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True  # what a task did is in the database
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200  # typesetting letters makes a process grow
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # our LOGGING masks CPR numbers
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SOFT_TIME_LIMIT = env.integer("TASK_SOFT_TIME_LIMIT", 240, minimum=1)
CELERY_TASK_TIME_LIMIT = env.integer("TASK_TIME_LIMIT", 270, minimum=2)
# A killed worker's task is given to another after visibility_timeout, and only if the sweep runs
# often: with the library's defaults that took over a minute more.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": env.integer("TASK_VISIBILITY_TIMEOUT", 300, minimum=1),
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
# A page never waits long for a broker that is down: the sweep finds what was not announced.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = TASK_ROUTES
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# Figures -------------------------------------------------------------------------------------

# Counts of citizens below this are never shown, nor what they could be computed from.
SUPPRESSION_THRESHOLD = env.integer("SUPPRESSION_THRESHOLD", 5, minimum=3)

# What is written down about running ----------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_masking.MaskingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        # Django's own handlers would print past the mask.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
