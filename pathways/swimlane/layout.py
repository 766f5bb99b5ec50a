"""Where everything in the figure stands: columns, rows, boxes and bars, in whole units."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.swimlane.grid import Grid
from pathways.swimlane.lanes import Lane
from pathways.swimlane.measure import width, wrap
from pathways.swimlane.ports import Ports
from pathways.swimlane.routes import Routed, Shape
from pathways.swimlane.stops import ColumnKind, Plan, Stop

WIDTH = 1168
"""The drawing's own width; more only when the columns need it."""
TEXT, SMALL = 13, 12
LINE = 17

BOX_WIDEST, BOX_COMFORTABLE, BOX_NARROWEST = 150, 140, 104
LABEL_WIDEST = 84
LABEL_ROOM = 12
"""More above a row that a way with a condition drops into, so that it can stand there."""
BOX_HEIGHT, BAR_HEIGHT = 46, 28
TRACK = 12
"""Between two tracks side by side."""
ROUND = 6
STUB = 10
"""From a box to the first track."""
ARROW = 14
"""From the last track to the box it enters."""
LEAD = 44
"""How far a bar that is entered from its own column begins right of it."""
TRUNK = 18
GAP = 8
"""Above and under a row, beside its corridor."""


@dataclass(frozen=True)
class Rect:
    """A rectangle by its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + self.height // 2

    def overlaps(self, other: Rect, room: int = 0) -> bool:
        """Whether the two share any area, or are nearer than `room`."""
        return (
            self.x < other.right + room
            and other.x < self.right + room
            and self.y < other.bottom + room
            and other.y < self.bottom + room
        )


@dataclass(frozen=True)
class Band:
    """One lane: its stretch of height and its title's lines."""

    lane: Lane
    rect: Rect
    title: tuple[str, ...]
    tinted: bool

    @property
    def title_lines(self) -> tuple[tuple[int, str], ...]:
        """The title's lines with their baselines, about the lane's middle."""
        first = self.rect.middle + 5 - LINE * (len(self.title) - 1) // 2
        return tuple((first + LINE * number, line) for number, line in enumerate(self.title))


@dataclass(frozen=True)
class Layout:
    """The frame in which stops and tracks are drawn.

    `column_x`: each column's left edge; `box`: the width of every box; `to_scale`: equal weeks are
    equally wide. `corridor_y`: the first track of each corridor.
    """

    width: int
    height: int
    left: int
    top: int
    box: int
    to_scale: bool
    column_x: tuple[int, ...]
    bands: tuple[Band, ...]
    rects: dict[str, Rect]
    corridor_y: tuple[int, ...]
    emergency_lines: tuple[str, ...]

    def leaving_x(self, channel: int, track: int) -> int:
        """Where a track that leaves the channel's left column runs."""
        return self.column_x[channel] + self.box + STUB + TRACK * track

    def entering_x(self, channel: int, track: int, tracks: int) -> int:
        """Where a track that comes into the channel's right column runs."""
        edge = (*self.column_x, self.width)[channel + 1]
        return edge - ARROW - TRACK * (tracks - 1 - track)


def lay_out(plan: Plan, grid: Grid, routed: Routed, ports: Ports, language: str) -> Layout:
    """Place columns, rows and stops so that every channel and corridor has room for its tracks."""
    titles = [_title_lines(lane, language) for lane in plan.lanes]
    label = max((width(line, TEXT, bold=True) for lines in titles for line in lines), default=0)
    columns = _columns(plan, routed, round(label) + 24, language)
    top = _head_height(plan, columns.box, language)
    flagged = _emergency_lines(plan, columns.width - columns.x[0] - 18, language)
    worded_drops = {
        max(route.source_row, route.target_row)
        for route in routed.routes
        if route.shape is Shape.DROP and route.way.text is not None
    }
    rects: dict[str, Rect] = {}
    corridors: list[int] = []
    bands: list[Band] = []
    y = top
    for number, row in enumerate(grid.rows):
        first_of_lane = not bands or bands[-1].lane is not row.lane
        begins = y
        corridors.append(y + GAP + 4)
        y += GAP + TRACK * routed.corridors.get(number, 0)
        y += LABEL_ROOM if number in worded_drops else 0
        height = max(ports.height(stop, _least_height(stop, len(flagged))) for stop in row.stops)
        for stop in row.stops:
            rects[stop.key] = _rect(plan, columns, routed, stop, y, height, ports)
        y += height
        if number + 1 == len(grid.rows) or grid.rows[number + 1].lane is not row.lane:
            y += GAP
            if number + 1 == len(grid.rows):
                corridors.append(y)
                y += TRACK * routed.corridors.get(number + 1, 0)
        if first_of_lane:
            lines = titles[plan.lanes.index(row.lane)]
            band = Band(row.lane, Rect(0, begins, columns.width, 0), lines, len(bands) % 2 == 0)
            bands.append(band)
        last = bands[-1]
        bands[-1] = Band(
            last.lane,
            Rect(0, last.rect.y, columns.width, y - last.rect.y),
            last.title,
            last.tinted,
        )
    return Layout(
        width=columns.width,
        height=y + 4,
        left=columns.x[0],
        top=top,
        box=columns.box,
        to_scale=columns.to_scale,
        column_x=columns.x,
        bands=tuple(bands),
        rects=rects,
        corridor_y=tuple(corridors),
        emergency_lines=flagged,
    )


def _title_lines(lane: Lane, language: str) -> tuple[str, ...]:
    return wrap(lane.title.in_(language), 112, TEXT, lines=2, bold=True)


