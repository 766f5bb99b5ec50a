"""Where on the way: one citizen's course along one pathway."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Forløb"
