"""The whole figure, ready for its template: bands, axis, tracks, stops with their words, labels."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.destinations import ACTORS
from pathways.swimlane.grid import grid
from pathways.swimlane.labels import Label, Mark, place
from pathways.swimlane.layout import LINE, SMALL, TEXT, Band, Layout, Rect, head_lines, lay_out
from pathways.swimlane.measure import shorten, wrap
from pathways.swimlane.ports import ports
from pathways.swimlane.routes import route
from pathways.swimlane.stops import ColumnKind, Plan, Stop
from pathways.swimlane.tracks import Track, tracks


@dataclass(frozen=True)
class Line:
    """One line of words in the drawing. `size`: "b" bold, "s" small, "" plain."""

    x: int
    y: int
    words: str
    size: str = ""


@dataclass(frozen=True)
class Drawn:
    """One stop as it is drawn: `kind` is "box", "bar" or "red"."""

    stop: Stop
    rect: Rect
    kind: str
    lines: tuple[Line, ...]

    @property
    def round(self) -> int:
        """The radius of its corners."""
        return self.rect.height // 2 if self.kind == "bar" else 5


@dataclass(frozen=True)
class Head:
    """One column's head: its title at a place, and the line down through the lanes."""

    x: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Bracket:
    """A period over the axis."""

    x: int
    right: int
    words: str


@dataclass(frozen=True)
class Drawing:
    """All that the template draws, in the order it is drawn.

    `cuts`: where the axis leaves out weeks; `ticks`: one for each week, where they are to scale.
    """

    layout: Layout
    bands: tuple[Band, ...]
    heads: tuple[Head, ...]
    brackets: tuple[Bracket, ...]
    axis_y: int | None
    ticks: tuple[int, ...]
    cuts: tuple[int, ...]
    tracks: tuple[Track, ...]
    stops: tuple[Drawn, ...]
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]

    @property
    def width(self) -> int:
        """The drawing's width."""
        return self.layout.width

    @property
    def height(self) -> int:
        """The drawing's height."""
        return self.layout.height

    @property
    def tick_bottom(self) -> int:
        """Where a week's tick on the axis ends."""
        return self.layout.top - 14

    @property
    def head_bottom(self) -> int:
        """Where the columns' lines begin, under their heads."""
        return self.layout.top - (22 if self.axis_y is not None else 6)


def draw(plan: Plan, language: str) -> Drawing:
    """Lay the figure out for readers of `language` ("da" or "en")."""
    rows = grid(plan)
    routed = route(plan, rows)
    own_ports = ports(plan, rows, routed)
    layout = lay_out(plan, rows, routed, own_ports, language)
    lines = tracks(routed, layout, own_ports)
    worded = place(lines, layout, language)
    drawn = tuple(_stop(plan, stop, layout, language) for stop in plan.stops)
    axis_y = layout.top - 18 if plan.by_weeks else None
    return Drawing(
        layout=layout,
        bands=layout.bands,
        heads=tuple(_heads(plan, layout, language)),
        brackets=tuple(_brackets(plan, layout, language)),
        axis_y=axis_y,
        ticks=_ticks(plan, layout),
        cuts=_cuts(plan, layout),
        tracks=lines,
        stops=drawn,
        labels=worded.labels,
        marks=worded.marks,
    )


def _heads(plan: Plan, layout: Layout, language: str) -> list[Head]:
    heads = []
    for column, x in zip(plan.columns, layout.column_x, strict=True):
        title = column.title.in_(language)
        if plan.by_weeks:
            heads.append(Head(x, (Line(x, layout.top - 28, title, "b"),)))
            continue
        words = head_lines(title, layout.box)
        lines = [Line(x, 15 + LINE * n, one, "b") for n, one in enumerate(words)]
        if column.note is not None:
            note = column.note.in_(language)
            lines.append(Line(x, 15 + LINE * len(words), note, "s"))
        heads.append(Head(x, tuple(lines)))
    return heads


