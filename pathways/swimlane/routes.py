"""How each way goes between the stops, before anything has a size.

Boxes stand in columns and rows; between columns run channels, between rows corridors, and no box
stands in either. A route is made of pieces of these, so no track can cross a box. Channel c lies
right of column c (-1: left of the first); corridor r lies above row r.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pathways.swimlane.grid import Grid
from pathways.swimlane.stops import Plan, Stop, Way


class Shape(StrEnum):
    """The course of a route."""

    STRAIGHT = "straight"  # along the row, right side to left side
    DROP = "drop"  # straight up or down within the column, into a box, or a bar that is under way
    TRUNK = "trunk"  # up or down within the column, then into the left end of a bar
    SIDE = "side"  # down the source's channel, then along the target's row
    RED = "red"  # down the source's channel, into the emergency box from above
    AROUND = "around"  # down a channel, along a corridor, down another channel


@dataclass(frozen=True)
class Route:
    """One way's course. `out`, `into`: the channels it uses; tracks are numbered by `_tracks`.

    `corridor` and `corridor_track`: the way along the rows, for those that go around.
    """

    way: Way
    shape: Shape
    source_row: int
    target_row: int
    out: int | None = None
    into: int | None = None
    corridor: int | None = None
    out_track: int = 0
    into_track: int = 0
    corridor_track: int = 0

    @property
    def goes_down(self) -> bool:
        """Whether the route leaves its stop downwards."""
        if self.corridor is not None:
            return self.corridor > self.source_row
        return self.target_row > self.source_row

    @property
    def comes_from_above(self) -> bool:
        """Whether the route reaches its target's row from above."""
        if self.corridor is not None:
            return self.corridor <= self.target_row
        return self.source_row < self.target_row


@dataclass(frozen=True)
class Routed:
    """All routes, with how many tracks each channel and corridor must hold.

    `leaving`: tracks of a channel that begin at its left column; the others (`entering`) only
    come into its right column.
    """

    routes: tuple[Route, ...]
    leaving: dict[int, int]
    entering: dict[int, int]
    corridors: dict[int, int]


def route(plan: Plan, grid: Grid) -> Routed:
    """A route for each way; those that can go simply do."""
    stops = {stop.key: stop for stop in plan.stops}
    columns = _Columns(grid)
    routes = [_course(way, stops[way.start], stops[way.to], grid, columns) for way in plan.ways]
    return _tracks(routes, stops)


class _Columns:
    """Which stretches of a column are taken by a vertical through its stops."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.taken: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)

    def take(self, kind: str, column: int, rows: tuple[int, int], source: str) -> bool:
        """Take the stretch between two rows if no box stands there and no other track runs."""
        above, below = min(rows), max(rows)
        if self.grid.box_between(column, above, below):
            return False
        others = self.taken[kind, column]
        if any(above < last and below > first and source != whose for first, last, whose in others):
            return False
        others.append((above, below, source))
        return True


def _course(way: Way, source: Stop, target: Stop, grid: Grid, columns: _Columns) -> Route:
    here, there = grid.row_of[source.key], grid.row_of[target.key]
    leaves, enters = source.last, target.first or 0
    made = Route(way, Shape.AROUND, here, there)
    if target.is_emergency and not source.is_emergency:
        return replace(made, shape=Shape.RED, out=leaves)
    if here == there and enters > leaves and grid.is_free(here, leaves + 1, enters - 1):
        return replace(made, shape=Shape.STRAIGHT)
    if not source.lasting and here != there and enters <= leaves <= target.last:
        kind = Shape.TRUNK if target.lasting and enters == leaves else Shape.DROP
        if columns.take(kind, leaves, (here, there), source.key):
            return replace(made, shape=kind)
    if here != there and enters > leaves and grid.is_free(there, leaves + 1, enters - 1):
        return replace(made, shape=Shape.SIDE, out=leaves)
    corridor = there if here <= there else there + 1
    return replace(made, out=leaves, into=enters - 1, corridor=corridor)


@dataclass
class _Piece:
    """A stretch of one route in a channel or corridor: from `low` to `high`, in half steps."""

    route: int
    low: int
    high: int
    order: tuple[float, ...]


def _tracks(routes: list[Route], stops: dict[str, Stop]) -> Routed:
    """Number the tracks so that pieces that overlap never share one."""
    corridors: dict[int, list[_Piece]] = defaultdict(list)
    leaving: dict[int, list[_Piece]] = defaultdict(list)
    entering: dict[int, list[_Piece]] = defaultdict(list)
    for number, made in enumerate(routes):
        here, there = 2 * made.source_row + 1, 2 * made.target_row + 1
        turn = there if made.corridor is None else 2 * made.corridor
        if made.out is not None:
            low, high = min(here, turn), max(here, turn)
            same = stops[made.way.start].lane == stops[made.way.to].lane
            # Red flags innermost, then the same lane, then the farthest; the nearest outermost.
            order = (not made.way.red, not same, -abs(turn - here), number)
            leaving[made.out].append(_Piece(number, low, high, order))
        if made.into is not None:
            low, high = min(turn, there), max(turn, there)
            entering[made.into].append(_Piece(number, low, high, (-abs(turn - there), number)))
        if made.corridor is not None and made.out is not None and made.into is not None:
            ends = sorted((made.out, made.into))
            corridors[made.corridor].append(_Piece(number, ends[0], ends[1], (ends[0], number)))
    counts = {}
    for name, where in (
        ("out_track", leaving),
        ("into_track", entering),
        ("corridor_track", corridors),
    ):
        counts[name] = {place: _number(pieces, name, routes) for place, pieces in where.items()}
    return Routed(
        tuple(routes), counts["out_track"], counts["into_track"], counts["corridor_track"]
    )


def _number(pieces: Iterable[_Piece], name: str, routes: list[Route]) -> int:
    """Give each piece the first track right of all it overlaps; returns how many there are."""
    placed: list[tuple[_Piece, int]] = []
    for piece in sorted(pieces, key=lambda one: one.order):
        beside = [
            track for other, track in placed if other.low <= piece.high and other.high >= piece.low
        ]
        track = max(beside, default=-1) + 1
        placed.append((piece, track))
        numbered: dict[str, Any] = {name: track}
        routes[piece.route] = replace(routes[piece.route], **numbered)
    return max((track for _piece, track in placed), default=-1) + 1
