"""Settings that would hurt quietly are found by `manage.py check` instead."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def secret_key_is_long_enough(**_: Any) -> list[CheckMessage]:
    """A short key can be guessed, and with it every session."""
    if settings.DEMO_MODE or len(settings.SECRET_KEY) >= 50:
        return []
    return [
        Error(
            f"SECRET_KEY has {len(settings.SECRET_KEY)} characters; at least 50 are needed.",
            hint="python -c 'import secrets; print(secrets.token_urlsafe(64))' makes one.",
            id="samspor.E001",
        )
    ]


@register(Tags.security)
def policy_allows_nothing_inline(**_: Any) -> list[CheckMessage]:
    """One `unsafe-…` or `data:` in the policy opens every page."""
    found = [
        f"{directive} {source}"
        for directive, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        for source in sources
        if "unsafe" in source or source in {"data:", "*", "https:"}
    ]
    if not found:
        return []
    return [
        Error(
            "The content security policy lets through what it is there to stop: "
            + ", ".join(found),
            hint="Move the script or style into a file under static/.",
            id="samspor.E002",
        )
    ]


@register()
def tasks_end_before_they_are_handed_on(**_: Any) -> list[CheckMessage]:
    """A task that may run longer than the broker waits is run twice at the same time."""
    limit = settings.CELERY_TASK_TIME_LIMIT
    wait = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    if settings.CELERY_TASK_SOFT_TIME_LIMIT < limit < wait:
        return []
    return [
        Error(
            f"TASK_SOFT_TIME_LIMIT ({settings.CELERY_TASK_SOFT_TIME_LIMIT} s) has to be less than "
            f"TASK_TIME_LIMIT ({limit} s), and that less than TASK_VISIBILITY_TIMEOUT ({wait} s).",
            hint="Otherwise the broker hands a task to a second worker beside the first.",
            id="samspor.E003",
        )
    ]


@register(Tags.database)
def no_demo_accounts_beside_real_ones(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """The demonstration's accounts have a password that stands in the documentation."""
    if settings.DEMO_MODE or not databases:
        return []
    from django.contrib.auth import get_user_model
    from django.db import DatabaseError

    try:
        left = get_user_model().objects.filter(
            email__endswith="@demo.samspor.example", is_active=True
        )
        names = list(left.order_by("email").values_list("email", flat=True)[:5])
    except DatabaseError:  # not migrated yet, or not up: other checks say so
        return []
    if not names:
        return []
    return [
        Error(
            "This database has demonstration accounts: " + ", ".join(names),
            hint="Use a database that was never seeded, or deactivate them.",
            id="samspor.E004",
        )
    ]
