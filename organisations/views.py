"""The door: logging in and out, and choosing for whom one acts."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from organisations import ways_back
from organisations.demo import OPEN_FOR_CLAIM
from organisations.demo_logins import demo_logins
from organisations.forms import ActingMembershipForm, LogInForm
from organisations.middleware import IDLE, SESSION_KEY, acting_not_required
from organisations.requests import ActorRequest


@login_not_required
@sensitive_post_parameters("password")
@csrf_protect
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password in, a fresh session out. Axes answers repeated wrong passwords."""
    next_page = ways_back.next_page(request, settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return redirect(next_page)
    form = LogInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.user)  # gives the session a new key: one fixed beforehand is worthless
        return redirect(next_page)
    context = {
        "form": form,
        "next_page": next_page,
        "idle_minutes": settings.SESSION_COOKIE_AGE // 60 if IDLE in request.GET else None,
        "demo_logins": demo_logins(),
        "demo_password": settings.DEMO_PASSWORD if settings.DEMO_MODE else "",
        "open_for_claim": OPEN_FOR_CLAIM,
    }
    return render(request, "organisations/log_in.html", context)


@login_not_required
@require_POST
@never_cache
def log_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server; the page left open in the browser shows nothing new."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@acting_not_required
@never_cache
def acting_membership(request: ActorRequest) -> HttpResponse:
    """Choose for which organisation one acts. Kept in the session until log-out."""
    next_page = ways_back.next_page(request, settings.LOGIN_REDIRECT_URL)
    current = request.actor.pk if request.actor else None  # none before the first choice
    form = ActingMembershipForm(request.user, request.POST or None, initial={"membership": current})
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = form.cleaned_data["membership"].pk
        return redirect(next_page)
    context = {"form": form, "next_page": next_page}
    return render(request, "organisations/acting_membership.html", context)
