"""How units spread over a few values, beside the shape that was expected. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from figures.suppression import TOTAL, Cell, protect

ByValue = Mapping[str, int]
"""Counts by value: groups "1" to "4"."""


@dataclass(frozen=True)
class Part:
    """One value: how many, and the share beside the expected one.

    `share` is None where a hidden count keeps it from being said.
    """

    value: str
    cell: Cell
    share: float | None
    expected: float


def spread(
    counts: Mapping[str, ByValue],
    expected: Mapping[str, float],
    municipality: str | None,
    threshold: int,
) -> tuple[Part, ...]:
    """The values of one municipality, or of all; small counts and what gives them away are hidden.

    All municipalities are protected in one table, as whoever reads one page can read the next.
    """
    values = sorted(expected)
    table = protect(
        {code: [found.get(value, 0) for value in values] for code, found in counts.items()},
        values,
        threshold,
    )
    if municipality is not None and municipality not in counts:
        return tuple(Part(value, Cell(0), None, expected[value]) for value in values)
    row = municipality or TOTAL
    cells = {value: table[row, value] for value in values}
    whole = table[row, TOTAL].count
    return tuple(
        Part(value, cell, _share(cell, whole), expected[value]) for value, cell in cells.items()
    )


def _share(cell: Cell, whole: int | None) -> float | None:
    return cell.count / whole if cell.count is not None and whole else None
