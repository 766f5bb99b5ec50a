"""The numbers of the stratification rule: they are in the definition, not in code."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from pathways.definition_parts.base import Origin, Part, SourceRef
from pathways.definition_parts.problems import refusal
from pathways.texts import Text, text


class Thresholds(Part):
    """When an axis has high complexity, on ICF's scale 0-4.

    High when one qualifier on it is at least `one_at`, or `several_count` of them are at least
    `several_at`. A facilitator in a chapter lowers each barrier of that chapter by
    `facilitator_lowers`, once.
    """

    one_at: int = Field(ge=1, le=4)
    several_at: int = Field(ge=1, le=4)
    several_count: int = Field(ge=1, le=40)
    facilitator_lowers: int = Field(default=0, ge=0, le=4)

    @model_validator(mode="after")
    def _one_weighs_at_least_as_much_as_each_of_several(self) -> Self:
        if self.several_at > self.one_at:
            raise refusal(
                "thresholds",
                text(
                    "»several_at« må ikke være større end »one_at«.",
                    "“several_at” must not be greater than “one_at”.",
                ),
            )
        return self


class IcfCode(Part):
    """A code of the core set, with a short label of our own."""

    code: str = Field(pattern=r"^[bsde]\d{1,5}$")
    label: Text


class Group(Part):
    """One of the four groups and the effort it suggests."""

    number: Literal[1, 2, 3, 4]
    health: Literal["low", "high"]
    context: Literal["low", "high"]
    title: Text
    text: Text


class Stratification(Part):
    """How a group 1-4 is suggested in this pathway."""

    text: Text
    thresholds: Thresholds
    clinician_may_mark_axis: bool = True
    core_set: tuple[IcfCode, ...] = Field(min_length=1, max_length=60)
    groups: tuple[Group, ...] = Field(min_length=4, max_length=4)
    expected_shape: dict[Literal["1", "2", "3", "4"], float] = Field(default_factory=dict)
    source: SourceRef
    origin: Origin = Origin.AGREED
