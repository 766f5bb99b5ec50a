"""Where the bands of the changed referrals run: old destination left, new destination right. Pure.

Only what changes is drawn, and only transitions that may be told (CHARTS §1, §5). A band's
thickness is its number of referrals; bands leave and arrive in the order of where they lead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Flows: TypeAlias = Mapping[tuple[str, str], int]

GAP = 22
LEAST = 40
"""So high at least is a destination with its words, however few."""


@dataclass(frozen=True)
class Frame:
    """The picture's size, and where the two columns of nodes stand."""

    width: int
    left: int
    right: int
    band: int = 8
    top: int = 34
    height: int = 340


WIDE = Frame(width=760, left=190, right=520)
NARROW = Frame(width=328, left=96, right=214, height=320)


@dataclass(frozen=True)
class Band:
    """One transition: the path to fill, and where its number stands."""

    old: str
    new: str
    count: int
    path: str
    x: float
    y: float
    strength: str
    """"k" for the two strongest, "f" for the rest."""


@dataclass(frozen=True)
class Node:
    """One destination on one side; `y` and `height` of its bar, `middle` of its words."""

    key: str
    count: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Picture:
    """All marks, and the height they take."""

    frame: Frame
    height: int
    bands: tuple[Band, ...]
    olds: tuple[Node, ...]
    news: tuple[Node, ...]


def draw(flows: Flows, frame: Frame) -> Picture:
    """The picture; the greatest destinations on top on both sides."""
    olds = _order(flows, 0)
    news = _order(flows, 1)
    total = sum(flows.values()) or 1
    scale = frame.height / total
    left = _nodes(flows, olds, 0, frame.left, scale, frame)
    right = _nodes(flows, news, 1, frame.right, scale, frame)
    leaves = {node.key: node.y for node in left}
    arrives = {node.key: node.y for node in right}
    for node in left:  # a bar that is higher than its bands has them in its middle
        leaves[node.key] += (node.height - node.count * scale) / 2
    for node in right:
        arrives[node.key] += (node.height - node.count * scale) / 2
    strongest = sorted(flows, key=lambda pair: -flows[pair])[:2]
    start: dict[tuple[str, str], float] = {}
    end: dict[tuple[str, str], float] = {}
    for old in olds:
        for new in news:
            if (old, new) in flows:
                start[old, new] = leaves[old]
                leaves[old] += flows[old, new] * scale
    for new in news:
        for old in olds:
            if (old, new) in flows:
                end[old, new] = arrives[new]
                arrives[new] += flows[old, new] * scale
    bands = tuple(
        _band(
            pair,
            flows[pair],
            (start[pair], end[pair], flows[pair] * scale),
            frame,
            "k" if pair in strongest else "f",
        )
        for pair in start
    )
    lowest = max((node.y + node.height for node in (*left, *right)), default=frame.top)
    return Picture(frame, round(lowest + 26), bands, left, right)


def _order(flows: Flows, side: int) -> list[str]:
    sums: dict[str, int] = {}
    for pair, count in flows.items():
        sums[pair[side]] = sums.get(pair[side], 0) + count
    return sorted(sums, key=lambda key: (-sums[key], key))


def _nodes(
    flows: Flows, keys: Sequence[str], side: int, x: float, scale: float, frame: Frame
) -> tuple[Node, ...]:
    found = []
    y = float(frame.top)
    for key in keys:
        count = sum(number for pair, number in flows.items() if pair[side] == key)
        height = max(count * scale, LEAST)
        found.append(Node(key, count, x, round(y, 1), round(height, 1)))
        y += height + GAP
    return tuple(found)


def _band(
    pair: tuple[str, str],
    count: int,
    place: tuple[float, float, float],
    frame: Frame,
    strength: str,
) -> Band:
    start, end, thick = place
    x0, x1 = frame.left + frame.band, frame.right
    middle = (x0 + x1) / 2
    path = (
        f"M{x0} {start:.1f}C{middle:g} {start:.1f} {middle:g} {end:.1f} {x1} {end:.1f}"
        f"V{end + thick:.1f}C{middle:g} {end + thick:.1f} {middle:g} {start + thick:.1f} "
        f"{x0} {start + thick:.1f}Z"
    )
    return Band(*pair, count, path, x0 + 6, round(start + thick / 2 + 4, 1), strength)
