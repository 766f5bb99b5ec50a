"""What each figure shows, as plain data: small enough to hash, to store and to send to a worker.

Drawing them takes a heavy library; pages only make these.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from monitoring.publishing import Bin


@dataclass(frozen=True)
class Point:
    """One month; the value and the ends of its interval, None where nothing may be shown."""

    month: date
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """What the figure shows. Shares are in percent; `ceiling` is 100 for them, None for days."""

    points: tuple[Point, ...]
    target: float | None
    target_label: str
    last_label: str
    ceiling: float | None
    language: str = "da"


@dataclass(frozen=True)
class ControlPoint:
    """One month: its value, its control limits where there are any, and whether it is a signal.

    `mark` is the number of the signal, written by the point and explained beside the figure.
    """

    month: date
    value: float | None
    low: float | None = None
    high: float | None = None
    mark: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Centre:
    """A centre line over months number `start` up to but not including `stop`."""

    start: int
    stop: int
    value: float
    label: str
    mark: str = ""


@dataclass(frozen=True)
class Control:
    """What the figure shows. Shares are in percent; `ceiling` is 100 for them, None for days."""

    points: tuple[ControlPoint, ...]
    centres: tuple[Centre, ...]
    target: float | None
    target_label: str
    ceiling: float | None
    language: str = "da"


@dataclass(frozen=True)
class Dot:
    """One municipality. `named` writes its name: only where it lies outside the 99.8 % limits.

    `exact` is False where only a range of its share is known; the dot is then hollow.
    """

    name: str
    of: float
    value: float
    exact: bool = True
    named: bool = False


@dataclass(frozen=True)
class FunnelFigure:
    """Dots in percent; the common share (of 1) and how much the limits about it are widened."""

    dots: tuple[Dot, ...]
    centre: float
    centre_label: str
    target: float | None
    target_label: str
    axis_label: str
    limit_label: str
    widened: float = 1.0
    language: str = "da"


@dataclass(frozen=True)
class Histogram:
    """Bars, the last day within the promise, and what is written on each side of it."""

    bins: tuple[Bin, ...]
    promise: int | None
    within_label: str
    beyond_label: str
    median: float | None
    median_label: str
    axis_label: str
    language: str = "da"


Figure = Series | Control | FunnelFigure | Histogram

# Part of the hash: a change in how figures are drawn draws them all anew.
DRAWN_AS = "3"

_KINDS = {Series: "series", Control: "control", FunnelFigure: "funnel", Histogram: "histogram"}


def described(figure: Figure, frame: str) -> dict[str, Any]:
    """The figure as JSON data, for one size ("wide" or "narrow")."""
    data = json.loads(json.dumps(asdict(figure), default=date.isoformat))
    return {"kind": _KINDS[type(figure)], "frame": frame, "figure": data}


def content_hash(spec: Mapping[str, Any], title: str, description: str) -> str:
    """The name of a drawing: the same figure with the same words has the same, for ever."""
    content = json.dumps([DRAWN_AS, spec, title, description], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
