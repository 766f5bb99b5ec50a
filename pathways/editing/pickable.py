"""What can be picked in a form, from a document that may be half written: facts, keys, places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import ValidationError

from pathways.conditions.common import COMMON
from pathways.conditions.facts import Fact, FactOrigin, FactType, Vocabulary
from pathways.definition_parts.follow_up import EventKey
from pathways.definition_parts.phrases import EventFact, FactDeclaration
from pathways.destinations import ACTORS, DESTINATIONS
from pathways.editing.labels import EVENT_WORDS
from pathways.texts import Text, text

Options = list[tuple[str, Text]]


def parts_of(document: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a list in the document that are parts at all."""
    rows = document.get(name) if isinstance(document, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def vocabulary_of(document: Any, *, events: bool = False) -> Vocabulary:
    """The facts that conditions may read, as far as they are declared well enough to be read."""
    declared = [
        fact
        for phrase in parts_of(document, "phrases")
        for fact in _facts(parts_of(phrase, "facts"), FactDeclaration)
    ]
    found = COMMON.plus(declared)
    if events:
        found = found.plus(_facts(parts_of(document, "event_facts"), EventFact))
    return found


def _facts(rows: list[dict[str, Any]], model: type[FactDeclaration]) -> Iterator[Fact]:
    for row in rows:
        try:
            declared = model.model_validate(row)
        except ValidationError:
            continue
        if isinstance(declared, EventFact):
            yield declared.fact(origin=FactOrigin.EVENT, event=declared.event)
        else:
            yield declared.fact()


def options_for(of: str, document: Any) -> Options:
    """What a `Pick` or `Picks` of this kind offers, in order."""
    match of:
        case "destination":
            return [(key, one.title) for key, one in DESTINATIONS.items()]
        case "actor":
            return list(ACTORS.items())
        case "event":
            return [(key, EVENT_WORDS[key]) for key in get_args(EventKey)]
        case "group":
            return [(str(number), text(str(number), str(number))) for number in range(1, 5)]
        case "code_fact":
            facts = vocabulary_of(document).items()
            return [(key, fact.label) for key, fact in facts if fact.type is FactType.CODE]
        case "event_fact":
            facts = vocabulary_of(document, events=True).items()
            return [(key, fact.label) for key, fact in facts]
        case "rule":
            rules = _named(document, "rules", "text", by_key=True)
            return [*rules, ("default", text("Udgangspunktet", "The default"))]
        case "stop":
            lists = ("checkpoints", "phases", "activities")
            return [option for name in lists for option in _named(document, name, "title")]
        case "source":
            return _named(document, "sources", "short")
        case "contact":
            return _named(document, "contacts", "title")
        case "phase":
            return _named(document, "phases", "title")
        case "recommendation":
            return _named(document, "recommendations", "text")
    return []


def _named(document: Any, name: str, called: str, *, by_key: bool = False) -> Options:
    found = []
    for row in parts_of(document, name):
        key = row.get("key")
        if isinstance(key, str) and key:
            label = as_text(row.get(called)) or text(key, key)
            if by_key:
                label = text(f"{key} {label.da}", f"{key} {label.in_('en')}")
            found.append((key, label))
    return found


def as_text(value: Any) -> Text | None:
    """A text of the document, also where only one language is written; None where none is."""
    if isinstance(value, str):
        return text(value) if value.strip() else None
    if isinstance(value, dict):
        da, en = (str(value.get(language) or "") for language in ("da", "en"))
        return text(da or en, en) if da or en else None
    return None
