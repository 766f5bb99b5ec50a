"""What an administrator answered in the guided start of a new programme (PATHWAYS §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pathways.texts import Text


@dataclass(frozen=True)
class Considered:
    """An answer kept: whether it holds or is part of the programme, and why."""

    considered: bool
    text: str


@dataclass(frozen=True)
class OwnRecommendation:
    """A recommendation of the disease's guideline, with its level and grade where known."""

    text: str
    evidence: str = ""
    grade: str = ""


@dataclass(frozen=True)
class GuidelineNamed:
    """The guideline that the programme builds on."""

    title: str
    year: int | None = None
    url: str = ""


@dataclass(frozen=True)
class PlanRow:
    """One row of the implementation plan; `start` as "2027-Q1"."""

    activity: str
    responsible: str
    start: str


@dataclass(frozen=True)
class Answers:
    """All answers, step by step. `receivers`, `phases` … are keys of the generic definition.

    `default` is where a citizen goes when nothing points elsewhere; it never needs adoption.
    """

    key: str
    title: Text
    short_title: Text
    condition: Text
    criteria: Mapping[str, Considered]

    description: str
    codes: Mapping[str, tuple[str, ...]]
    at_least: int | None
    at_most: int | None
    outside: tuple[str, ...]

    recommendations: tuple[str, ...]
    own_recommendations: tuple[OwnRecommendation, ...]
    guideline: GuidelineNamed | None
    self_care: tuple[int, ...]

    default: str
    default_reason: str
    receivers: frozenset[str]
    coordinator: str
    coordinator_text: str
    phases: tuple[str, ...]

    implementation: tuple[PlanRow, ...]

    indicators: tuple[str, ...]
    responsible: str
    frequency: str
    revision: str

    modules: Mapping[str, Considered]
