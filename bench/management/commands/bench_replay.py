"""`manage.py bench_replay`: a replay of all referrals against a plain scan of them, as JSON."""

from __future__ import annotations

import copy
import json
import statistics
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from bench.management.commands.bench_parts import seconds
from pathways.definition import Definition
from pathways.models import Version
from pathways.replaying.counting import Ledger
from pathways.replaying.running import Asked, run

# Every value of both columns is looked at and nothing is made of it.
SCAN = """
SELECT count(*) FILTER (WHERE jsonb_typeof(facts) = 'object'),
  count(*) FILTER (WHERE jsonb_typeof(available) = 'object')
FROM pathways_advice WHERE version_id = %s AND chosen_destination <> ''
"""


class Command(BaseCommand):
    """The scan, a replay of the version itself, and of one in which about one in twenty moves.

    Taken in turn, so that a machine that is busy for a while is so for all three.
    """

    help = "Measure a replay against a plain scan of the same rows, and write the figures as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long."""
        parser.add_argument("--rounds", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and write."""
        version = Version.objects.get(pathway__key="knee-osteoarthritis", number=1)
        ledger = Ledger.of([version.pk], date(2000, 1, 1), date(2100, 1, 1))
        same, other = version.parsed, one_in_twenty(version)
        said: dict[str, Any] = {}

        def scan() -> None:
            with connection.cursor() as cursor:
                cursor.execute(SCAN, [version.pk])

        def replay(name: str, new: Definition) -> None:
            said[name] = run(Asked(same, new, version.pk, ledger, (same,)))

        times: dict[str, list[float]] = {"scan": [], "same": [], "changed": []}
        for _round in range(options["rounds"] + 1):
            times["scan"].append(seconds(scan))
            times["same"].append(seconds(lambda: replay("same", same)))
            times["changed"].append(seconds(lambda: replay("changed", other)))
        if said["same"]["moved"]:
            raise CommandError("An unchanged version moved somebody.")
        shares = {
            name: statistics.median(
                one / plain for one, plain in zip(times[name][1:], times["scan"][1:], strict=True)
            )
            for name in ("same", "changed")
        }
        figures = {
            "referrals": said["same"]["total"],
            "moved": said["changed"]["moved"],
            "scan_seconds": statistics.median(times["scan"][1:]),
            "same_seconds": statistics.median(times["same"][1:]),
            "changed_seconds": statistics.median(times["changed"][1:]),
            "same_scans": shares["same"],
            "changed_scans": shares["changed"],
        }
        self.stdout.write(json.dumps(figures))


def one_in_twenty(version: Version) -> Definition:
    """The version with two criteria drawn tighter, which moves about five in a hundred."""
    document = copy.deepcopy(version.definition)
    rules = {rule["key"]: rule for rule in document["rules"]}
    rules["K1"]["when"]["has_any"] = ["home_care"]
    rules["K4"]["when"] = {
        "all": [{"fact": "age", "at_least": 80}, {"fact": "group", "at_least": 3}]
    }
    document["examples"] = []
    return Definition.from_data(document)