def _head_height(plan: Plan, box: int, language: str) -> int:
    """Room for the axis: weeks on one line under their periods, phases on up to three."""
    if plan.by_weeks:
        return 74 if plan.periods else 52
    lines = max(
        len(head_lines(column.title.in_(language), box)) + (column.note is not None)
        for column in plan.columns
    )
    return 20 + LINE * lines


def head_lines(title: str, box: int) -> tuple[str, ...]:
    """A column's title on its lines."""
    return wrap(title, box, TEXT, lines=3, bold=True)


def _emergency_lines(plan: Plan, room: int, language: str) -> tuple[str, ...]:
    """What stands in the emergency box: whose it is, and the flags that lead there."""
    stop = next((one for one in plan.stops if one.is_emergency), None)
    if stop is None:
        return ()
    words = stop.title.in_(language)
    if plan.flags:
        named = " · ".join(flag.in_(language).lower() for flag in plan.flags)
        words += f" – {'red flags' if language == 'en' else 'røde flag'}: {named}"
    return wrap(words, room, TEXT, lines=3, bold=True)


def _least_height(stop: Stop, emergency_lines: int) -> int:
    if stop.is_emergency:
        return 16 + LINE * emergency_lines + (LINE * emergency_lines) % 2
    return BAR_HEIGHT if stop.lasting else BOX_HEIGHT


@dataclass(frozen=True)
class _Columns:
    x: tuple[int, ...]
    box: int
    width: int
    to_scale: bool


def _columns(plan: Plan, routed: Routed, left: int, language: str) -> _Columns:
    """The columns by the weeks' own distances where that leaves room, and else side by side."""
    number = len(plan.columns)
    channels = [_channel(routed, channel, number) for channel in range(-1, number)]
    start, between, end = left + channels[0], channels[1:-1], channels[-1]
    weeks = [column.week for column in plan.columns if column.kind is ColumnKind.WEEK]
    if plan.by_weeks and len(weeks) > 1:
        for box in range(BOX_WIDEST, BOX_NARROWEST - 1, -2):
            placed = _by_weeks(plan, weeks, box, start, between, end)
            if placed is not None:
                return _Columns(placed, box, WIDTH, to_scale=True)
    room = WIDTH - start - end - sum(between)
    box = max(BOX_NARROWEST, min(BOX_COMFORTABLE, room // number))
    wishes = _label_room(routed, language)
    x = [start]
    spare = max(0, room - box * number)
    for place, channel in enumerate(between):
        given = min(wishes.get(place, 0), spare)
        between[place] = channel + given
        spare -= given
    more = min(spare // number, BOX_WIDEST - box)
    box, spare = box + max(more, 0), spare - max(more, 0) * number
    for channel in between:
        x.append(x[-1] + box + channel + spare // max(len(between), 1))
    return _Columns(tuple(x), box, max(WIDTH, x[-1] + box + end), to_scale=not plan.by_weeks)


def _label_room(routed: Routed, language: str) -> dict[int, int]:
    """What each channel would like beside its tracks, for the conditions of ways that end there."""
    wishes: dict[int, int] = {}
    for route in routed.routes:
        channel = route.into if route.into is not None else route.out
        if route.way.text is None or channel is None or route.shape is Shape.RED:
            continue
        words = width(route.way.text.in_(language), SMALL)
        wishes[channel] = max(wishes.get(channel, 0), round(min(words, LABEL_WIDEST)) + 12)
    return wishes


def _channel(routed: Routed, channel: int, columns: int) -> int:
    """The width a channel needs."""
    leaving, entering = routed.leaving.get(channel, 0), routed.entering.get(channel, 0)
    if channel == -1:
        return ARROW + TRACK * entering if entering else 0
    room = ARROW + STUB + TRACK * max(leaving + entering - 1, 0)
    if channel == columns - 1:
        return room if leaving + entering else 0
    return max(room, 36)


def _by_weeks(
    plan: Plan, weeks: list[int], box: int, start: int, between: list[int], end: int
) -> tuple[int, ...] | None:
    """The columns' left edges, equal weeks equally wide; None where a channel gets too narrow."""
    after = plan.columns[-1].kind is ColumnKind.AFTER
    last_x = WIDTH - end - box - (box + between[-1] if after else 0)
    unit = (last_x - start) / (weeks[-1] - weeks[0])
    x = [round(start + (week - weeks[0]) * unit) for week in weeks]
    for place, channel in enumerate(between[: len(weeks) - 1]):
        if x[place + 1] - x[place] < box + channel:
            return None
    return (*x, WIDTH - end - box) if after else tuple(x)


def _rect(
    plan: Plan,
    columns: _Columns,
    routed: Routed,
    stop: Stop,
    y: int,
    height: int,
    ports: Ports,
) -> Rect:
    x = columns.x[stop.first or 0]
    if stop.is_emergency:
        return Rect(x, y, columns.width - x, height)
    if not stop.lasting:
        own = ports.height(stop, BOX_HEIGHT)
        return Rect(x, y + (height - own) // 2, columns.box, own)
    own = ports.height(stop, BAR_HEIGHT)
    trunk = any(route.shape is Shape.TRUNK and route.way.to == stop.key for route in routed.routes)
    begins = x + (LEAD if trunk else 0)
    ends = columns.x[stop.last] + columns.box
    leaves = any(route.way.start == stop.key for route in routed.routes)
    if stop.open_ended and not leaves and stop.last + 1 < len(columns.x):
        ends = columns.x[stop.last + 1] - 18
    return Rect(begins, y + (height - own) // 2, ends - begins, own)
