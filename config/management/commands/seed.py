"""`manage.py seed`: made-up organisations, people and two years of courses, to try Samspor."""

from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.demo.backs import tell_backs
from config.demo.courses import Loader
from config.demo.organisations import adopt, give_numbers, make_organisations
from config.demo.people import make_test_persons
from config.demo.story import tell_story
from courses.models import Course
from pathways.models import Version
from referrals.tasks import merge_counts

KNEE = "knee-osteoarthritis"
DEFAULT_REFERRALS = 1200


class Command(BaseCommand):
    """Fills an empty database; the same seed on the same day gives the same rows."""

    help = (
        "Fill an empty database with the demonstration: organisations, the public test persons, "
        "and two years of made-up courses. Does nothing when there are courses already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be chosen."""
        parser.add_argument(
            "--referrals",
            type=int,
            default=DEFAULT_REFERRALS,
            help=f"how many made-up referrals (default: {DEFAULT_REFERRALS})",
        )
        parser.add_argument("--seed", type=int, default=1, help="which draw (default: 1)")
        parser.add_argument(
            "--once",
            action="store_true",
            help="say nothing when there is nothing to do (what `make run` uses)",
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="add as many referrals more when there are courses already",
        )
        parser.add_argument(
            "--waiting",
            type=int,
            default=0,
            help="so many of them wait in the inbox of the demo triager (default: 0)",
        )
        parser.add_argument(
            "--no-story",
            action="store_true",
            help="leave out the cases that wait for the demo accounts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill the database, or say why not."""
        if not 0 <= options["waiting"] <= options["referrals"]:
            raise CommandError("--referrals is 0 or more, and --waiting at most as many.")
        begun = Course.objects.exists()
        if begun and not options["again"]:
            if not options["once"]:
                self.stdout.write("There are courses already: nothing done. Add more with --again.")
            return
        started = time.perf_counter()
        today = timezone.localdate()
        call_command("load_definitions", verbosity=0, stdout=self.stderr)
        call_command("load_reason_codes", verbosity=0, stdout=self.stderr)
        version = Version.objects.in_force(today).select_related("pathway").get(pathway__key=KNEE)
        cast = make_organisations()
        for other in Version.objects.in_force(today).select_related("pathway"):
            adopt(other.pathway, today)
        give_numbers()
        persons = make_test_persons(cast, today)
        count = Loader(cast, version, options["seed"], today).load(
            options["referrals"],
            waiting=options["waiting"],
            tell=lambda text: self.stdout.write(f"  {text}"),
        )
        told = backs = 0
        if not begun and not options["no_story"]:
            told = tell_story(cast, persons, version)
            backs = tell_backs(cast)
        merge_counts()
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"{count} made-up referrals, {told} cases for the demo accounts and {backs} low back "
            f"pain courses in {seconds:.0f} s."
        )
