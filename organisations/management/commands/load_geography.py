"""`manage.py load_geography`: regions and municipalities; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.actions import load_geography


class Command(BaseCommand):
    help = "Load Denmark's regions and 98 municipalities. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        regions, municipalities = load_geography()
        self.stdout.write(f"{regions} regions and {municipalities} municipalities are in place.")
