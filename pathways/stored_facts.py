"""Facts as they were kept under the version of their time, read under another version. Pure.

A newer version may have other facts, options, bounds or types. What it does not ask is left out; a
value of another kind than its fact's can't be read and is unknown; a value of the right kind is
read as it stands, also when it is no longer among those that may be given.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pathways.conditions.facts import Fact, FactType, FactValue, Vocabulary

KINDS: Mapping[FactType, str] = MappingProxyType(
    {
        FactType.BOOLEAN: "boolean",
        FactType.INTEGER: "number",
        FactType.DECIMAL: "number",
        FactType.CHOICE: "string",
        FactType.SET: "array",
        FactType.CODE: "object",
        FactType.TEXT: "string",
    }
)
"""What a value of each type is in JSON, as PostgreSQL's `jsonb_typeof` names it."""


def as_known(vocabulary: Vocabulary, stored: Mapping[str, Any]) -> dict[str, FactValue]:
    """What of the stored facts the vocabulary's definition can read."""
    return {
        key: stored[key]
        for key, fact in vocabulary.items()
        if key in stored and _is_of_kind(fact.type, stored[key])
    }


def domain(fact: Fact | None) -> tuple[Any, ...] | None:
    """What decides which values the fact may have; None for no fact."""
    if fact is None:
        return None
    return (fact.type, tuple(fact.options), fact.minimum, fact.maximum)


def _is_of_kind(type_: FactType, value: Any) -> bool:
    match KINDS[type_]:
        case "boolean":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
    return isinstance(value, Mapping) and all(
        isinstance(value.get(part), str) for part in ("system", "code")
    )