def _brackets(plan: Plan, layout: Layout, language: str) -> list[Bracket]:
    """The periods, each from its first week to where the next begins."""
    found = []
    for period in plan.periods:
        x = _x_of(plan, layout, period.from_week, begins=True)
        right = layout.width
        if period.to_week is not None:
            right = _x_of(plan, layout, period.to_week, begins=False)
        words = shorten(period.title.in_(language), max(right - x, 40), TEXT)
        found.append(Bracket(x, max(right, x + 8), words))
    return found


def _x_of(plan: Plan, layout: Layout, week: int, *, begins: bool) -> int:
    """Where a period's week is: the left edge of its column, or just before the next one's."""
    columns = list(zip(plan.columns, layout.column_x, strict=True))
    after = next((x for column, x in columns if column.kind is ColumnKind.AFTER), None)
    weeks = [(column.week, x) for column, x in columns if column.kind is ColumnKind.WEEK]
    if begins:
        later = [x for own, x in weeks if own >= week]
        past_the_last = not weeks or week >= weeks[-1][0]
        return after if past_the_last and after is not None else (later or [layout.left])[0]
    next_column = [x for own, x in weeks if own >= week and own > weeks[0][0]]
    if next_column and week < weeks[-1][0]:
        return next_column[0] - 8
    return (after - 14) if after is not None else layout.width


def _ticks(plan: Plan, layout: Layout) -> tuple[int, ...]:
    weeks = [column.week for column in plan.columns if column.kind is ColumnKind.WEEK]
    if not plan.by_weeks or not layout.to_scale or len(weeks) < 2:
        return ()
    first, last = layout.column_x[0], layout.column_x[len(weeks) - 1]
    unit = (last - first) / (weeks[-1] - weeks[0])
    if unit < 8:
        return ()
    return tuple(round(first + unit * week) for week in range(weeks[-1] - weeks[0] + 1))


def _cuts(plan: Plan, layout: Layout) -> tuple[int, ...]:
    """Before what comes afterwards; and before every column when weeks are not to scale."""
    if not plan.by_weeks:
        return ()
    return tuple(
        x - 18
        for place, (column, x) in enumerate(zip(plan.columns, layout.column_x, strict=True))
        if place and (column.kind is ColumnKind.AFTER or not layout.to_scale)
    )


def _stop(plan: Plan, stop: Stop, layout: Layout, language: str) -> Drawn:
    rect = layout.rects[stop.key]
    if stop.is_emergency:
        lines = tuple(
            Line(rect.x + 9, rect.y + 22 + LINE * number, words, "b")
            for number, words in enumerate(layout.emergency_lines)
        )
        return Drawn(stop, rect, "red", lines)
    if stop.lasting:
        words = shorten(_bar_words(stop, language), rect.width - 26, TEXT)
        return Drawn(stop, rect, "bar", (Line(rect.x + 14, rect.middle + 5, words),))
    return Drawn(stop, rect, "box", _box_lines(plan, stop, rect, language))


def _bar_words(stop: Stop, language: str) -> str:
    if stop.named:
        parts = [stop.title] + ([stop.line] if stop.line else [])
    else:
        parts = [one.title for one in stop.activities] or [stop.title]
    return " · ".join(part.in_(language) for part in parts)


def _box_lines(plan: Plan, stop: Stop, rect: Rect, language: str) -> tuple[Line, ...]:
    """Title and second line; a title without one may take both lines."""
    room = rect.width - 16
    second = second_line(plan, stop, language)
    title = stop.title.in_(language)
    if second:
        words = [
            (shorten(title, room, TEXT, bold=True), "b"),
            (shorten(second, room, SMALL), "s"),
        ]
    else:
        words = [(one, "b") for one in wrap(title, room, TEXT, lines=2, bold=True)]
    first = rect.middle - 4 if len(words) == 2 else rect.middle + 5
    return tuple(
        Line(rect.x + 9, first + LINE * number, one, size)
        for number, (one, size) in enumerate(words)
    )


def second_line(plan: Plan, stop: Stop, language: str) -> str:
    """What stands under a stop's title: as written, or whose it is where a lane has several."""
    if stop.line is not None:
        return stop.line.in_(language)
    if plan.lane_of(stop).several and stop.actor in ACTORS:
        return ACTORS[stop.actor].in_(language)
    return ""
