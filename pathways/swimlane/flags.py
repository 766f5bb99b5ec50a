"""The red flags of a definition: what its rules send to the emergency department, in words."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.conditions.tree import All, Any_, Condition, Leaf
from pathways.definition import Definition
from pathways.destinations import EMERGENCY
from pathways.texts import Text


def red_flags(definition: Definition) -> tuple[Text, ...]:
    """The answers that lead to emergency, each once, in the order of the rules."""
    found: dict[str, Text] = {}
    for compiled in definition.compiled_rules:
        if EMERGENCY in compiled.rule.to:
            for flag in _answers(definition, compiled.condition):
                found.setdefault(flag.da, flag)
    return tuple(found.values())


def _answers(definition: Definition, condition: Condition) -> Iterator[Text]:
    """The answers a condition asks for; what it asks to be absent is no flag."""
    match condition:
        case All(parts) | Any_(parts):
            for part in parts:
                yield from _answers(definition, part)
        case Leaf(fact=key, value=value):
            fact = definition.vocabulary[key]
            chosen = value if isinstance(value, tuple) else (value,)
            options = [
                fact.options[one] for one in chosen if isinstance(one, str) and one in fact.options
            ]
            yield from options or [fact.label]
