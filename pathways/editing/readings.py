"""A condition read aloud while it is written, in both languages; or why it can't be read yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pathways.conditions.explain import explain
from pathways.conditions.facts import Vocabulary
from pathways.conditions.tree import ConditionError, parse
from pathways.texts import Text, text


@dataclass(frozen=True)
class Reading:
    """The sentence, or what is to be mended before there is one."""

    sentence: Text | None
    trouble: Text | None = None


def read_aloud(data: Any, vocabulary: Vocabulary) -> Reading:
    """A condition written as data, in words."""
    try:
        condition = parse(data, vocabulary)
    except ConditionError as error:
        return Reading(None, error.message)
    return Reading(text(explain(condition, vocabulary, "da"), explain(condition, vocabulary, "en")))
