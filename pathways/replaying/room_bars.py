"""Bars for extra starts a week with a tick for free places (CHARTS §1: is there room?). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figures import numbers
from pathways.replaying.shown import Room

WIDTHS = (560, 328)
LINE = 42
TOP = 4
WORDS = 64
"""Room to the right of the bars for the number."""


@dataclass(frozen=True)
class Bar:
    """One receiver: words above, the bar of extra starts, the tick where its places end."""

    y: float
    name: str
    width: float
    tick: float | None
    over: bool
    change: str


@dataclass(frozen=True)
class Bars:
    """All receivers that get more, on one scale that begins at zero."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def draw(rooms: Sequence[Room], width: int, language: str) -> Bars:
    """The figure. A tick beyond the scale is left out: there is far more room than asked for."""
    more = [room for room in rooms if round(room.change, 1) > 0]
    greatest = max((room.change for room in more), default=1.0)
    scale = (width - WORDS) / (greatest * 1.4)
    bars = []
    for number, room in enumerate(more):
        free = None if room.places is None else max(room.places - room.before, 0.0)
        tick = None if free is None or free * scale > width - WORDS else round(free * scale, 1)
        bars.append(
            Bar(
                y=TOP + number * LINE,
                name=room.name,
                width=round(room.change * scale, 1),
                tick=tick,
                over=room.over,
                change=numbers.signed(round(room.change, 1), 1, language),
            )
        )
    return Bars(width, TOP + len(more) * LINE + 4, tuple(bars))
