"""Production refuses to start with anything the demonstration uses, and says why."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from config.settings.base import DEMO_SECRET_KEY

SOUND = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "a-key-of-this-installation-only-and-long-enough-to-be-one-" + "x7Q",
    "ALLOWED_HOSTS": "samspor.example",
    "DATABASE_URL": "postgresql://samspor@db/samspor",
    "REDIS_URL": "redis://broker:6379",
    "TRUSTED_PROXIES": "1",
}


def start(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    keep = {"PATH": os.environ["PATH"], "SAMSPOR_VAR": str(settings.VAR_DIR)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={**keep, **SOUND, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": DEMO_SECRET_KEY}, "SECRET_KEY is the demonstration's"),
        ({"DEMO_MODE": "1"}, "DEMO_MODE is on."),
        ({"DEMO_PASSWORD": "samspor-demo"}, "DEMO_PASSWORD is set."),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set."),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set."),
        ({"REDIS_URL": ""}, "REDIS_URL is not set."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_it_does_not_start(changes, sentence):
    started = start("-c", "import config.settings.production", **changes)

    assert started.returncode != 0
    assert f"ImproperlyConfigured: {sentence}" in started.stderr


def test_with_sound_settings_no_check_has_anything_to_say():
    checked = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_a_short_secret_key_is_an_error(settings):
    settings.DEMO_MODE = False
    settings.SECRET_KEY = "short"

    with pytest.raises(SystemCheckError, match="SECRET_KEY has 5 characters; at least 50"):
        call_command("check")


def test_a_policy_that_lets_inline_scripts_through_is_an_error(settings):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", "'unsafe-inline'"]}}

    with pytest.raises(SystemCheckError, match="script-src 'unsafe-inline'"):
        call_command("check")


def test_a_task_that_may_outlive_the_brokers_patience_is_an_error(settings):
    settings.CELERY_TASK_TIME_LIMIT = 300
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}

    with pytest.raises(SystemCheckError, match="less than TASK_VISIBILITY_TIMEOUT"):
        call_command("check")


def test_demonstration_accounts_in_a_real_database_are_an_error(settings, cast):
    settings.DEMO_MODE = False
    settings.SECRET_KEY = SOUND["SECRET_KEY"]

    with pytest.raises(SystemCheckError, match=r"editor@demo\.samspor\.example"):
        call_command("check", databases=["default"])
