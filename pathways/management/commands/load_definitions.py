"""Load the shipped pathway definitions; safe to repeat."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pathways.actions import load_definition
from pathways.documents import unreadable
from pathways.texts import LANGUAGES, text
from pathways.verification import verify_yaml

SHIPPED = Path(__file__).resolve().parents[2] / "definitions"


_REFUSED = text("er ikke indlæst", "is not loaded")
_LOADED = text("indlæst", "loaded")
_UNCHANGED = text("uændret", "unchanged")


class Command(BaseCommand):
    """Load YAML definitions as published versions: the shipped ones, or the files named."""

    help = "Load pathway definitions (the shipped ones, or the files named); safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="YAML files; default: shipped")

        parser.add_argument(
            "--language", choices=LANGUAGES, default="da", help="of the sentences; default da"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        for path in options["files"] or sorted(SHIPPED.glob("*.yaml")):
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(unreadable(path, error).in_(language)) from error
            errors = [finding for finding in verify_yaml(text) if finding.is_error]
            if errors:
                problems = "\n".join(f"  {finding.in_(language)}" for finding in errors)
                raise CommandError(f"{path.name} {_REFUSED.in_(language)}:\n{problems}")
            version, is_new = load_definition(text)
            state = (_LOADED if is_new else _UNCHANGED).in_(language)
            self.stdout.write(f"{version.pathway.key} version {version.number}: {state}")
