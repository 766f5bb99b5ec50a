"""The shipped definitions measured: reading, proving, and what catches a fault; beside limits.

usage: python -m bench.definitions      (part of `make bench`; needs no database)

Times are the processor's: of one core, whatever else the machine is doing.

BENCH_ROUNDS=5   BENCH_MUTANTS=yes (no: leave out the mutants, which take minutes)
"""

from __future__ import annotations

import copy
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.catching import Caught, Fate, catch, lines
from bench.mutants import mutants
from pathways.conditions.facts import parse_facts
from pathways.definition import Definition
from pathways.routing import Availability, decide, route
from pathways.verification import verify
from pathways.verification.subject import ANSWERS

SHIPPED = Path(__file__).resolve().parent.parent / "pathways" / "definitions"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
WITH_MUTANTS = os.environ.get("BENCH_MUTANTS", "yes") != "no"


@dataclass(frozen=True)
class Figure:
    """One measurement beside its limit, which it must reach or must not exceed."""

    what: str
    value: float
    limit: float
    at_least: bool
    unit: str

    @property
    def reached(self) -> bool:
        """Whether it is on the right side of its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def row(self, key: str) -> str:
        """As a row of a table."""
        sign, state = "≥" if self.at_least else "≤", "reached" if self.reached else "not reached"
        number, limit = (self._said(value) for value in (self.value, self.limit))
        return f"| {key} | {self.what} | {number} | {sign} {limit} | {state} |"

    def _said(self, value: float) -> str:
        if self.unit == "%":
            return f"{value:.1%}"
        return f"{value:,.0f} {self.unit}" if value >= 100 else f"{value:.2f} {self.unit}"


def shipped() -> dict[str, Definition]:
    """The shipped definitions by key."""
    return {
        path.stem: Definition.from_yaml(path.read_text(encoding="utf-8"))
        for path in sorted(SHIPPED.glob("*.yaml"))
    }


def speed(definition: Definition, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Evaluating the example citizens over and over on one core."""
    available = {key: Availability(True) for key in definition.destinations}
    citizens = [parse_facts(definition.vocabulary, one.facts) for one in definition.examples]
    readers = [compiled.read for compiled in definition.compiled_rules]
    read = _median(rounds, lambda: [one(facts) for facts in citizens for one in readers])
    decided = _median(rounds, lambda: [decide(definition, one, available) for one in citizens])
    told = _median(rounds, lambda: [route(definition, one, available) for one in citizens])
    number = len(citizens)
    conditions = number * len(readers)
    yield Figure("conditions evaluated", conditions / read, 100_000, True, "a second")
    yield Figure("citizens decided", number / decided, 1_000, True, "a second")
    yield Figure("advice with reasons in words", number / told, 100, True, "a second")


def proving(definition: Definition, rounds: int = ROUNDS) -> Iterator[Figure]:
    """All checks of the raw document: from nothing, and after one rule was changed."""
    data = definition.to_data()
    verify(data)  # loads the solver

    def afresh() -> None:
        ANSWERS.clear()
        verify(data)

    yield Figure("all checks, nothing known", _median(rounds, afresh), 2.0, False, "s")
    times = []
    for number in range(min(rounds, len(data["rules"]))):
        changed: dict[str, Any] = copy.deepcopy(data)
        rule = changed["rules"][number]
        rule["when"] = {"all": [rule["when"], {"fact": "age", "at_least": 30 + number}]}
        began = time.process_time()
        verify(changed)
        times.append(time.process_time() - began)
    yield Figure("all checks, one rule changed", max(times), 1.0, False, "s")


def _median(rounds: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(rounds + 1):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times[1:])  # the first warms up


def told(*, with_mutants: bool = WITH_MUTANTS) -> tuple[str, bool]:
    """The figures as Markdown, and whether enough of the mutants are caught."""
    figures: list[str] = []
    tables: list[str] = []
    enough = True
    for key, definition in shipped().items():
        found = [*speed(definition), *proving(definition)]
        if with_mutants:
            caught = catch(definition, mutants(definition))
            share = Figure("mutants caught", caught.share, 0.95, True, "%")
            enough = enough and share.reached
            found.append(share)
            tables += _mutants(key, caught)
        figures += [figure.row(key) for figure in found]
    head = ["| definition | measured | is | limit | |", "|---|---|---|---|---|"]
    return "\n".join([*head, *figures, "", *tables]), enough


def _mutants(key: str, caught: Caught) -> Iterator[str]:
    alike = caught.count(Fate.ALIKE)
    yield f"Mutants of {key}: {caught.count()}, of which {alike} are proved to advise alike."
    yield ""
    yield from lines(caught)
    yield ""
    yield from (f"- survived: {name}" for name in caught.survivors)
    yield ""


if __name__ == "__main__":
    text, enough_caught = told()
    print(text)
    sys.exit(0 if enough_caught else 1)
