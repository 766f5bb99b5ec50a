"""`manage.py bench_parts`: letters and advice per second, in this process, as JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

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
        parser.add_argument("--letters", type=int, default=20)
        parser.add_argument("--rounds", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and write."""
        figures = letters(options["letters"], options["rounds"]) | advice(options["rounds"])
        self.stdout.write(json.dumps(figures))


def letters(number: int, rounds: int) -> dict[str, Any]:
    """Seconds a letter: by the task, from row to row and file; and typesetting alone.

    The same letter is made both ways, one right after the other and the other way round the next
    time, so that a machine that is busy for a while is so for both.
    """
    found = list(Epicrisis.objects.order_by("signed_at", "pk")[:number])
    ids = [Letter.objects.get_or_create(epicrisis=epicrisis)[0].pk for epicrisis in found]
    ready = [pages_of(epicrisis) for epicrisis in found]
    by_task: list[float] = []
    bare: list[float] = []
    for turn in range(rounds):
        waiting = Letter.objects.filter(pk__in=ids)
        waiting.update(state=LetterState.WAITING, sha256="", claimed_at=None, attempts=0)
        for number, (pk, pages) in enumerate(zip(ids, ready, strict=True)):
            ways: list[tuple[list[float], Callable[[], object]]] = [
                (bare, partial(typeset, *pages)),
                (by_task, partial(make_letter, pk)),
            ]
            for times, way in ways[:: 1 if (turn + number) % 2 else -1]:
                times.append(seconds(way))
        made = Letter.objects.filter(pk__in=ids, state=LetterState.READY).count()
        if made != len(ids):
            raise CommandError(f"Only {made} of {len(ids)} letters were made.")
    warm = len(ids)  # the first round warms up
    shares = [b / t for b, t in zip(bare[warm:], by_task[warm:], strict=True)]
    return {
        "letter_seconds": statistics.median(by_task[warm:]),
        "bare_letter_seconds": statistics.median(bare[warm:]),
        "letter_share": statistics.median(shares),
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
    """The typesetter alone, each time from nothing: its style sheet and fonts are read anew."""
    fonts = FontConfiguration()
    document = HTML(string=html, url_fetcher=letter_pdf._OwnFiles(pictures))
    return bytes(
        document.write_pdf(
            stylesheets=[letter_pdf.style_sheet(fonts)],
            font_config=fonts,
            pdf_variant=letter_pdf.PDF_VARIANT,
        )
    )


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
