"""`manage.py load_reason_codes`: the shipped reasons for declining, forwarding, ending early."""

from typing import Any

from django.core.management.base import BaseCommand

from referrals.actions.reasons import load_reason_codes


class Command(BaseCommand):
    """Adds the reasons that are missing; safe to repeat."""

    help = "Load the shipped reason codes; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were added."""
        self.stdout.write(f"{load_reason_codes()} reason codes added")
