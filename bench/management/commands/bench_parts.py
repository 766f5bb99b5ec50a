"""`manage.py bench_parts`: letters and advice per second, in this process, as JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import HTML

from pathways.conditions.evaluate import compile_condition
from pathways.models import Advice
from pathways.routing import Availability, route
from referrals import letter_pdf
from referrals.letter import letter_context
from referrals.models import Epicrisis, Letter, LetterState
from referrals.record import LANGUAGE
from referrals.tasks import make_letter


class Command(BaseCommand):
    """Letters through the task against bare typesetting of the same pages; advice by itself."""

    help = "Measure letters and advice per second, and write the figures as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long."""
        parser.add_argument("--letters", type=int, default=24)
        parser.add_argument("--rounds", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and write."""
        figures = letters(options["letters"], options["rounds"]) | advice(options["rounds"])
        self.stdout.write(json.dumps(figures))


def letters(number: int, rounds: int) -> dict[str, Any]:
    """Seconds a letter: by the task, from row to row and file; and typesetting alone."""
    found = list(Epicrisis.objects.order_by("signed_at", "pk")[:number])
    ids = [Letter.objects.get_or_create(epicrisis=epicrisis)[0].pk for epicrisis in found]
    ready = [pages_of(epicrisis) for epicrisis in found]
    by_task, bare = [], []
    for turn in range(rounds + 1):
        Letter.objects.filter(pk__in=ids).update(
            state=LetterState.WAITING, sha256="", claimed_at=None, attempts=0
        )
        took_bare = seconds(lambda: [typeset(html, pictures) for html, pictures in ready])
        took_task = seconds(lambda: [make_letter(pk) for pk in ids])
        made = Letter.objects.filter(pk__in=ids, state=LetterState.READY).count()
        if made != len(ids):
            raise SystemExit(f"Only {made} of {len(ids)} letters were made.")
        if turn:  # the first round warms up
            by_task.append(took_task / len(ids))
            bare.append(took_bare / len(ids))
    return {
        "letter_seconds": statistics.median(by_task),
        "bare_letter_seconds": statistics.median(bare),
        "letter_share": statistics.median(b / t for b, t in zip(bare, by_task, strict=True)),
    }


def pages_of(epicrisis: Epicrisis) -> tuple[str, list[str]]:
    """The letter's HTML, and its pictures drawn."""
    with override(LANGUAGE):
        context = letter_context(epicrisis)
        pictures = [
            str(render_to_string("referrals/letter_chart.svg", {"chart": picture["chart"]}))
            for picture in context["pictures"]
        ]
        return str(render_to_string("referrals/letter.html", context)), pictures


def typeset(html: str, pictures: list[str]) -> bytes:
    """The typesetter alone, with the same pictures and fonts to fetch."""
    fetcher = letter_pdf._OwnFiles(pictures)
    document = HTML(string=html, url_fetcher=fetcher)
    return bytes(document.write_pdf(pdf_variant=letter_pdf.PDF_VARIANT))


def advice(rounds: int) -> dict[str, Any]:
    """Advice routed, and conditions read, per second: over the facts of advice once given."""
    given = list(Advice.objects.select_related("version").order_by("at")[:500])
    definition = given[0].version.parsed
    asked = [
        (
            one.facts,
            {
                key: Availability(offer["offered"], offer["reason"])
                for key, offer in one.available["destinations"].items()
            },
        )
        for one in given
    ]
    read = [compile_condition(compiled.condition) for compiled in definition.compiled_rules]
    routed = best_of(rounds, lambda: [route(definition, *one) for one in asked])
    evaluated = best_of(
        rounds, lambda: [condition(facts) for facts, _available in asked for condition in read]
    )
    return {
        "advice_a_second": len(asked) / routed,
        "conditions_a_second": len(asked) * len(read) / evaluated,
    }


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """The median time of the work after it has been done once."""
    seconds(work)
    return statistics.median(seconds(work) for _ in range(rounds))


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
