"""The suggestion as the page shows it: group, reasons, what would change it, and the choice."""

from dataclasses import dataclass

from stratification import wording
from stratification.agreed import Agreed
from stratification.grouping import AssessmentInput, AxisResult, suggest_group, would_change


@dataclass(frozen=True)
class AxisShown:
    """One axis in words."""

    level: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One group the clinician can decide on."""

    group: int
    title: str
    suggested: bool
    chosen: bool


@dataclass(frozen=True)
class Suggestion:
    """Everything the panel beside the questions says."""

    group: int | None
    title: str
    text: str
    health: AxisShown
    context: AxisShown
    missing: int
    rule: str
    local: bool
    changes: tuple[str, ...]
    choices: tuple[Choice, ...]


def show(
    assessment: AssessmentInput,
    terms: Agreed,
    language: str,
    *,
    chosen: int | None = None,
    followed: int | None = None,
) -> Suggestion:
    """The suggestion for what has been judged so far.

    The choice follows the suggestion as long as the clinician has not chosen otherwise: `followed`
    is the suggestion that stood there when `chosen` was sent.
    """
    grouping = suggest_group(assessment, terms.numbers)
    group = grouping.group
    decided = chosen if chosen is not None and chosen != followed else group
    return Suggestion(
        group=group,
        title=terms.titles.get(group, "") if group else "",
        text=terms.texts.get(group, "") if group else "",
        health=_shown(grouping.health_axis, terms, language),
        context=_shown(grouping.context_axis, terms, language),
        missing=len(grouping.missing),
        rule=wording.rule(terms.numbers, language),
        local=terms.local,
        changes=tuple(
            wording.change(change, language, terms.codes)
            for change in would_change(assessment, terms.numbers)
        ),
        choices=tuple(
            Choice(number, terms.titles.get(number, ""), number == group, number == decided)
            for number in (1, 2, 3, 4)
        ),
    )


def _shown(axis: AxisResult, terms: Agreed, language: str) -> AxisShown:
    return AxisShown(
        wording.level(axis, language), tuple(wording.sentences(axis, language, terms.codes))
    )
