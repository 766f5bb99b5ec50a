"""Whether each indicator can be computed: one measure, known events, facts that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pathways.conditions.facts import FactType
from pathways.conditions.tree import ConditionError, parse
from pathways.definition_parts.follow_up import Indicator, Share, Target
from pathways.definition_parts.problems import Path, Problem, problem, said_of
from pathways.texts import Text, filled

if TYPE_CHECKING:
    from pathways.definition import Definition


MOST_VALUES = 100
"""A number of more values than this is not shared out by value."""


def check_indicators(definition: Definition) -> Iterator[Problem]:
    """The problems of all indicators."""
    for number, indicator in enumerate(definition.indicators):
        yield from _check(definition, indicator, ("indicators", number))


def _check(definition: Definition, indicator: Indicator, path: Path) -> Iterator[Problem]:
    whose = filled("Indikator »{title}«", "Indicator “{title}”", title=indicator.title)
    unit, measure = indicator.of, indicator.measure
    if (unit.event is None) == (unit.each is None):
        yield problem(
            (*path, "of"),
            "{whose}: »of« skal have enten »event« eller »each«.",
            "{whose}: “of” must have either “event” or “each”.",
            whose=whose,
        )
    chosen = [measure.share, measure.median_days, measure.rate_per, measure.distribution]
    if sum(one is not None for one in chosen) != 1:
        yield problem(
            (*path, "measure"),
            "{whose}: vælg præcis én af »share«, »median_days«, »rate_per« og »distribution«.",
            "{whose}: choose exactly one of “share”, “median_days”, “rate_per” and “distribution”.",
            whose=whose,
        )
        return
    if (measure.rate_per is None) != (measure.when is None):
        yield problem(
            (*path, "measure"),
            "{whose}: »rate_per« og »when« hører sammen.",
            "{whose}: “rate_per” and “when” belong together.",
            whose=whose,
        )
    conditions = [("where", indicator.where), ("measure", measure.when)]
    if measure.share is not None:
        yield from _check_share(measure.share, (*path, "measure", "share"), whose)
        conditions.append(("measure", measure.share.when))
    for name, data in conditions:
        if data is None:
            continue
        try:
            parse(data, definition.indicator_vocabulary)
        except ConditionError as error:
            yield Problem.at((*path, name), said_of(whose, error.message))
    if measure.distribution is not None:
        yield from _check_distribution(definition, indicator, path, whose)
    if indicator.target is not None:
        yield from _check_target(indicator, indicator.target, (*path, "target"), whose)


def _check_target(
    indicator: Indicator, target: Target, path: Path, whose: Text
) -> Iterator[Problem]:
    if target.at_least is None and target.at_most is None:
        yield problem(
            path,
            "{whose}: målet skal være mindst eller højst et tal.",
            "{whose}: the target must be at least or at most a number.",
            whose=whose,
        )
    ends = [end for end in (target.at_least, target.at_most) if end is not None]
    if indicator.measure.share is not None and any(not 0 <= end <= 1 for end in ends):
        yield problem(
            path,
            "{whose}: målet for en andel skrives fra 0 til 1; 95 % er 0.95.",
            "{whose}: the target for a share is written from 0 to 1; 95% is 0.95.",
            whose=whose,
        )


def _check_share(share: Share, path: Path, whose: Text) -> Iterator[Problem]:
    timed = [share.within_days, share.from_, share.to]
    if share.when is not None and any(part is not None for part in timed):
        yield problem(
            path,
            "{whose}: brug enten »when« eller »within_days«, »from« og »to«.",
            "{whose}: use either “when” or “within_days”, “from” and “to”.",
            whose=whose,
        )
    elif share.when is None and any(part is None for part in timed):
        yield problem(
            path,
            "{whose}: skriv »within_days«, »from« og »to«, eller »when«.",
            "{whose}: write “within_days”, “from” and “to”, or “when”.",
            whose=whose,
        )


def _check_distribution(
    definition: Definition, indicator: Indicator, path: Path, whose: Text
) -> Iterator[Problem]:
    distribution = indicator.measure.distribution
    assert distribution is not None  # noqa: S101
    here: Path = (*path, "measure", "distribution")
    fact = definition.indicator_vocabulary.get(distribution.of)
    if fact is None:
        yield problem(
            here,
            "{whose}: oplysningen »{key}« findes ikke.",
            "{whose}: there is no fact “{key}”.",
            whose=whose,
            key=distribution.of,
        )
        return
    if fact.type is FactType.CHOICE:
        values = set(fact.options)
    elif (
        fact.type is FactType.INTEGER
        and fact.minimum is not None
        and fact.maximum is not None
        and fact.maximum - fact.minimum < MOST_VALUES
    ):
        values = {str(value) for value in range(int(fact.minimum), int(fact.maximum) + 1)}
    else:
        yield problem(
            here,
            "{whose}: »{label}« har ikke få, faste værdier.",
            "{whose}: “{label}” does not have few, fixed values.",
            whose=whose,
            label=fact.label,
        )
        return
    if set(distribution.expected) != values:
        yield problem(
            here,
            "{whose}: den ventede fordeling skal nævne {values}.",
            "{whose}: the expected distribution must name {values}.",
            whose=whose,
            values=str(sorted(values)),
        )
    if abs(sum(distribution.expected.values()) - 1) > 1e-9:
        yield problem(
            here,
            "{whose}: den ventede fordeling skal give 1 i alt.",
            "{whose}: the expected distribution must add up to 1.",
            whose=whose,
        )
