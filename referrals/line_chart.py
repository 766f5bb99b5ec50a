"""Where the marks of a small line chart stand: scores over weeks on the instrument's full scale.

Pure geometry. The treatment page and the letter each draw the same points in a template of
their own (CHARTS §10: full scale, goal dashed, every value labelled, weeks linear).
"""

from dataclasses import dataclass

from pathways.conditions.facts import number_text
from referrals.recorded import Series

LABEL_ROOM = 15
"""Two labels nearer each other than this (in chart units) are pushed apart (CHARTS §2)."""


@dataclass(frozen=True)
class Frame:
    """The picture's size and the room around the plot, in its own units."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


PAGE = Frame(width=270, height=120, left=26, right=40, top=16, bottom=22)
LETTER = Frame(width=300, height=118, left=24, right=64, top=12, bottom=22)


@dataclass(frozen=True)
class Mark:
    """A label at a place; `text` as people read it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class GoalMark:
    """The target's line, and its label, which gives way to the last score's."""

    y: float
    label_y: float
    text: str


@dataclass(frozen=True)
class LineChart:
    """One chart ready to draw.

    `values`: a label over each score. `last`: the last score's label at the line's end.
    """

    frame: Frame
    series: Series
    points: tuple[tuple[float, float], ...]
    values: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    weeks: tuple[Mark, ...]
    goal: GoalMark | None
    last: Mark

    @property
    def right(self) -> int:
        """Where the plot ends."""
        return self.frame.width - self.frame.right

    @property
    def floor(self) -> int:
        """Where the plot's lowest value lies."""
        return self.frame.height - self.frame.bottom

    @property
    def inner_values(self) -> tuple[Mark, ...]:
        """The labels of all scores but the last."""
        return tuple(value for value in self.values if value.x != self.last.x)

    @property
    def top_text(self) -> str:
        """The scale's highest value."""
        return self.levels[-1].text

    @property
    def line(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def line_chart(series: Series, frame: Frame = PAGE) -> LineChart:
    """Place the scores of a series in a frame."""
    weeks = _week_span(series)
    inner = frame.width - frame.left - frame.right
    floor = frame.height - frame.bottom

    def across(week: float) -> float:
        return round(frame.left + inner * (week - weeks[0]) / (weeks[1] - weeks[0]), 1)

    def up(value: float) -> float:
        share = (value - series.minimum) / (series.maximum - series.minimum)
        return round(floor - (floor - frame.top) * share, 1)

    points = tuple((across(point.day / 7), up(point.value)) for point in series.points)
    levels = (series.minimum, (series.minimum + series.maximum) / 2, series.maximum)
    last_y = points[-1][1]
    goal = None
    if series.target is not None:
        goal_y = up(series.target)
        # Pushed apart symmetrically, the higher one up.
        push = max(LABEL_ROOM - abs(goal_y - last_y), 0) / 2
        push = -push if goal_y <= last_y else push
        goal = GoalMark(goal_y, round(goal_y + push, 1), number_text(series.target))
        last_y = round(last_y - push, 1)
    return LineChart(
        frame=frame,
        series=series,
        points=points,
        values=_values(series, points),
        levels=tuple(Mark(frame.left, up(level), number_text(_plain(level))) for level in levels),
        weeks=tuple(Mark(across(week), floor, str(week)) for week in _ticks(*weeks)),
        goal=goal,
        last=Mark(points[-1][0], last_y, number_text(series.last.value)),
    )


def _values(series: Series, points: tuple[tuple[float, float], ...]) -> tuple[Mark, ...]:
    """A label over each score, but none over one that would cover the label before it."""
    marks: list[Mark] = []
    for point, (x, y) in zip(series.points, points, strict=True):
        if not marks or x - marks[-1].x >= LABEL_ROOM:
            marks.append(Mark(x, y, number_text(point.value)))
    return tuple(marks)


def _week_span(series: Series) -> tuple[int, int]:
    first = min(0, series.first.day // 7)
    last = -(-series.last.day // 7)
    return first, max(last, first + 1)


def _ticks(first: int, last: int) -> tuple[int, ...]:
    """Week numbers under the axis: at most five, the last always among them."""
    step = next(step for step in (1, 2, 4, 6, 12, 26, 52, 520) if (last - first) / step <= 4)
    ticks = list(range(first, last + 1, step))
    if last - ticks[-1] < step / 2 and len(ticks) > 1:
        ticks.pop()
    if ticks[-1] != last:
        ticks.append(last)
    return tuple(ticks)


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else value
