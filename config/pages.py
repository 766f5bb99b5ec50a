"""Pages that belong to no room: help, privacy, accessibility, keyboard shortcuts, the style guide."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from config import styleguide

app_name = "pages"


def _page(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page of words only, open to everyone."""

    @login_not_required
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, template)

    return view
