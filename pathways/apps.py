"""What was agreed: pathway definitions, their versions and the advice they give."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = _("Forløbsprogrammer")
