"""Small counts are hidden, and so is what they could be computed from (CHARTS §5).

One rule for page, CSV and figure: they are all made from a `ProtectedTable`, which no longer holds
the hidden numbers. Pure: no models.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

TOTAL = "total"
"""The row and the column that hold sums."""


class Mark(StrEnum):
    """Why a number is not shown. The value is what is printed instead."""

    SMALL = ".."  # from 1 to one less than the threshold
    COMPLEMENT = "..*"  # would give a hidden number away


@dataclass(frozen=True)
class Cell:
    """A count as it may be shown: the number, or the mark in its place."""

    count: int | None
    mark: Mark | None = None

    @property
    def shown(self) -> bool:
        return self.count is not None


Place = tuple[str, ...]
"""A row and a column; more where tables hang together."""

Line = tuple[Place, ...]
"""A row or a column; the last place is the sum of the others."""

Bounds = Mapping[Place, tuple[int, int]]
"""The least and greatest count a reader can infer for each place."""

UNBOUNDED = 10**12


@dataclass(frozen=True)
class ProtectedTable:
    """Counts by row and column with their sums, as they may be published.

    `bounds` is what a reader can infer of each place from the numbers, marks and sums shown.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, Cell]
    bounds: Bounds

    def __getitem__(self, place: Place) -> Cell:
        return self.cells[place]


Counts = Mapping[str, Sequence[int]]
"""For each row the counts of its columns, in the columns' order."""


def protect(
    counts: Counts, columns: Sequence[str], threshold: int, *, hide: Collection[str] = ()
) -> ProtectedTable:
    """The table with sums, in which no count from 1 to `threshold - 1` is shown or computable.

    Numbers below the threshold are hidden first, sums included. Then, as long as what is shown
    leaves only one value for a hidden number, the least number beside it is hidden too. A true
    zero is always shown. `hide` are rows hidden whole, because another table would give them away.
    Raises ValueError for a threshold that hides nothing.
    """
    if threshold < 2:
        raise ValueError("En tærskel under 2 skjuler intet.")
    values = _with_sums(counts, columns)
    lines = list(_lines(tuple(counts), tuple(columns)))
    hidden = [place for place in values if place[0] in hide]
    cells, bounds = protect_lines(values, lines, threshold, hide=hidden)
    return ProtectedTable(tuple(counts), tuple(columns), cells, bounds)


def protect_lines(
    values: Mapping[Place, int],
    lines: Sequence[Line],
    threshold: int,
    *,
    hide: Collection[Place] = (),
) -> tuple[Mapping[Place, Cell], Bounds]:
    """As `protect`, for counts that add up along any lines: sums of sums, tables of tables.

    The last place of a line is the sum of the others. Returns the cells and what can be inferred.
    """
    marks = {place: Mark.SMALL for place, count in values.items() if 0 < count < threshold}
    for place in hide:
        if values[place]:
            marks.setdefault(place, Mark.COMPLEMENT)
    bounds = _infer(values, marks, lines, threshold)
    while exposed := [place for place in marks if bounds[place][0] == bounds[place][1]]:
        hidden = len(marks)
        mended: set[Line] = set()
        for place in exposed:
            _cover(place, values, marks, lines, mended)
        if len(marks) == hidden:  # nothing is left to hide
            break
        bounds = _infer(values, marks, lines, threshold)
    cells = {
        place: Cell(None, marks[place]) if place in marks else Cell(count)
        for place, count in values.items()
    }
    return cells, bounds


def _with_sums(counts: Counts, columns: Sequence[str]) -> dict[Place, int]:
    values: dict[Place, int] = {
        (row, column): count
        for row, line in counts.items()
        for column, count in zip(columns, line, strict=True)
    }
    for row, line in counts.items():
        values[row, TOTAL] = sum(line)
    for index, column in enumerate(columns):
        values[TOTAL, column] = sum(line[index] for line in counts.values())
    values[TOTAL, TOTAL] = sum(sum(line) for line in counts.values())
    return values


def _lines(rows: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[Line]:
    for row in (*rows, TOTAL):
        yield tuple((row, column) for column in (*columns, TOTAL))
    for column in (*columns, TOTAL):
        yield tuple((row, column) for row in (*rows, TOTAL))


def _infer(
    values: Mapping[Place, int], marks: Mapping[Place, Mark], lines: Sequence[Line], threshold: int
) -> dict[Place, tuple[int, int]]:
    """What a reader can tell by going back and forth between rows, columns and sums."""
    said = {Mark.SMALL: (1, threshold - 1), Mark.COMPLEMENT: (threshold, UNBOUNDED)}
    bounds = {
        place: said[marks[place]] if place in marks else (count, count)
        for place, count in values.items()
    }
    narrowed = True
    while narrowed:
        narrowed = False
        for line in lines:
            if any(place in marks for place in line):
                narrowed |= _narrow(line, bounds)
    return bounds


def _narrow(line: Line, bounds: dict[Place, tuple[int, int]]) -> bool:
    """Tighten the bounds of one line by its sum; says whether anything became narrower."""
    *parts, whole = line
    least = sum(bounds[place][0] for place in parts)
    most = sum(bounds[place][1] for place in parts)
    changed = False
    low, high = bounds[whole]
    if (max(low, least), min(high, most)) != (low, high):
        low, high = bounds[whole] = max(low, least), min(high, most)
        changed = True
    for place in parts:
        before = bounds[place]
        after = (
            max(before[0], low - (most - before[1])),
            min(before[1], high - (least - before[0])),
        )
        if after != before:
            bounds[place] = after
            least += after[0] - before[0]
            most += after[1] - before[1]
            changed = True
    return changed


def _cover(
    place: Place,
    values: Mapping[Place, int],
    marks: dict[Place, Mark],
    lines: Sequence[Line],
    mended: set[Line],
) -> None:
    """Hide one more number in a line that gives `place` away; a sum only if nothing else is left.

    The line with the fewest hidden numbers is covered first: it is the one that tells. A line
    already `mended` in this round may do for `place` too: the next round will show.
    """
    through = [line for line in lines if place in line]
    if not mended.isdisjoint(through):
        return
    for line in sorted(through, key=lambda line: sum(other in marks for other in line)):
        shown = [other for other in line if other not in marks and values[other]]
        if shown:
            least = min(shown, key=lambda other: (TOTAL in other, values[other], other))
            marks[least] = Mark.COMPLEMENT
            mended.update(crossed for crossed in lines if least in crossed)
            return


@dataclass(frozen=True)
class Range:
    """From `low` to `high`: all that can be said of a share whose counts are partly hidden."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        return self.low == self.high


def share_of(table: ProtectedTable, row: str, passed: str, failed: str) -> Range | None:
    """The share passed of those decided, as exactly as the published table allows.

    It rests on what a reader can infer anyway, so it gives nothing more away. None where the
    row's sum is hidden, or nothing is decided.
    """
    if not table[row, TOTAL].shown:
        return None
    least_passed, most_passed = table.bounds[row, passed]
    least_failed, most_failed = table.bounds[row, failed]
    if most_passed + most_failed == 0:
        return None
    low = least_passed / (least_passed + most_failed) if least_passed + most_failed else 0.0
    high = most_passed / (most_passed + least_failed) if most_passed + least_failed else 1.0
    return Range(low, high)
