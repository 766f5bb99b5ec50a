from django.apps import AppConfig


class SamsporConfig(AppConfig):
    """The wiring itself: brings the checks of the settings with it."""

    name = "config"
    verbose_name = "Samspor"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the checks)
