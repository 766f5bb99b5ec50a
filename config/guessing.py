"""Guesses at one account from many addresses: those who come from a known one are still let in.

The count per account and address (AXES_FAILURE_LIMIT) does not slow a guesser with many addresses.
Counting per account alone would let anyone lock a doctor out. So once an account has been guessed
at too often within the hour, only addresses from which it has logged in before may try.
"""

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

HOUR = timedelta(hours=1)
KNOWN_FOR = timedelta(days=180)
KEPT_FOR = timedelta(days=30)


class GuessingHandler(AxesDatabaseHandler):  # type: ignore[misc]  # the library is untyped
    """Failed and successful logins in the database, with the count per account besides."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether the door is closed to this account from this address."""
        if super().is_locked(request, credentials):
            return True
        return is_guessed_at(request, get_client_username(request, credentials))

    def remove_out_of_limit_failure_logs(self, *, username: str, limit: int | None = None) -> int:
        """Forget old failures. The library's own would forget the newest, which are counted."""
        old = AccessFailureLog.objects.filter(
            username=username, attempt_time__lt=timezone.now() - KEPT_FOR
        )
        return int(old.delete()[0])


def is_guessed_at(request: HttpRequest, username: str | None) -> bool:
    """Whether the account has had too many wrong passwords, and the address is new to it.

    An account that does not exist is counted alike, so that nobody learns which do.
    """
    now = timezone.now()
    wrong = AccessFailureLog.objects.filter(username=username, attempt_time__gt=now - HOUR)
    if wrong.count() < settings.ACCOUNT_FAILURES_AN_HOUR:
        return False
    address = request.axes_ip_address  # type: ignore[attr-defined]  # the library's middleware
    return not AccessLog.objects.filter(
        username=username, ip_address=address, attempt_time__gt=now - KNOWN_FOR
    ).exists()
