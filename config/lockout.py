"""What happens after too many wrong passwords, and from whom they came."""

from typing import Any

from axes.helpers import get_client_username
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.guessing import is_guessed_at


def client_address(request: HttpRequest) -> str:
    """Return the address the request came from.

    Each of our proxies adds one address at the right end of X-Forwarded-For; what stands further
    left was written by the client and proves nothing.
    """
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(
    request: HttpRequest, _response: Any = None, credentials: Any = None, **__: Any
) -> HttpResponse:
    """Say that the door is closed for now, to whom, and when to try again."""
    context = {
        "minutes": round(settings.AXES_COOLOFF_TIME * 60),
        "elsewhere": is_guessed_at(request, get_client_username(request, credentials)),
    }
    return render(request, "locked_out.html", context, status=429)
