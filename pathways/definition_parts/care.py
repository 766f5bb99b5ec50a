"""Who the pathway is for, and what is done by whom and when (components I-III of the model)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from pathways.definition_parts.base import ConditionData, Key, Origin, Part, SourceRef
from pathways.definition_parts.problems import refusal
from pathways.texts import Text, text


class CodeLabel(Part):
    """A code that the inclusion names or lets in, with a short label of our own."""

    system: Literal["icd10", "icpc2"]
    code: str = Field(min_length=3, max_length=8)
    label: Text


class AgeSpan(Part):
    """Ages in whole years, both included."""

    at_least: int | None = Field(default=None, ge=0, le=130)
    at_most: int | None = Field(default=None, ge=0, le=130)


class PatientGroup(Part):
    """Inclusion and exclusion: codes, ages, and what lies outside the pathway."""

    description: Text
    fact: Key = "diagnosis"
    codes: dict[Literal["icd10", "icpc2"], tuple[str, ...]] = Field(default_factory=dict)
    """Prefixes and ranges; empty where any code is included."""
    excluded_codes: dict[Literal["icd10", "icpc2"], tuple[str, ...]] = Field(default_factory=dict)
    ages: AgeSpan = AgeSpan()
    outside: tuple[Text, ...] = ()
    included_by: tuple[Key, ...] = ("general_practice",)
    code_labels: tuple[CodeLabel, ...] = ()
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class Guideline(Part):
    """The guideline a recommendation comes from."""

    title: Text
    year: int | None = Field(default=None, ge=1900, le=2200)
    url: str = Field(default="", pattern=r"^(https://.*)?$")


class Recommendation(Part):
    """A clinical recommendation with its level of evidence and grade (Ia, A)."""

    key: Key
    text: Text
    evidence: Literal["", "Ia", "Ib", "IIa", "IIb", "III", "IV"] = ""
    grade: Literal["", "A", "B", "C", "D"] = ""
    guideline: Guideline | None = None
    source: SourceRef
    origin: Origin = Origin.AGREED


class Phase(Part):
    """A phase of the course: what marks it, what it is for, what is done, who is responsible."""

    key: Key
    title: Text
    characteristics: Text | None = None
    purpose: Text | None = None
    interventions: tuple[Text, ...] = ()
    responsible: Key
    together_with: tuple[Key, ...] = ()
    """Who takes part beside the one responsible."""
    weeks_at_least: int | None = Field(default=None, ge=0, le=520)
    next: tuple[Key, ...] = ()
    groups: tuple[int, ...] = ()
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class Checkpoint(Part):
    """A dated control: in which week, by whom, and what is judged."""

    key: Key
    title: Text
    week: int = Field(ge=0, le=520)
    latest_week: int | None = Field(default=None, ge=0, le=520)
    actor: Key
    for_whom: Text | None = None
    """Whom the control is for, where no recorded fact says so."""
    judged: tuple[Text, ...] = Field(min_length=1)
    when: ConditionData | None = None
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class TimeRule(Part):
    """How soon or how long something may take, and what holds where that is not kept."""

    key: Key
    actor: Key
    """The actor whom the time binds."""
    unit: Literal["days", "weeks", "months"]
    at_least: int | None = Field(default=None, ge=0, le=520)
    at_most: int = Field(ge=1, le=520)
    text: Text
    otherwise: Text | None = None
    source: SourceRef
    origin: Origin = Origin.AGREED

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.at_least is not None and self.at_least > self.at_most:
            raise refusal(
                "time_rule",
                text(
                    "»at_least« må ikke være større end »at_most«.",
                    "“at_least” must not be greater than “at_most”.",
                ),
            )
        return self


class Activity(Part):
    """What one actor does, in which phase or weeks."""

    key: Key
    actor: Key
    title: Text
    detail: Text | None = None
    phase: Key | None = None
    from_week: int | None = Field(default=None, ge=0, le=520)
    to_week: int | None = Field(default=None, ge=0, le=520)
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class SelfCare(Part):
    """Support for the citizen's own effort."""

    title: Text
    scope: Literal["disease_specific", "general"]
    form: Literal["individual", "group", "individual_or_group"]
    source: SourceRef | None = None


class CoordinatorMove(Part):
    """When the coordinator (tovholder) changes."""

    when: Text
    to: Key
    source: SourceRef | None = None


class Coordinator(Part):
    """Who is coordinator, and when it moves."""

    actor: Key
    text: Text
    moves: tuple[CoordinatorMove, ...] = ()
    contact_card: bool = False
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class CoordinationForm(Part):
    """One of the forms that case coordination may take."""

    key: Literal["relay", "visiting", "collaborating"]
    title: Text
    text: Text


class CaseCoordination(Part):
    """Support beside the coordinator, for a period: for whom, with which tasks, in which forms.

    In Danish forløbskoordinering (generic §3.4.4 and its module).
    """

    text: Text
    criteria: tuple[Text, ...] = Field(min_length=1, max_length=20)
    tasks: tuple[Text, ...] = Field(min_length=1, max_length=20)
    forms: tuple[CoordinationForm, ...] = Field(min_length=1, max_length=3)
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED


class Communication(Part):
    """A message between two actors."""

    sender: Key
    receiver: Key
    message: Text
    when: Text
    source: SourceRef | None = None


class DivisionRow(Part):
    """One row of the form for any condition: need → sent to → offer and quality (knee, Bilag)."""

    key: Key
    need: Text
    sent_to: tuple[Key, ...] = Field(min_length=1)
    offer: tuple[Text, ...] = ()
    source: SourceRef | None = None
