"""Whether each indicator can be computed: one measure, known events, facts that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pathways.conditions.facts import FactType
from pathways.conditions.tree import ConditionError, parse
from pathways.definition_parts.follow_up import Indicator, Share
from pathways.definition_parts.problems import Path, Problem

if TYPE_CHECKING:
    from pathways.definition import Definition


MOST_VALUES = 100
"""A number of more values than this is not shared out by value."""


def check_indicators(definition: Definition) -> Iterator[Problem]:
    """The problems of all indicators."""
    for number, indicator in enumerate(definition.indicators):
        yield from _check(definition, indicator, ("indicators", number))


def _check(definition: Definition, indicator: Indicator, path: Path) -> Iterator[Problem]:
    whose = f"Indikator »{indicator.title.da}«"
    unit, measure = indicator.of, indicator.measure
    if (unit.event is None) == (unit.each is None):
        yield Problem.at((*path, "of"), f"{whose}: »of« skal have enten »event« eller »each«.")
    chosen = [measure.share, measure.median_days, measure.rate_per, measure.distribution]
    if sum(one is not None for one in chosen) != 1:
        yield Problem.at(
            (*path, "measure"),
            f"{whose}: vælg præcis én af »share«, »median_days«, »rate_per« og »distribution«.",
        )
        return
    if (measure.rate_per is None) != (measure.when is None):
        yield Problem.at((*path, "measure"), f"{whose}: »rate_per« og »when« hører sammen.")
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
            yield Problem.at((*path, name), f"{whose}: {error.message}")
    if measure.distribution is not None:
        yield from _check_distribution(definition, indicator, path, whose)
    target = indicator.target
    if target is None:
        return
    if target.at_least is None and target.at_most is None:
        yield Problem.at((*path, "target"), f"{whose}: målet skal være mindst eller højst et tal.")
    ends = [end for end in (target.at_least, target.at_most) if end is not None]
    if measure.share is not None and any(not 0 <= end <= 1 for end in ends):
        yield Problem.at(
            (*path, "target"), f"{whose}: målet for en andel skrives fra 0 til 1; 95 % er 0.95."
        )


def _check_share(share: Share, path: Path, whose: str) -> Iterator[Problem]:
    timed = [share.within_days, share.from_, share.to]
    if share.when is not None and any(part is not None for part in timed):
        yield Problem.at(path, f"{whose}: brug enten »when« eller »within_days«, »from« og »to«.")
    elif share.when is None and any(part is None for part in timed):
        yield Problem.at(path, f"{whose}: skriv »within_days«, »from« og »to«, eller »when«.")


def _check_distribution(
    definition: Definition, indicator: Indicator, path: Path, whose: str
) -> Iterator[Problem]:
    distribution = indicator.measure.distribution
    assert distribution is not None  # noqa: S101
    here: Path = (*path, "measure", "distribution")
    fact = definition.indicator_vocabulary.get(distribution.of)
    if fact is None:
        yield Problem.at(here, f"{whose}: oplysningen »{distribution.of}« findes ikke.")
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
        yield Problem.at(here, f"{whose}: »{fact.label.da}« har ikke få, faste værdier.")
        return
    if set(distribution.expected) != values:
        yield Problem.at(here, f"{whose}: den ventede fordeling skal nævne {sorted(values)}.")
    if abs(sum(distribution.expected.values()) - 1) > 1e-9:
        yield Problem.at(here, f"{whose}: den ventede fordeling skal give 1 i alt.")
