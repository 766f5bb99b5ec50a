"""Questions that wait for each other, and questions that nobody can be asked."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.conditions.claims import is_true
from pathways.conditions.tree import Leaf, Op, facts_read, parse
from pathways.conditions.wording import AND, joined_texts
from pathways.definition import Definition
from pathways.definition_parts.problems import Path
from pathways.texts import quoted
from pathways.verification.findings import Finding, Kind, error
from pathways.verification.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """What is visible only after other answers."""
    circular = _in_circles(subject.definition)
    for path, keys in _places(subject.definition):
        ring = [circular[key] for key in keys if key in circular]
        if ring:
            labels = [quoted(subject.definition.vocabulary[key].label) for key in ring[0]]
            yield error(
                Kind.CIRCULAR,
                path,
                "Spørgsmålene {labels} venter på hinanden: hvert vises først, når et "
                "andet er besvaret. Fjern den ene betingelse.",
                "The questions {labels} wait for each other: each is shown only once another is "
                "answered. Remove one of the conditions.",
                labels=joined_texts(labels, AND),
            )
            continue
        if not subject.someone(*(is_true(Leaf(key, Op.KNOWN, True)) for key in keys[:1])):
            yield error(
                Kind.NEVER_ASKED,
                path,
                "»{label}« vises aldrig: betingelsen "
                "kan ikke opfyldes af nogen i patientgruppen. Ret den, eller fjern den.",
                "“{label}” is never shown: nobody in the patient group can meet the condition. "
                "Correct it, or remove it.",
                label=subject.definition.vocabulary[keys[0]].label,
            )


def _places(definition: Definition) -> Iterator[tuple[Path, list[str]]]:
    """Every condition of visibility and the facts it shows."""
    for number, phrase in enumerate(definition.phrases):
        if phrase.visible_when is not None:
            keys = [declared.key for declared in phrase.facts]
            yield ("phrases", number, "visible_when"), keys
        for place, declared in enumerate(phrase.facts):
            if declared.visible_when is not None:
                yield ("phrases", number, "facts", place, "visible_when"), [declared.key]


def _in_circles(definition: Definition) -> dict[str, list[str]]:
    """For each fact that waits for itself, by way of others, the facts of the ring."""
    waits: dict[str, set[str]] = {}
    for phrase in definition.phrases:
        for declared in phrase.facts:
            for data in (phrase.visible_when, declared.visible_when):
                if data is not None:
                    read = facts_read(parse(data, definition.vocabulary))
                    waits.setdefault(declared.key, set()).update(read)
    after = {key: _after(key, waits) for key in waits}
    return {
        key: [
            other
            for other in definition.vocabulary
            if other in after[key] and key in after.get(other, ())
        ]
        for key in waits
        if key in after[key]
    }


def _after(key: str, waits: dict[str, set[str]]) -> set[str]:
    """Everything that must be answered before this can be."""
    found: set[str] = set()
    waiting = list(waits.get(key, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(waits.get(one, ()))
    return found
