from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StratificationConfig(AppConfig):
    name = "stratification"
    verbose_name = _("Stratificering")
