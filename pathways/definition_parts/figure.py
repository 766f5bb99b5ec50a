"""How the programme's figure is drawn: short names for stops, and the ways between them.

All of it may be left out: the figure is then drawn from checkpoints, activities and phases alone.
"""

from __future__ import annotations

from pydantic import Field

from pathways.definition_parts.base import Key, OneOrMore, Origin, Part, RuleKey, SourceRef
from pathways.texts import Text


class FigureStop(Part):
    """One stop: the checkpoint, phase or activities it opens, under a name short enough to draw.

    The first of `of` names the stop, and says whose lane and which week it stands in.
    """

    of: OneOrMore = Field(min_length=1)
    title: Text
    line: Text | None = None
    recommendations: tuple[Key, ...] = ()


class Way(Part):
    """A way from one stop to another, and when it is taken.

    `rules`: the routing rules that say it in full. `free`: taken without a referral (drawn dashed).
    """

    start: Key = Field(alias="from")
    to: Key
    text: Text | None = None
    rules: tuple[RuleKey, ...] = ()
    free: bool = False
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class Period(Part):
    """A stretch of weeks with a name, over the axis; without `to_week` it lasts."""

    title: Text
    from_week: int = Field(ge=0, le=520)
    to_week: int | None = Field(default=None, ge=0, le=520)


class Figure(Part):
    """The programme's figure."""

    periods: tuple[Period, ...] = Field(default=(), max_length=6)
    stops: tuple[FigureStop, ...] = Field(default=(), max_length=60)
    ways: tuple[Way, ...] = Field(default=(), max_length=80)
