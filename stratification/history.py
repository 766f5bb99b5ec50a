"""A citizen's groups over time as the geometry of a step chart. Pure: dates and groups in.

A step, never a slope: between two assessments the citizen is in the group last decided on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LEFT = 66  # px kept for the names of the groups
RIGHT = 12
TOP = 28
ROW = 54  # between two groups
HEIGHT = 220
MOST_TICKS = 6
LABEL_WIDTH = 76  # px a date under the axis needs


@dataclass(frozen=True)
class Decided:
    """One assessment: the day, the group decided on, and whether it was not the one suggested."""

    on: date
    group: int
    differs: bool = False


@dataclass(frozen=True)
class Dot:
    """Where an assessment is drawn; hollow when the clinician decided otherwise."""

    x: float
    y: float
    hollow: bool


@dataclass(frozen=True)
class Tick:
    """A day named under the axis. `anchor` keeps the words inside the figure."""

    x: float
    on: date
    anchor: str


@dataclass(frozen=True)
class Line:
    """A group's gridline, and the height its name stands at."""

    group: int
    y: int
    text_y: int


@dataclass(frozen=True)
class StepChart:
    """Everything the template draws, in px."""

    width: int
    height: int
    left: int
    right: int
    base: int
    tick_y: int
    lines: tuple[Line, ...]
    path: str
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]


def step_chart(decided: Sequence[Decided], until: date, width: int) -> StepChart:
    """The steps from the first assessment to `until`; time runs straight from left to right."""
    ordered = sorted(decided, key=lambda one: one.on)
    first = ordered[0].on if ordered else until
    last = max([until, *(one.on for one in ordered)])
    span = max(1, (last - first).days)
    room = width - LEFT - RIGHT - 16

    def x_of(day: date) -> float:
        return round(LEFT + 8 + (day - first).days / span * room, 1)

    dots = tuple(Dot(x_of(one.on), _y_of(one.group), one.differs) for one in ordered)
    return StepChart(
        width=width,
        height=HEIGHT,
        left=LEFT,
        right=width - RIGHT,
        base=_y_of(1),
        tick_y=_y_of(1) + 17,
        lines=tuple(Line(group, _y_of(group), _y_of(group) + 4) for group in (1, 2, 3, 4)),
        path=_path(dots, x_of(last)),
        dots=dots,
        ticks=_ticks(ordered, x_of, width),
    )


def _y_of(group: int) -> int:
    return TOP + (4 - group) * ROW


def _path(dots: Sequence[Dot], end: float) -> str:
    """Along, then up or down: the corners of the steps as an SVG point list."""
    if not dots:
        return ""
    points = [(dots[0].x, dots[0].y)]
    for before, after in pairwise(dots):
        points += [(after.x, before.y), (after.x, after.y)]
    points.append((end, dots[-1].y))
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _ticks(
    ordered: Sequence[Decided], x_of: Callable[[date], float], width: int
) -> tuple[Tick, ...]:
    """The assessments' own days, as many as there is room for; the first and last always."""
    days = sorted({one.on for one in ordered})
    chosen: list[Tick] = []
    taken: list[tuple[float, float]] = []
    for day in [*days[:1], *days[:0:-1]]:
        x = x_of(day)
        anchor, begin = _anchored(x, width)
        end = begin + LABEL_WIDTH
        if len(chosen) < MOST_TICKS and all(end <= b or begin >= e for b, e in taken):
            taken.append((begin, end))
            chosen.append(Tick(x, day, anchor))
    return tuple(sorted(chosen, key=lambda tick: tick.x))


def _anchored(x: float, width: int) -> tuple[str, float]:
    if x - LABEL_WIDTH / 2 < LEFT:
        return "start", x
    if x + LABEL_WIDTH / 2 > width:
        return "end", x - LABEL_WIDTH
    return "middle", x - LABEL_WIDTH / 2
