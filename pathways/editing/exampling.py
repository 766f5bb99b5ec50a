"""A citizen whom the checks found, kept as an example with the advice that comes out today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pathways.advice import Availability
from pathways.conditions.facts import FactsError, parse_facts
from pathways.editing.operations import free_key
from pathways.routing import route
from pathways.texts import Text
from pathways.verification.drafts import read_draft


def with_example(document: Any, facts: Mapping[str, Any], title: Text) -> dict[str, Any] | None:
    """The document with one more example: the citizen, and the advice as it is now.

    Whoever adds it looks whether that is the advice it should be. None where the document can't
    be read far enough to advise, or does not know the facts.
    """
    definition = read_draft(document).definition
    if definition is None:
        return None
    try:
        known = parse_facts(definition.vocabulary, facts)
    except FactsError:
        return None
    offered = {key: Availability(True) for key in definition.destinations}
    routing = route(definition, known, offered)
    undecided = {one.rule for one in routing.unknown}
    expected: dict[str, Any] = {
        "destination": routing.destination,
        "also": [one.key for one in routing.also],
        "reasons": [one.rule for one in routing.reasons],
        "warnings": sorted({one.rule for one in routing.warnings if one.rule} - undecided),
        "provisional": routing.provisional,
    }
    rows = document.get("examples")
    rows = rows if isinstance(rows, list) else []
    example = {
        "key": free_key(rows),
        "title": title.model_dump(exclude_defaults=True),
        "facts": dict(facts),
        **{name: value for name, value in expected.items() if value},
    }
    return {**document, "examples": [*rows, example]}
