"""Check a pathway's definition before it is published, and print what is found as JSON."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pathways.documents import unreadable
from pathways.models import Version
from pathways.surroundings import surroundings
from pathways.texts import LANGUAGES, filled, text
from pathways.verification import Finding, has_errors, verify, verify_yaml


class Command(BaseCommand):
    """Findings of a YAML file, or of the newest version of a pathway, as a JSON list.

    Ends with 1 when one of them is an error, so that a script can stop on it.
    """

    help = "Check a definition (a YAML file, or a pathway's key); JSON; ends with 1 on errors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("definition", help="a YAML file, or a key: knee-osteoarthritis")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="date of adoptions and services; default today"
        )

        parser.add_argument(
            "--language", choices=LANGUAGES, default="da", help="of the sentences; default da"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        findings = _findings(options["definition"], on, options["language"])
        language = options["language"]
        told = [finding.to_data(language) for finding in findings]
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        if has_errors(findings):
            raise CommandError(_HAS_ERRORS.in_(language))


_HAS_ERRORS = text(
    "Definitionen har fejl, som skal rettes, før den kan udgives.",
    "The definition has errors that must be corrected before it can be published.",
)


def _findings(named: str, on: date, language: str) -> tuple[Finding, ...]:
    path = Path(named)
    if path.suffix in {".yaml", ".yml"} or path.is_file():
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(unreadable(named, error).in_(language), returncode=2) from error
        return verify_yaml(text, lambda key: surroundings(key, on))
    version = Version.objects.filter(pathway__key=named).order_by("-number").first()
    if version is None:
        nothing = filled(
            "Der er hverken en fil eller et program med navnet »{named}«. Tjek stavningen.",
            "There is neither a file nor a pathway named “{named}”. Check the spelling.",
            named=named,
        )
        raise CommandError(nothing.in_(language), returncode=2)
    return verify(version.definition, surroundings(named, on))
