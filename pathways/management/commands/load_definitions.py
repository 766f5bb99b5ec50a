"""Load the shipped pathway definitions; safe to repeat."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pathways.actions import load_definition
from pathways.verification import verify_yaml

SHIPPED = Path(__file__).resolve().parents[2] / "definitions"


class Command(BaseCommand):
    """Load YAML definitions as published versions: the shipped ones, or the files named."""

    help = "Load pathway definitions (the shipped ones, or the files named); safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="YAML files; default: shipped")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"] or sorted(SHIPPED.glob("*.yaml")):
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(
                    f"{path}: filen kan ikke læses som tekst i UTF-8 ({error}). "
                    "Angiv en YAML-fil, der findes."
                ) from error
            errors = [finding for finding in verify_yaml(text) if finding.is_error]
            if errors:
                problems = "\n".join(f"  {finding}" for finding in errors)
                raise CommandError(f"{path.name} er ikke indlæst:\n{problems}")
            version, is_new = load_definition(text)
            state = "indlæst" if is_new else "uændret"
            self.stdout.write(f"{version.pathway.key} version {version.number}: {state}")
