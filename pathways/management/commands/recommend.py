"""Print the advice for one set of facts as JSON (ARCHITECTURE §6)."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organisations.models import Municipality
from pathways.availability import availability
from pathways.conditions.facts import FactError, parse_facts
from pathways.models import Version
from pathways.routing import Availability, route


class Command(BaseCommand):
    """Advice of a pathway in force for facts in a JSON file, or on standard input (-).

    Without --municipality every destination counts as offered unless the facts say that the
    municipality has not joined.
    """

    help = "Advice for one set of facts, as JSON. A fact left out is unknown, never false."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="the pathway, e.g. knee-osteoarthritis")
        parser.add_argument("--facts", required=True, help="a JSON file, or - for standard input")
        parser.add_argument("--municipality", help="four-digit code: what is on offer there")
        parser.add_argument("--on", type=date.fromisoformat, help="date, default today")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        version = Version.objects.in_force(on).filter(pathway__key=options["key"]).first()
        if version is None:
            raise CommandError(
                f"Intet program »{options['key']}« gælder {on:%d.%m.%Y}. "
                "Kør load_definitions, eller tjek nøglen."
            )
        definition = version.parsed
        try:
            facts = parse_facts(definition.vocabulary, _read_json(options["facts"]))
        except FactError as error:
            raise CommandError(str(error)) from error
        offers: dict[str, Availability] = {}
        if options["municipality"]:
            municipality = Municipality.objects.filter(code=options["municipality"]).first()
            if municipality is None:
                raise CommandError(
                    f"Ukendt kommunekode »{options['municipality']}«. Brug fire cifre, fx 0219."
                )
            found = availability(version, municipality, on)
            offers = dict(found.by_destination)
            if found.joined is not None:
                facts.setdefault("joined", found.joined)
        routing = route(definition, facts, offers)
        answer = routing.to_data() | {"version": {"key": options["key"], "number": version.number}}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _read_json(name: str) -> dict[str, Any]:
    """The facts of a file, or of standard input; a sentence where they can't be read."""
    try:
        if name == "-":
            data = json.load(sys.stdin)
        else:
            data = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{name} kan ikke læses: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{name} er ikke gyldig JSON: {error}.") from error
    if not isinstance(data, dict):
        raise CommandError('Oplysningerne skal være et JSON-objekt, fx {"bmi": 31.5}.')
    return data
