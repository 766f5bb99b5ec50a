"""Who is asking, and on whose behalf: every request is made as one membership, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import middleware as auth_middleware
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from organisations.models import Membership, User

GetResponse = Callable[[HttpRequest], HttpResponse]

SESSION_KEY = "acting_membership"
IDLE = "idle"


def acting_not_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that a logged-in user may reach before a membership has been chosen."""
    view.acting_required = False  # type: ignore[attr-defined]
    return view


class LoginRequiredMiddleware(auth_middleware.LoginRequiredMiddleware):
    """Django's, which closes every view not marked open; here it also says why one is logged out.

    A browser that still carries a session cookie has been idle too long: the log-in page then says
    so. A request for a part of a page is told to load the log-in page whole, and to come back to
    the page it stood on, not to the part.
    """

    def handle_no_permission(  # type: ignore[override]  # a part of a page gets 204
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        query = {self.get_redirect_field_name(view_func): _way_back(request)}
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            query[IDLE] = "1"
        address = f"{resolve_url(self.get_login_url(view_func))}?{urlencode(query)}"
        return _sent_to(request, address)


class ActingMembershipMiddleware:
    """Sets `request.actor`, the membership every read and write is made as, and its siblings.

    One membership is chosen by itself; with several the user chooses, and until then every page
    leads to the choice; with none a page says what to do. A membership that has ended meanwhile is
    no longer an actor: the session's choice is looked up among today's on each request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        memberships = _memberships(request.user)
        actor = _chosen(request, memberships)
        request.actor = actor  # type: ignore[attr-defined]
        request.other_memberships = [  # type: ignore[attr-defined]
            membership for membership in memberships if membership != actor
        ]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.actor is not None or not request.user.is_authenticated:  # type: ignore[attr-defined]
            return None
        if request.resolver_match is not None and request.resolver_match.app_name == "admin":
            return None  # staff enter as themselves; nothing there is about a citizen
        if not getattr(view, "login_required", True) or not getattr(view, "acting_required", True):
            return None
        if request.other_memberships:  # type: ignore[attr-defined]
            query = urlencode({"next": _way_back(request)})
            return _sent_to(request, f"{reverse('acting_membership')}?{query}")
        return render(request, "organisations/no_membership.html", status=403)


def _memberships(user: AbstractBaseUser | AnonymousUser) -> list[Membership]:
    """The user's memberships of today, each knowing its user without asking the database again."""
    if not isinstance(user, User):
        return []
    memberships = list(user.active_memberships())
    for membership in memberships:
        membership.user = user
    return memberships


def _chosen(request: HttpRequest, memberships: list[Membership]) -> Membership | None:
    if len(memberships) == 1:
        return memberships[0]
    chosen = request.session.get(SESSION_KEY) if memberships else None
    return next((membership for membership in memberships if membership.pk == chosen), None)


def _way_back(request: HttpRequest) -> str:
    """The page to return to: for a part of a page, the page it stands on; never a write."""
    if _is_partial(request):
        return (
            urlsplit(request.headers.get("HX-Current-URL", "/"))
            ._replace(scheme="", netloc="")
            .geturl()
        )
    return request.get_full_path() if request.method in {"GET", "HEAD"} else "/"


def _sent_to(request: HttpRequest, address: str) -> HttpResponse:
    response: HttpResponse
    if _is_partial(request):
        response = HttpResponse(status=204, headers={"HX-Redirect": address})
    else:
        response = redirect(address)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _is_partial(request: HttpRequest) -> bool:
    """Did htmx ask? Read from the header: django-htmx's middleware runs further in."""
    return request.headers.get("HX-Request") == "true"
