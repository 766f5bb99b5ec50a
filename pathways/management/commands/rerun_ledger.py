"""Ask every advice in the ledger again, and tell whether each comes out as it was shown."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pathways.ledger import rerun

TOLD_AT_MOST = 100


class Command(BaseCommand):
    """JSON: how many were asked, how many differ, and the first of these. Exit 1 if any differs.

    Names advice by its id, never the citizen. Nothing is written.
    """

    help = "Ask the ledger's advice again and list what comes out otherwise, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", type=int, help="about so many drawn by chance; default all")

    def handle(self, *args: Any, **options: Any) -> None:
        sample = options["sample"]
        if sample is not None and sample < 1:
            raise CommandError("--sample skal være mindst 1.")
        asked, differing = 0, []
        for one in rerun(sample=sample):
            asked += 1
            if one.differs:
                differing.append(
                    {
                        "advice": str(one.advice),
                        "version": one.version,
                        "differs": list(one.differs),
                    }
                )
        answer = {
            "asked": asked,
            "differ": len(differing),
            "differences": differing[:TOLD_AT_MOST],
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        if differing:
            raise CommandError(f"{len(differing)} af {asked} råd kom anderledes ud.")
