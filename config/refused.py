"""The page for a request that could not be read."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong: too much sent (413), or an address or form that makes no sense (400)."""
    too_much = isinstance(exception, RequestDataTooBig)
    # Without the request's context: what could not be read is not read again.
    page = loader.render_to_string("400.html", {"too_much": too_much})
    return HttpResponse(page, status=413 if too_much else 400)
