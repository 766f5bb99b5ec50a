"""Every address of Samspor, each app's under its name. For /healthz see config/health.py."""

import importlib.util

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language


def existing(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module))] if importlib.util.find_spec(module) else []


urlpatterns = [
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
    *existing("", "config.home"),
    *existing("", "config.pages"),
    *existing("", "organisations.urls"),
    *existing("citizens/", "citizens.urls"),
    *existing("pathways/", "pathways.urls"),
    *existing("courses/", "courses.urls"),
    *existing("stratification/", "stratification.urls"),
    *existing("", "referrals.urls"),
    *existing("monitoring/", "monitoring.urls"),
]
