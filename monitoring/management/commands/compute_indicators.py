"""Bring indicators up to date: the same code as the nightly task."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitoring.computing import compute
from pathways.models import Pathway


class Command(BaseCommand):
    """Count what changed since the last time, for every pathway or one."""

    help = "Compute indicators per municipality and month; only what changed is counted again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pathway", metavar="KEY", help="this pathway only")
        parser.add_argument(
            "--since", metavar="YYYY-MM", help="count everything again from this month"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        since = _month(options["since"]) if options["since"] else None
        pathways = Pathway.objects.order_by("key")
        if key := options["pathway"]:
            pathways = pathways.filter(key=key)
            if not pathways:
                raise CommandError(
                    f"Programmet {key!r} findes ikke. Indlæs det med load_definitions."
                )
        for pathway in pathways:
            computation = compute(pathway, since=since)
            if computation is None:
                self.stdout.write(f"{pathway.key}: ingen version i kraft")
                continue
            self.stdout.write(
                f"{pathway.key}: {computation.months} måneder, {computation.units} henvisninger, "
                f"{computation.seconds:.1f} s"
            )


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise CommandError(
            f"--since {text!r} er ikke en måned. Skriv år og måned, fx 2026-09."
        ) from error
