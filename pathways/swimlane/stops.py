"""What a figure holds: stops in lanes and columns, and the ways between them.

A stop gathers what one actor does in one week, stretch of weeks, or phase. Columns are weeks where
the definition has dated controls, and otherwise its phases.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pathways.definition_parts.care import Activity, Checkpoint, Phase
from pathways.definition_parts.figure import Period
from pathways.destinations import EMERGENCY
from pathways.swimlane.lanes import Lane, lane_of
from pathways.texts import Text


class ColumnKind(StrEnum):
    """What a column stands for."""

    WEEK = "week"
    PHASE = "phase"
    AFTER = "after"


@dataclass(frozen=True)
class Column:
    """One column. `week`: where it stands on the axis; `note`: a second line under its title."""

    kind: ColumnKind
    title: Text
    week: int = 0
    note: Text | None = None
    phase: str = ""


@dataclass(frozen=True)
class Stop:
    """One stop. It fills the columns from `first` to `last`; a lasting one is drawn as a bar.

    `first` is None for what has no week: it can be opened and stands in the table, undrawn.
    """

    key: str
    actor: str
    title: Text
    line: Text | None
    first: int | None
    last: int
    lasting: bool = False
    open_ended: bool = False
    from_week: int | None = None
    to_week: int | None = None
    checkpoint: Checkpoint | None = None
    phase: Phase | None = None
    activities: tuple[Activity, ...] = ()
    recommendations: tuple[str, ...] = ()
    order: int = 0
    """Its place in the definition: what is written first stands first in a lane."""
    named: bool = False
    """Its title was written for the figure."""

    @property
    def lane(self) -> str:
        """The key of its lane."""
        return lane_of(self.actor)

    @property
    def is_emergency(self) -> bool:
        """Where red flags lead."""
        return self.actor == EMERGENCY


@dataclass(frozen=True)
class Way:
    """A way from stop to stop. `red`: taken on a red flag; `free`: without a referral."""

    start: str
    to: str
    text: Text | None = None
    rules: tuple[str, ...] = ()
    free: bool = False
    red: bool = False


@dataclass(frozen=True)
class Plan:
    """All there is to draw. `undated`: stops without a week; `flags`: the red flags in words."""

    lanes: tuple[Lane, ...]
    columns: tuple[Column, ...]
    stops: tuple[Stop, ...]
    undated: tuple[Stop, ...]
    ways: tuple[Way, ...]
    flags: tuple[Text, ...] = ()
    periods: tuple[Period, ...] = ()
    by_weeks: bool = True

    @property
    def all_stops(self) -> tuple[Stop, ...]:
        """Every stop that can be opened: by column, then by lane."""
        return (*self.stops, *self.undated)

    def stop(self, key: str) -> Stop | None:
        """The stop with that key."""
        return next((one for one in self.all_stops if one.key == key), None)

    def opened_by(self, key: str) -> Stop | None:
        """The stop with that key, or the one that gathers the part with that key."""
        found = self.stop(key)
        return found or next((one for one in self.all_stops if key in part_keys(one)), None)

    def lane_of(self, stop: Stop) -> Lane:
        """The lane a stop stands in."""
        return next(lane for lane in self.lanes if lane.key == stop.lane)


def part_keys(stop: Stop) -> tuple[str, ...]:
    """The keys of all that a stop gathers."""
    parts = (stop.checkpoint, stop.phase, *stop.activities)
    return tuple(part.key for part in parts if part is not None)
