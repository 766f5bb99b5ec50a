"""Every fact of a document: where it comes from, and who reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pathways.conditions.common import COMMON
from pathways.conditions.facts import Fact
from pathways.definition_parts.care import PatientGroup
from pathways.editing.help_texts import value_label
from pathways.editing.labels import EVENT_WORDS, label
from pathways.editing.pickable import as_text, parts_of, vocabulary_of
from pathways.editing.places import Path
from pathways.editing.sections import row_title
from pathways.texts import Text, text

KNOWN_FROM: Mapping[str, str | Promise] = {
    "group": _("Kendt fra stratificeringen"),
    "joined": _("Kendt fra kommunens tilslutning"),
} | dict.fromkeys(
    ("week", "progress", "options_exhausted", "hospital_course_ended"), _("Kendt fra forløbet")
)
"""Where a fact comes from that every programme has, and that is not known of everyone."""


@dataclass(frozen=True)
class FactRow:
    """One fact. `readers`: "Regler: L5, L6", a line for each part of the document."""

    fact: Fact
    type_label: str | Promise
    origin: Text | str | Promise
    readers: tuple[str, ...]


def fact_rows(document: Any, language: str = "da") -> tuple[FactRow, ...]:
    """The facts of phrases, those known of everyone, and those events give."""
    readers: dict[str, dict[str, list[str]]] = {}
    for path, key in _reads(document, ()):
        part, who = _reader(document, path, language)
        named = readers.setdefault(key, {}).setdefault(part, [])
        if who and who not in named:
            named.append(who)
    group = document.get("patient_group") if isinstance(document, dict) else None
    if isinstance(group, dict) and "fact" not in group:
        default = str(PatientGroup.model_fields["fact"].default)
        readers[default] = {str(label("Definition.patient_group")): []} | readers.get(default, {})
    origins = _origins(document)
    return tuple(
        FactRow(
            fact,
            value_label("FactDeclaration.type", fact.type.value),
            origins.get(key) or KNOWN_FROM.get(key, _("Kendt om alle borgere")),
            tuple(
                f"{part}: {', '.join(named)}" if named else part
                for part, named in readers.get(key, {}).items()
            ),
        )
        for key, fact in vocabulary_of(document, events=True).items()
        if key not in COMMON or key in readers
    )


def _origins(document: Any) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for number, phrase in enumerate(parts_of(document, "phrases"), start=1):
        title = as_text(phrase.get("title")) or text(str(number))
        for row in parts_of(phrase, "facts"):
            found[str(row.get("key"))] = text(
                f"Frase {number}: {title.da}", f"Phrase {number}: {title.in_('en')}"
            )
    for row in parts_of(document, "event_facts"):
        event = EVENT_WORDS.get(str(row.get("event")), text(str(row.get("event"))))
        found[str(row.get("key"))] = text(f"Hændelse: {event.da}", f"Event: {event.in_('en')}")
    return found


def _reads(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every place where a condition reads a fact, and the few that name one outright."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _reads(one, (*path, number))
    elif isinstance(value, dict):
        named = value.get("fact") or (value.get("of") if "expected" in value else None)
        if isinstance(named, str):
            yield path, named
        for key, one in value.items():
            yield from _reads(one, (*path, key))


def _reader(document: Any, path: Path, language: str) -> tuple[str, str]:
    """Who reads: the part and the row, "Regler" and "L6"; no row for the part itself."""
    name = str(label(f"Definition.{path[0]}"))
    if len(path) < 2 or not isinstance(path[1], int):
        return name, ""
    row = document[path[0]][path[1]]
    key = row.get("key") if path[0] == "rules" else None
    return name, str(key or row_title(row, language))
