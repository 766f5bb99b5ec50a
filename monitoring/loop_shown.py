"""The six steps of the loop as bars on one common scale, with small counts hidden. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitoring.loop import State, Step
from monitoring.suppression import TOTAL, Cell, ProtectedTable, Range, protect

WIDTH = 180  # px of the longest bar
GAP = 1
STATES = tuple(State)


@dataclass(frozen=True)
class Segment:
    """One part of a bar, in px."""

    state: State
    x: float
    width: float


@dataclass(frozen=True)
class StepShown:
    """One step: how many reached it, how they fared, and the share that kept the promise."""

    step: Step
    reached: Cell
    cells: Mapping[State, Cell]
    share: Range | None
    segments: tuple[Segment, ...]

    def __getitem__(self, state: str) -> Cell:
        return self.cells[State(state)]


def show_loop(
    counts: Mapping[Step, tuple[int, int, int, int]], threshold: int
) -> tuple[StepShown, ...]:
    """The steps in order. A hidden count has no part in the bar: its width would tell it."""
    tables = {step: _protected(step, counts[step], threshold) for step in Step}
    longest = max(
        (table[step.value, TOTAL].count or 0 for step, table in tables.items()), default=0
    )
    return tuple(_shown(step, tables[step], longest) for step in Step)


def _protected(step: Step, counts: tuple[int, int, int, int], threshold: int) -> ProtectedTable:
    return protect({step.value: counts}, [state.value for state in STATES], threshold)


def _shown(step: Step, table: ProtectedTable, longest: int) -> StepShown:
    row = step.value
    cells = {state: table[row, state.value] for state in STATES}
    return StepShown(
        step=step,
        reached=table[row, TOTAL],
        cells=cells,
        share=_share(table, row),
        segments=_segments(cells, longest),
    )


def _share(table: ProtectedTable, row: str) -> Range | None:
    reached = table[row, TOTAL].count
    if not reached:
        return None
    least, most = table.bounds[row, State.KEPT.value]
    return Range(least / reached, min(most, reached) / reached)


def _segments(cells: Mapping[State, Cell], longest: int) -> tuple[Segment, ...]:
    if not longest:
        return ()
    segments: list[Segment] = []
    x = 0.0
    for state, cell in cells.items():
        width = (cell.count or 0) / longest * (WIDTH - GAP * (len(cells) - 1))
        if width:
            segments.append(Segment(state, round(x, 1), round(width, 1)))
            x += width + GAP
    return tuple(segments)
