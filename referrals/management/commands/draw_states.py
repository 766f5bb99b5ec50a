"""`manage.py draw_states`: writes docs/referral-states.md from the table of states."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from referrals.diagram import state_diagram

DOCUMENT = Path("docs") / "referral-states.md"


class Command(BaseCommand):
    """Draws the referral's states; with --check only says whether the document is current."""

    help = "Draw docs/referral-states.md from the table of states."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check: write nothing, fail when the document is not current."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw, or compare."""
        with override("da"):
            drawn = state_diagram()
        place = settings.BASE_DIR / DOCUMENT
        if options["check"]:
            if not place.exists() or place.read_text() != drawn:
                self.stderr.write(f"{DOCUMENT} is not current: run manage.py draw_states")
                raise SystemExit(1)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(drawn)
        self.stdout.write(f"{DOCUMENT} written")
