"""What of a draft's answers fits another version of its pathway. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pathways.conditions.facts import FactError, check_value
from pathways.definition import Definition, Text


@dataclass(frozen=True)
class Carried:
    """The answers that follow along, in the new version's form, and the names of the others."""

    kept: Mapping[str, Any]
    lost: tuple[Text, ...]


def carry(answers: Mapping[str, Any], old: Definition, new: Definition) -> Carried:
    """Which answers another version still asks for, and takes as they are.

    An option that is gone from a set takes the rest of that answer along: the others still hold.
    """
    asked = {fact.key for phrase in new.phrases for fact in phrase.facts}
    kept: dict[str, Any] = {}
    lost: list[Text] = []
    for key, value in answers.items():
        if key not in asked:
            lost.append(old.vocabulary[key].label)
            continue
        fact = new.vocabulary[key]
        still = value
        if isinstance(value, list):
            still = [option for option in value if option in fact.options]
        if still != [] or value == []:
            with suppress(FactError):
                kept[key] = check_value(fact, still)
        if key not in kept or still != value:
            lost.append(old.vocabulary[key].label)
    return Carried(kept, tuple(lost))
