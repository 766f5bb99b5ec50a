"""What a pathway's definition says of stratification, in this app's own terms. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from pathways.definition import Definition
from stratification.grouping import Numbers
from stratification.icf import Code


@dataclass(frozen=True)
class Agreed:
    """The core set asked for, the numbers of the rule, and what each group is called."""

    codes: Mapping[str, Code]
    numbers: Numbers
    may_mark: bool
    local: bool
    titles: Mapping[int, str]
    texts: Mapping[int, str]


def agreed(definition: Definition, language: str = "da") -> Agreed | None:
    """The stratification of a definition, or None when the pathway uses none."""
    part = definition.stratification
    if part is None:
        return None
    thresholds = part.thresholds
    return Agreed(
        codes={
            one.code: Code(one.code, one.label.da, one.label.in_("en")) for one in part.core_set
        },
        numbers=Numbers(
            one_at=thresholds.one_at,
            several_at=thresholds.several_at,
            several_count=thresholds.several_count,
            facilitator_lowers=thresholds.facilitator_lowers,
        ),
        may_mark=part.clinician_may_mark_axis,
        local=part.origin == "local",
        titles={group.number: group.title.in_(language) for group in part.groups},
        texts={group.number: group.text.in_(language) for group in part.groups},
    )
