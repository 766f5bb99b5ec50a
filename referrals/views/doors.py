"""Addresses one only posts to. Opened by themselves they lead to the page they belong to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from referrals.models import Referral

View = Callable[..., HttpResponse]


def posted_from(page: str) -> Callable[[View], View]:
    """Only POST reaches the view; anything else is sent to `page` with the same ids, if its own.

    A refused form comes back at the address it was posted to. Whoever reloads it there, or changes
    the language, must not meet an empty 405.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: ActorRequest, **ids: Any) -> HttpResponse:
            if request.method != "POST":
                if "referral_id" in ids:
                    visible_or_404(Referral.objects, request.actor, pk=ids["referral_id"])
                return redirect(page, **ids)
            return view(request, **ids)

        return guarded

    return guard
