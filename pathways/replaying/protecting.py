"""What of a replay may be shown: one system of counts, in which no small one can be computed. Pure.

Referrals by municipality and change, by old and by new destination, and by group, age and sex all
add up to each other, so they are protected together (CHARTS §5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from figures.suppression import TOTAL, Line, Mark, Place, protect_lines
from pathways.texts import Text

THRESHOLD = 5

Shown: TypeAlias = int | str
"""A count, or the mark in its place: ".." or "..*"."""

Transition: TypeAlias = tuple[str, str]

SAME = "same"
MOVED: Place = (TOTAL, "moved")
WHOLE: Place = (TOTAL, TOTAL)


@dataclass
class Counts:
    """Referrals by municipality (code, "" unknown), transition, and kinds of people."""

    by_municipality: Counter[tuple[str, Transition]] = field(default_factory=Counter)
    by_people: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    """By dimension ("group", "age", "sex"), its value, and whether they move."""

    def add(
        self, municipality: str, transition: Transition, people: Mapping[str, str], count: int
    ) -> None:
        """Count so many alike."""
        self.by_municipality[municipality, transition] += count
        moves = transition[0] != transition[1]
        for dimension, value in people.items():
            self.by_people[dimension, value, moves] += count

    @property
    def transitions(self) -> list[Transition]:
        """Old and new destination where they differ, the most frequent first."""
        found: Counter[Transition] = Counter()
        for (_municipality, pair), count in self.by_municipality.items():
            if pair[0] != pair[1]:
                found[pair] += count
        return sorted(found, key=lambda pair: (-found[pair], pair))

    @property
    def municipalities(self) -> list[str]:
        """The codes, in order."""
        return sorted({code for code, _pair in self.by_municipality})

    @property
    def destinations(self) -> list[str]:
        """Every destination that either version gives."""
        pairs = {pair for _code, pair in self.by_municipality}
        return sorted({key for pair in pairs for key in pair})


class Protected:
    """The counts as they may be shown; each question answers a number or a mark."""

    def __init__(self, counts: Counts, threshold: int = THRESHOLD) -> None:
        self.transitions = counts.transitions
        self.municipalities = counts.municipalities
        self.destinations = counts.destinations
        self.people = sorted({(dimension, value) for dimension, value, _m in counts.by_people})
        values, lines = _system(counts)
        self._cells, _bounds = protect_lines(values, lines, threshold)

    def _shown(self, place: Place) -> Shown:
        cell = self._cells[place]
        if cell.mark is not None:
            return cell.mark.value
        return cell.count or 0

    @property
    def total(self) -> Shown:
        return self._shown(WHOLE)

    @property
    def moved(self) -> Shown:
        return self._shown(MOVED)

    def transition(self, pair: Transition) -> Shown:
        return self._shown((TOTAL, *pair))

    def before(self, destination: str) -> Shown:
        return self._shown(("old", destination))

    def after(self, destination: str) -> Shown:
        return self._shown(("new", destination))

    def municipality(self, code: str) -> dict[str, Shown | list[Shown]]:
        """Its total, those who stay, and each transition in order."""
        return {
            "total": self._shown((code, TOTAL)),
            SAME: self._shown((code, SAME)),
            "moves": [self._shown((code, *pair)) for pair in self.transitions],
        }

    def those(self, dimension: str, value: str) -> dict[str, Shown]:
        """People alike: how many, and how many move."""
        name = f"{dimension}:{value}"
        return {"total": self._shown((name, TOTAL)), "moved": self._shown((name, "moved"))}


def protected_reasons(counts: Mapping[Text, int], moved: Shown) -> dict[Text, Shown]:
    """How many move for each reason, small numbers hidden, and never one alone.

    A referral often has one reason: then the reasons add up to those who move (`moved`), and where
    that is hidden none of them is told.
    """
    if isinstance(moved, str):
        small = {reason for reason, count in counts.items() if count < THRESHOLD}
        return {
            reason: (Mark.SMALL if reason in small else Mark.COMPLEMENT).value for reason in counts
        }
    order = sorted(counts, key=lambda reason: counts[reason])
    few = [reason for reason in order if counts[reason] < THRESHOLD]
    hidden = len(few)
    while (
        few
        and hidden < len(order)
        and (hidden < 2 or sum(counts[reason] for reason in order[:hidden]) < THRESHOLD)
    ):
        hidden += 1
    marks = {reason: Mark.COMPLEMENT.value for reason in order[:hidden]}
    marks |= {reason: Mark.SMALL.value for reason in few}
    return {reason: marks.get(reason, count) for reason, count in counts.items()}


def _system(counts: Counts) -> tuple[dict[Place, int], list[Line]]:
    transitions, codes = counts.transitions, counts.municipalities
    columns: list[Place] = [*transitions, (SAME,)]
    values: Counter[Place] = Counter()
    for (code, pair), count in counts.by_municipality.items():
        column: Place = pair if pair[0] != pair[1] else (SAME,)
        for place in ((code, *column), (code, TOTAL), (TOTAL, *column), WHOLE):
            values[place] += count
        values["old", pair[0]] += count
        values["new", pair[1]] += count
        if column == (SAME,):
            values["stays", pair[0]] += count
        else:
            values[MOVED] += count
    lines: list[Line] = []
    for row in (*codes, TOTAL):
        lines.append((*((row, *column) for column in columns), (row, TOTAL)))
    for column in columns:
        lines.append((*((code, *column) for code in codes), (TOTAL, *column)))
    lines.append((*((code, TOTAL) for code in codes), WHOLE))
    lines.append((*((TOTAL, *pair) for pair in transitions), MOVED))
    destinations = counts.destinations
    lines.append((*(("stays", key) for key in destinations), (TOTAL, SAME)))
    for side, name in enumerate(("old", "new")):
        lines.append((*((name, key) for key in destinations), WHOLE))
        for key in destinations:
            through = [(TOTAL, *pair) for pair in transitions if pair[side] == key]
            lines.append((*through, ("stays", key), (name, key)))
    lines += _people(counts, values)
    for line in lines:
        for place in line:
            values.setdefault(place, 0)
    return dict(values), lines


def _people(counts: Counts, values: Counter[Place]) -> Iterable[Line]:
    dimensions: dict[str, set[str]] = {}
    for (dimension, value, moves), count in counts.by_people.items():
        name = f"{dimension}:{value}"
        dimensions.setdefault(dimension, set()).add(name)
        values[name, "moved" if moves else SAME] += count
        values[name, TOTAL] += count
    for names in dimensions.values():
        kinds = sorted(names)
        for name in kinds:
            yield ((name, "moved"), (name, SAME), (name, TOTAL))
        yield (*((name, "moved") for name in kinds), MOVED)
        yield (*((name, SAME) for name in kinds), (TOTAL, SAME))
        yield (*((name, TOTAL) for name in kinds), WHOLE)
