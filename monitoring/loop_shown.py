"""The six steps of the loop as bars on one common scale, with small counts hidden. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from figures.suppression import TOTAL, Bounds, Cell, Line, Place, Range, protect_lines
from monitoring.loop import State, Step

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


Loop = Mapping[Step, tuple[int, int, int, int]]
"""Kept, late, waiting and overdue of each step."""

NONE = (0, 0, 0, 0)


def show_loop(
    counts: Mapping[str, Loop], threshold: int, municipality: str | None = None
) -> tuple[StepShown, ...]:
    """The steps in order, of one municipality or of all. A hidden count has no part in the bar.

    `counts` are always those of every municipality: they add up to the loop of all, so what is
    hidden is decided for all views at once. Otherwise one could be computed from the others.
    """
    values = _places(counts)
    cells, bounds = protect_lines(values, list(_lines(values, counts)), threshold)
    code = municipality or TOTAL
    if municipality is not None and municipality not in counts:
        nothing = _places({municipality: {}})
        cells = {place: Cell(count) for place, count in nothing.items()}
        bounds = {place: (count, count) for place, count in nothing.items()}
    longest = max(cells[code, step, TOTAL].count or 0 for step in Step)
    return tuple(_shown(step, code, cells, bounds, longest) for step in Step)


def _places(counts: Mapping[str, Loop]) -> dict[Place, int]:
    """The count of every municipality, step and state, with all sums."""
    values: dict[Place, int] = {}
    for step in Step:
        for column in (*STATES, TOTAL):
            values[TOTAL, step, column] = 0
        for code, loop in counts.items():
            states = loop.get(step, NONE)
            for column, count in zip((*STATES, TOTAL), (*states, sum(states)), strict=True):
                values[code, step, column] = count
                values[TOTAL, step, column] += count
    return values


def _lines(values: Mapping[Place, int], codes: Collection[str]) -> Iterator[Line]:
    """All that adds up: the states of a step, the municipalities, and one step to the next.

    Those who did a step, in time or late, are those the next step is about, when none of them left
    in between.
    """
    for step in Step:
        for code in (*codes, TOTAL):
            yield tuple((code, step, column) for column in (*STATES, TOTAL))
        for column in (*STATES, TOTAL):
            yield tuple((code, step, column) for code in (*codes, TOTAL))
    for step, following in pairwise(Step):
        for code in (*codes, TOTAL):
            did: Line = ((code, step, State.KEPT), (code, step, State.LATE))
            asked: Place = (code, following, TOTAL)
            if sum(values[place] for place in did) == values[asked]:
                yield (*did, asked)


def _shown(
    step: Step, code: str, cells: Mapping[Place, Cell], bounds: Bounds, longest: int
) -> StepShown:
    reached = cells[code, step, TOTAL]
    states = {state: cells[code, step, state] for state in STATES}
    return StepShown(
        step=step,
        reached=reached,
        cells=states,
        share=_share(reached.count, bounds[code, step, State.KEPT]),
        segments=_segments(states, longest),
    )


def _share(reached: int | None, kept: tuple[int, int]) -> Range | None:
    if not reached:
        return None
    least, most = kept
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
