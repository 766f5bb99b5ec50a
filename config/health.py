"""Doors for machines that watch: is the process alive, and can it do its work?"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse


class HealthMiddleware:
    """Answers /healthz and /readyz before anything else has a say.

    The outermost middleware, as probes ask by address instead of name, without TLS and without
    logging in, and must be answered also when sessions cannot be read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return healthz()
        if request.path == "/readyz":
            return readyz()
        return self.get_response(request)


def healthz() -> HttpResponse:
    """The process answers. Says nothing of its surroundings, so that none is killed for them."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz() -> JsonResponse:
    """Whether pages can be served: the database has to answer.

    A broker that is down is told but keeps the door open: referrals are still written, and a
    sweep finds what was not announced.
    """
    parts = {"database": _answers(_ask_database), "redis": _answers(_ask_redis)}
    return JsonResponse(parts, status=200 if parts["database"] == "ok" else 503)


def _answers(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Exception as error:  # whatever went wrong, its kind is the answer
        return type(error).__name__
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    cache.get("readyz")
