"""What every answer has in common: a session's life, the language, who may keep a copy."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]

_RENEW_AFTER = 60  # seconds; a write to the sessions table at most this often


class SlidingSessionMiddleware:
    """Lets a session live on while it is used, without writing to the database at every click."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("renewed_at", 0) > _RENEW_AFTER:
                request.session["renewed_at"] = now
        return self.get_response(request)


class LanguageMiddleware:
    """Danish, unless the person chose otherwise.

    The choice is the language cookie's, else the user's own setting. The browser's wish is not
    asked: a clinic's browser is often installed in English, and its staff read Danish.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in known:
            chosen = getattr(request.user, "language", "")
        if chosen not in known:
            chosen = settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


class PrivateResponseMiddleware:
    """Health data stays out of shared caches and out of the browser's back button after logout."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response
