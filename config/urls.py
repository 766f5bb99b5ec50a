"""Every address of Samspor, each app's under its name. For /healthz see config/health.py."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler400 = "config.refused.not_understood"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("config.home")),
    path("", include("config.pages")),
    path("", include("organisations.urls")),
    path("citizens/", include("citizens.urls")),
    path("pathways/", include("pathways.urls")),
    path("stratification/", include("stratification.urls")),
    path("", include("referrals.urls")),
    path("monitoring/", include("monitoring.urls")),
]
