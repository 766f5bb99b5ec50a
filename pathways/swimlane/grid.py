"""In which row each stop stands: lanes one under the other, each with as many rows as it needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pathways.swimlane.lanes import Lane
from pathways.swimlane.stops import Plan, Stop


@dataclass(frozen=True)
class Row:
    """One row of a lane, and the stops in it from left to right."""

    lane: Lane
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Grid:
    """The rows of the whole figure, from the top."""

    rows: tuple[Row, ...]
    columns: int

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each stop by its key."""
        return {stop.key: number for number, row in enumerate(self.rows) for stop in row.stops}

    def is_free(self, row: int, first: int, last: int) -> bool:
        """Whether nothing stands in the row from column `first` to `last`; a bar counts too."""
        return not any(
            (stop.first or 0) <= last and stop.last >= first for stop in self.rows[row].stops
        )

    def box_between(self, column: int, above: int, below: int) -> bool:
        """Whether a box stands in the column in the rows between two; ways pass behind bars."""
        return any(
            not stop.lasting and (stop.first or 0) <= column <= stop.last
            for row in self.rows[above + 1 : below]
            for stop in row.stops
        )


def grid(plan: Plan) -> Grid:
    """Each stop in the first row of its lane where it overlaps no other.

    Controls come first, so that they stand in one line.
    """
    rows = []
    for lane in plan.lanes:
        placed: list[list[Stop]] = []
        own = [stop for stop in plan.stops if stop.lane == lane.key]
        for stop in sorted(own, key=lambda one: (one.checkpoint is None, one.lasting, one.order)):
            row = next((row for row in placed if not _overlaps(stop, row)), None)
            if row is None:
                placed.append(row := [])
            row.append(stop)
        rows += [Row(lane, tuple(sorted(row, key=lambda stop: stop.first or 0))) for row in placed]
    return Grid(tuple(rows), len(plan.columns))


def _overlaps(stop: Stop, row: list[Stop]) -> bool:
    return any((stop.first or 0) <= other.last and stop.last >= (other.first or 0) for other in row)
