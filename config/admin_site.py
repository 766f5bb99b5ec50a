"""The admin: records that have no page of their own yet. Never anything about a citizen."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class SamsporAdminSite(admin.AdminSite):
    """For staff alone; to everyone else it is not there."""

    site_header = _("Samspor – administration")
    site_title = _("Samspor – administration")
    index_title = _("Det, der ikke har sin egen side endnu")
    site_url = "/"
    final_catch_all_view = False

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Answer 404 to whoever is not staff, as for everything else that is not theirs."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return cast("View", for_staff)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one log-in page, and it is not here: visitors are led to it."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
