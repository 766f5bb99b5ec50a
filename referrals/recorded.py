"""What was recorded of a treatment, as plain values: the basis of an epicrisis, kept in it.

No database here: `referrals.record` gathers, this module only holds, compares and sums up.
A signed epicrisis carries its own copy, so that the letter can be made again as it was.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


def grouped(value: float, language: str = "da") -> str:
    """A number with its thousands apart: "1.500" and "85,8" in Danish, "1,500" in English."""
    written = f"{value:,.10g}"
    if language != "da":
        return written
    return written.replace(",", " ").replace(".", ",").replace(" ", ".")


@dataclass(frozen=True)
class PhraseAnswer:
    """One phrase of the referral with its answer in words; "" where it was not answered."""

    number: int
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class GoalLine:
    """A goal on its own scale; each value may be unknown.

    measured: followed by an instrument, whose name is then the unit.
    """

    text: str
    unit: str = ""
    start: float | None = None
    now: float | None = None
    target: float | None = None
    measured: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached, whichever way it lies from the start; None: unknown."""
        if self.now is None or self.target is None:
            return None
        if self.start is not None and self.target < self.start:
            return self.now <= self.target
        return self.now >= self.target


@dataclass(frozen=True)
class Point:
    """One score, in whole days since the treatment began (before it: negative)."""

    day: int
    value: float

    @property
    def week(self) -> int:
        """The week it fell in, counted from 0."""
        return self.day // 7


@dataclass(frozen=True)
class Series:
    """The scores of one instrument, oldest first; never empty."""

    key: str
    label: str
    minimum: float
    maximum: float
    lower_is_better: bool
    points: tuple[Point, ...]
    unit: str = ""
    target: float | None = None

    @property
    def first(self) -> Point:
        """The score at the start."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """The latest score."""
        return self.points[-1]

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without a target."""
        if self.target is None:
            return None
        if self.lower_is_better:
            return self.last.value <= self.target
        return self.last.value >= self.target

    @property
    def change(self) -> int:
        """1 better, -1 worse, 0 the same or measured only once."""
        gained = self.last.value - self.first.value
        if self.lower_is_better:
            gained = -gained
        return (gained > 0) - (gained < 0)


@dataclass(frozen=True)
class Recorded:
    """Everything recorded of one treatment, in words and numbers; dates as ISO strings."""

    citizen: str = ""
    age: int = 0
    sex: str = ""
    pathway: str = ""
    version: int = 0
    course_number: str = ""
    referral_number: str = ""
    referred_on: str = ""
    started_on: str = ""
    ended_on: str = ""
    end_kind: str = ""
    end_reason: str = ""
    phrases: tuple[PhraseAnswer, ...] = ()
    sessions: Mapping[str, int] = field(default_factory=dict)
    """Sessions held, by kind."""
    cancelled: int = 0
    no_shows: int = 0
    weeks: int = 0
    """From the first session to the last, part of a week counted as a whole one."""
    goals: tuple[GoalLine, ...] = ()
    series: tuple[Series, ...] = ()
    plan: str = ""

    @property
    def held(self) -> int:
        """Sessions held, of every kind."""
        return sum(self.sessions.values())

    def answer_to(self, key: str) -> str:
        """The answer to a phrase in words; "" where there is none."""
        return next((phrase.text for phrase in self.phrases if phrase.key == key), "")

    def to_data(self) -> dict[str, Any]:
        """As JSON, for the signed content."""
        return {**asdict(self), "sessions": dict(self.sessions)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From JSON as `to_data` wrote it; what is missing is as if not recorded."""
        plain = {key: data[key] for key in cls.__dataclass_fields__ if key in data}
        plain["phrases"] = tuple(PhraseAnswer(**each) for each in data.get("phrases", ()))
        plain["goals"] = tuple(GoalLine(**each) for each in data.get("goals", ()))
        plain["series"] = tuple(
            Series(**{**each, "points": tuple(Point(**point) for point in each["points"])})
            for each in data.get("series", ())
        )
        return cls(**plain)
