"""`manage.py bench_replay`: a replay of 100,000 referrals against plain scans of them, as JSON."""

from __future__ import annotations

import copy
import json
import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from bench.management.commands.bench_parts import seconds
from pathways.definition import Definition
from pathways.models import Advice, Version
from pathways.replaying.counting import Ledger
from pathways.replaying.running import Asked, run

# The plain scan of the replay's rows, and the least there is to ask of them: what each document is.
# The rows are fetched; no value in them is looked at, and no citizen's municipality. The limit is
# taken from this one, though the replay can do with nothing so small.
BARE = """
SELECT count(*) FILTER (WHERE jsonb_typeof(a.facts) = 'object'),
  count(*) FILTER (WHERE jsonb_typeof(a.available) = 'object')
FROM pathways_advice a
WHERE a.version_id = ANY(%s) AND a.chosen_destination <> '' AND a.at >= %s AND a.at < %s
"""
# What the replay reads, read and nothing more: its columns and its citizens' municipalities. Every
# value of the documents is looked at once (a hash is the cheapest that does), nothing is decided.
READ = """
SELECT c.municipality_id, count(*), max(jsonb_hash(a.facts)), max(jsonb_hash(a.available)),
  max(jsonb_hash(a.refused)), count(*) FILTER (WHERE a.destination <> '')
FROM pathways_advice a LEFT JOIN citizens_citizen c ON c.id = a.citizen_id
WHERE a.version_id = ANY(%s) AND a.chosen_destination <> '' AND a.at >= %s AND a.at < %s
GROUP BY c.municipality_id
"""
# Some of the seeded advice once more, with all that a replay reads of it.
FILL = """
INSERT INTO pathways_advice (id, version_id, organisation_id, membership_id, citizen_id, facts,
  available, "on", result, destination, provisional, chosen_destination, override_reason,
  override_text, at)
SELECT gen_random_uuid(), version_id, organisation_id, membership_id, citizen_id, facts,
  available, "on", '{}', destination, provisional, chosen_destination, override_reason,
  override_text, at
FROM pathways_advice, generate_series(1, %s) AS copy
WHERE version_id = %s AND chosen_destination <> '' ORDER BY copy, id LIMIT %s
"""


class Command(BaseCommand):
    """The scans, a replay of the version itself, and of one in which about one in twenty moves.

    Taken in turn, so that a machine that is busy for a while is so for all.
    """

    help = "Measure a replay against plain scans of the same rows, and write the figures as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long, and of how many at least."""
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--referrals", type=int, default=100_000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and write; nothing of what is filled in stays."""
        version = Version.objects.get(pathway__key="knee-osteoarthritis", number=1)
        with connection.cursor() as cursor:  # what was taken back last time is not to be scanned
            cursor.execute("VACUUM pathways_advice")
        with transaction.atomic():
            seeded = fill(version, options["referrals"])
            self.stdout.write(
                json.dumps({"seeded": seeded, **measured(version, options["rounds"])})
            )
            transaction.set_rollback(True)


def measured(version: Version, rounds: int) -> dict[str, Any]:
    """The median seconds of each, and in how many scans each replay is done (also a median)."""
    ledger = whole_ledger(version)
    same, other = version.parsed, one_in_twenty(version)
    said: dict[str, Any] = {}

    def replay(name: str, new: Definition) -> None:
        said[name] = run(Asked(same, new, version.pk, ledger, (same,)))

    parts: dict[str, Callable[[], Any]] = {
        "bare": partial(scan, BARE, ledger),
        "read": partial(scan, READ, ledger),
        "same": partial(replay, "same", same),
        "changed": partial(replay, "changed", other),
    }
    times: dict[str, list[float]] = {name: [] for name in parts}
    for _round in range(rounds + 1):
        for name, part in parts.items():
            times[name].append(seconds(part))
    if said["same"]["moved"]:
        raise CommandError("An unchanged version moved somebody.")

    def scans(replayed: str, scanned: str) -> float:
        pairs = zip(times[replayed][1:], times[scanned][1:], strict=True)
        return statistics.median(one / plain for one, plain in pairs)

    return {
        "referrals": said["same"]["total"],
        "moved": said["changed"]["moved"],
        **{f"{name}_seconds": statistics.median(took[1:]) for name, took in times.items()},
        **{
            f"{replayed}_{scanned}_scans": scans(replayed, scanned)
            for replayed in ("same", "changed")
            for scanned in ("bare", "read")
        },
    }


def scan(text: str, ledger: Ledger) -> None:
    """One of the scans of the ledger's rows."""
    with connection.cursor() as cursor:
        cursor.execute(text, ledger.params)
        cursor.fetchall()


def fill(version: Version, wanted: int) -> int:
    """Copy advice until there is as much as wanted; returns how much there was."""
    there = whole_ledger(version).count()
    lacking = wanted - there
    with connection.cursor() as cursor:
        if lacking > 0:
            cursor.execute(FILL, [-(-lacking // there), version.pk, lacking])
        cursor.execute("ANALYZE pathways_advice")
    return there


def whole_ledger(version: Version) -> Ledger:
    """All advice under the version that was acted on, from the first day to the last."""
    acted_on = Advice.objects.filter(version=version).exclude(chosen_destination="")
    ends = acted_on.aggregate(first=Min("at"), last=Max("at"))
    first, last = (timezone.localdate(ends[name]) for name in ("first", "last"))
    return Ledger.of([version.pk], first, last)


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
