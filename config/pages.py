"""Pages that belong to no room: help, privacy, accessibility, keyboard shortcuts, style guide."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from config import styleguide
from organisations.models import User

app_name = "pages"


def _words(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page of words only, open to everyone: one should be able to read it before logging in."""

    @login_not_required
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, template)

    return view


@require_POST
def switch_shortcuts(request: HttpRequest) -> HttpResponse:
    """Turns the user's own single-letter shortcuts on or off (WCAG 2.1.4).

    Nothing but the user's own screen hangs on it, so it leaves no event.
    """
    user = cast(User, request.user)  # the log-in middleware lets nobody else in
    user.keyboard_shortcuts = request.POST.get("shortcuts") == "on"
    user.save(update_fields=["keyboard_shortcuts"])
    messages.success(
        request,
        _("Genvejstaster er slået til.")
        if user.keyboard_shortcuts
        else _("Genvejstaster er slået fra."),
    )
    return redirect("pages:shortcuts")


@login_not_required
@require_GET
def show_styleguide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, to be looked at and tested; never in production."""
    if not settings.DEMO_MODE:
        raise Http404
    return render(request, "pages/styleguide.html", styleguide.context())


@login_not_required
@require_GET
def styleguide_codes(request: HttpRequest) -> HttpResponse:
    """The list behind the style guide's code search."""
    if not settings.DEMO_MODE:
        raise Http404
    query = request.GET.get("q", "").strip()
    found = {"options": styleguide.matching_codes(query), "query": query}
    return render(request, "dkfds/code_options.html", found)


@login_not_required
@require_POST
def styleguide_save(request: HttpRequest) -> HttpResponse:
    """What the style guide's form that stores itself is answered with. Nothing is kept."""
    if not settings.DEMO_MODE:
        raise Http404
    return render(request, "pages/styleguide/_stored.html", {"note": request.POST.get("note", "")})


urlpatterns = [
    path("help/", _words("pages/help.html"), name="help"),
    path("privacy/", _words("pages/privacy.html"), name="privacy"),
    path("accessibility/", _words("pages/accessibility.html"), name="accessibility"),
    path("shortcuts/", _words("pages/shortcuts.html"), name="shortcuts"),
    path("shortcuts/switch/", switch_shortcuts, name="switch_shortcuts"),
    path("styleguide/", show_styleguide, name="styleguide"),
    path("styleguide/codes/", styleguide_codes, name="styleguide_codes"),
    path("styleguide/save/", styleguide_save, name="styleguide_save"),
]
