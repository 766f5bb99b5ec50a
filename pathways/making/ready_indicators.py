"""Indicators that are ready to be chosen for a new programme: those the work already gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pathways.conditions.facts import FactOrigin
from pathways.conditions.tree import facts_read, parse
from pathways.definition import Definition, Indicator
from pathways.texts import Text

CHOSEN_DESTINATION = "chosen_destination"


@dataclass(frozen=True)
class ReadyIndicator:
    """One indicator as data, with the event facts and the source it needs beside it."""

    key: str
    title: Text
    explanation: Text | None
    indicator: Mapping[str, Any]
    event_facts: tuple[Mapping[str, Any], ...]
    source: Mapping[str, Any]


def ready_indicators(
    generic: Definition, others: Iterable[Definition]
) -> tuple[ReadyIndicator, ...]:
    """Those of the generic model, and of other programmes those that read what happened alone.

    An indicator that reads another programme's phrases or receivers is left out, as a new
    programme has neither; and one that counts courses, as these follow that programme's controls.
    Of two with the same key the first is taken.
    """
    found: dict[str, ReadyIndicator] = {}
    for definition in (generic, *others):
        for indicator in definition.indicators:
            if definition is generic or _fits_any_programme(definition, indicator):
                found.setdefault(indicator.key, _ready(definition, indicator))
    return tuple(found.values())


def facts_of(definition: Definition, indicator: Indicator) -> tuple[str, ...]:
    """The facts an indicator reads."""
    measure = indicator.measure
    share = measure.share.when if measure.share else None
    read = [
        key
        for condition in (indicator.where, measure.when, share)
        if condition is not None
        for key in facts_read(parse(condition, definition.indicator_vocabulary))
    ]
    if measure.distribution is not None:
        read.append(measure.distribution.of)
    return tuple(dict.fromkeys(read))


def _fits_any_programme(definition: Definition, indicator: Indicator) -> bool:
    vocabulary = definition.indicator_vocabulary
    return indicator.of.each != "course" and all(
        key != CHOSEN_DESTINATION and vocabulary[key].origin is not FactOrigin.PHRASE
        for key in facts_of(definition, indicator)
    )


def _ready(definition: Definition, indicator: Indicator) -> ReadyIndicator:
    document = definition.to_data()
    read = facts_of(definition, indicator)
    return ReadyIndicator(
        key=indicator.key,
        title=indicator.title,
        explanation=indicator.explanation,
        indicator=next(one for one in document["indicators"] if one["key"] == indicator.key),
        event_facts=tuple(one for one in document.get("event_facts", ()) if one["key"] in read),
        source=next(one for one in document["sources"] if one["key"] == indicator.source.document),
    )
