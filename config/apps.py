from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SamsporConfig(AppConfig):
    """The wiring itself: brings the checks of the settings with it."""

    name = "config"
    verbose_name = "Samspor"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the checks)


class SamsporAdminConfig(AdminConfig):
    """Django's admin with our site as the default."""

    default_site = "config.admin_site.SamsporAdminSite"
