"""Try a draft on past referrals and print what would change, as JSON (ARCHITECTURE §6)."""

import json
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pathways.definition import Definition, DefinitionError
from pathways.models import Version
from pathways.replaying.ledger_of import asked_of
from pathways.replaying.running import run


class Command(BaseCommand):
    """Referrals by old and new destination, the cases that change and why, starts per week.

    Small counts are hidden as on the page. Nothing is written.
    """

    help = "Try a draft (a YAML file) on past referrals, and print what would change as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="the pathway, e.g. knee-osteoarthritis")
        parser.add_argument("--draft", required=True, type=Path, help="a definition as YAML")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="default: a year")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        last = options["last"] or timezone.localdate()
        first = options["first"] or last - timedelta(days=365)
        if first > last:
            raise CommandError("Perioden slutter, før den begynder. Byt om på --from og --to.")
        against = (
            Version.objects.in_force(timezone.localdate())
            .select_related("pathway")
            .filter(pathway__key=options["key"])
            .first()
        )
        if against is None:
            raise CommandError(
                f"Intet program »{options['key']}« gælder i dag. Kør load_definitions, eller tjek "
                "nøglen."
            )
        draft = _read(options["draft"])
        if draft.key != options["key"]:
            raise CommandError(f"Filen er programmet »{draft.key}«, ikke »{options['key']}«.")
        result = run(asked_of(draft, against, first, last))
        answer = {
            "pathway": options["key"],
            "against": against.number,
            "from": first.isoformat(),
            "to": last.isoformat(),
            **result,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _read(path: Path) -> Definition:
    try:
        return Definition.from_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            f"{path}: filen kan ikke læses som tekst i UTF-8. Angiv en YAML-fil, der findes."
        ) from error
    except DefinitionError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        raise CommandError(f"{path.name} kan ikke afprøves:\n{problems}") from error
