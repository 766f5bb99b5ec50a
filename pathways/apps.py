"""What was agreed: pathway definitions, their versions and the advice they give."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "Forløbsprogrammer"
