"""Indicators, quality, implementation and change (components IV-V of the model)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from pathways.definition_parts.base import ConditionData, Key, Origin, Part, SourceRef
from pathways.texts import Text

EventKey = Literal[
    "course_opened",
    "course_closed",
    "checkpoint_held",
    "group_set",
    "mri_ordered",
    "referral_sent",
    "referral_accepted",
    "referral_returned",
    "first_session",
    "treatment_started",
    "treatment_ended",
    "epicrisis_sent",
    "epicrisis_acknowledged",
]
"""What happens in a course and can be counted."""


class Unit(Part):
    """What is counted: one row per event, or per course or referral."""

    event: EventKey | None = None
    each: Literal["course", "referral"] | None = None


class Share(Part):
    """The share that meets a condition, or that reaches `to` within days of `from`."""

    when: ConditionData | None = None
    within_days: int | None = Field(default=None, ge=0, le=3650)
    from_: EventKey | None = Field(default=None, alias="from")
    to: EventKey | None = None


class MedianDays(Part):
    """The median number of days between two events."""

    from_: EventKey = Field(alias="from")
    to: EventKey


class Distribution(Part):
    """How units spread over the values of a fact, against an expected shape."""

    of: Key
    expected: dict[str, float] = Field(min_length=2)


class Measure(Part):
    """One way of measuring: share, median of days, rate, or distribution."""

    share: Share | None = None
    median_days: MedianDays | None = None
    rate_per: int | None = Field(default=None, ge=1, le=100_000)
    when: ConditionData | None = None
    distribution: Distribution | None = None

    @property
    def kind(self) -> str:
        """ "share", "median_days", "rate" or "distribution"."""
        if self.share is not None:
            return "share"
        if self.median_days is not None:
            return "median_days"
        return "rate" if self.rate_per is not None else "distribution"


class Target(Part):
    """The agreed target, in the measure's own unit (a share is a number from 0 to 1)."""

    at_least: float | None = None
    at_most: float | None = None


class Indicator(Part):
    """What is followed. A unit is passed, not passed, not eligible or incomplete.

    `when_overdue` says what a unit is whose needed event has not come when its time has run
    out; before that, and where a needed fact is unknown, it is incomplete.
    """

    key: Key
    title: Text
    dimension: Literal["clinical", "organisational", "citizen_experienced"]
    of: Unit
    where: ConditionData | None = None
    measure: Measure
    direction: Literal["up", "down", "none"]
    target: Target | None = None
    when_overdue: Literal["not_passed", "incomplete"] = "incomplete"
    explanation: Text | None = None
    source: SourceRef
    origin: Origin = Origin.AGREED


class FollowUp(Part):
    """Who follows the indicators, how often, and how the pathway is revised."""

    responsible: Text
    frequency: Text
    revision: Text
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class ImplementationRow(Part):
    """One row of the implementation plan."""

    key: Key
    activity: Text
    responsible: Text
    start: str = Field(pattern=r"^\d{4}-Q[1-4]$", description="Year and quarter: 2017-Q1")
    status: Literal["planned", "under_way", "done"] = "planned"
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class QualityCriterion(Part):
    """A criterion kept per performing unit, with dates."""

    key: Key
    text: Text
    source: SourceRef


class ChangeStep(Part):
    """Something to be ticked before a changed guideline is in force."""

    key: Key
    text: Text
    source: SourceRef


class Consideration(Part):
    """An answer kept: a criterion for making the programme, or a module considered."""

    key: Key
    considered: bool
    text: Text


class Governance(Part):
    """Who approved the document, when, and from when it holds."""

    committee: str = ""
    approved_on: date | None = None
    valid_from: date | None = None
    working_group: tuple[Text, ...] = ()
