"""Answers that nothing reads, and indicators that read what nobody records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pathways.conditions.facts import NONE, FactOrigin, FactType
from pathways.conditions.tree import Condition, Leaf, facts_read, leaves, parse
from pathways.conditions.wording import AND, joined_texts
from pathways.definition import Definition
from pathways.definition_parts.follow_up import Indicator
from pathways.definition_parts.phrases import FactDeclaration
from pathways.definition_parts.problems import Path
from pathways.texts import Text, quoted, text
from pathways.verification.findings import Finding, Kind, warning
from pathways.verification.recorded import RECORDED
from pathways.verification.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Phrases, options and event facts against the conditions that read them."""
    definition = subject.definition
    asked = list(_conditions(definition))
    if subject.whole("phrases", "rules", "indicators", "checkpoints", "patient_group"):
        yield from _unused_phrases(definition, asked)
        yield from _unused_options(definition, asked)
    if subject.whole("event_facts", "phrases"):
        yield from _not_recorded(definition)


def _conditions(definition: Definition) -> Iterator[Condition]:
    """Every condition of the document."""
    vocabulary = definition.indicator_vocabulary
    yield definition.inclusion
    written: list[Any] = [rule.when for rule in definition.rules]
    for phrase in definition.phrases:
        written.append(phrase.visible_when)
        written += [declared.visible_when for declared in phrase.facts]
    written += [checkpoint.when for checkpoint in definition.checkpoints]
    for data in written:
        if data is not None:
            yield parse(data, vocabulary)
    for indicator in definition.indicators:
        yield from _asked_by(indicator, definition)


def _asked_by(indicator: Indicator, definition: Definition) -> Iterator[Condition]:
    measure = indicator.measure
    share = measure.share.when if measure.share is not None else None
    for data in (indicator.where, measure.when, share):
        if data is not None:
            yield parse(data, definition.indicator_vocabulary)


def _distributed(definition: Definition) -> set[str]:
    """Facts whose values an indicator spreads its units over; it reads all their options."""
    return {
        indicator.measure.distribution.of
        for indicator in definition.indicators
        if indicator.measure.distribution is not None
    }


def _unused_phrases(definition: Definition, asked: list[Condition]) -> Iterator[Finding]:
    """Phrases whose answers are codes and that no condition reads. Texts are for people."""
    read = {key for condition in asked for key in facts_read(condition)} | _distributed(definition)
    read.add(definition.patient_group.fact)
    for number, phrase in enumerate(definition.phrases):
        if all(declared.type is FactType.TEXT for declared in phrase.facts):
            continue
        if read.isdisjoint(declared.key for declared in phrase.facts):
            yield warning(
                Kind.UNUSED_PHRASE,
                ("phrases", number),
                "Frase {number}, »{title}«, læses af ingen regel, indikator eller "
                "synlighed. Behold den, hvis modtageren skal se svaret; ellers giv pladsen til en "
                "anden.",
                "Phrase {number}, “{title}”, is read by no rule, indicator or visibility. Keep it "
                "if the receiver needs to see the answer; otherwise give its place to another.",
                number=number + 1,
                title=phrase.title,
            )


def _unused_options(definition: Definition, asked: list[Condition]) -> Iterator[Finding]:
    named: dict[str, set[str]] = {}
    for condition in asked:
        for leaf in leaves(condition):
            named.setdefault(leaf.fact, set()).update(_options_of(leaf))
    distributed = _distributed(definition)
    for number, phrase in enumerate(definition.phrases):
        for place, declared in enumerate(phrase.facts):
            if declared.key not in named or declared.key in distributed:
                continue
            here: Path = ("phrases", number, "facts", place, "options")
            left = _unread(declared, named[declared.key])
            if declared.type is FactType.SET:
                yield from (_never_named(declared, index, (*here, index)) for index in left)
            elif len(left) > 1:
                yield _not_told_apart(declared, left, here)


def _never_named(declared: FactDeclaration, index: int, path: Path) -> Finding:
    return warning(
        Kind.UNUSED_OPTION,
        path,
        "»{option}« under »{label}« nævnes ikke i nogen "
        "regel, indikator eller synlighed: svaret ændrer ikke rådet. Behold det, hvis modtageren "
        "skal se det.",
        "“{option}” under “{label}” is not named in any rule, indicator or visibility: the answer "
        "does not change the advice. Keep it if the receiver needs to see it.",
        option=declared.options[index].label,
        label=declared.label,
    )


def _not_told_apart(declared: FactDeclaration, left: list[int], path: Path) -> Finding:
    """Of a choice one option that is left over is read all the same: as none of the others."""
    labels = [quoted(declared.options[index].label) for index in left]
    return warning(
        Kind.UNUSED_OPTION,
        path,
        "Ingen regel, indikator eller synlighed skelner mellem {labels} under "
        "»{label}«. Behold dem, hvis modtageren skal se forskellen; ellers slå dem sammen.",
        "No rule, indicator or visibility tells {labels} apart under “{label}”. Keep them if the "
        "receiver needs to see the difference; otherwise merge them.",
        labels=joined_texts(labels, AND),
        label=declared.label,
    )


def _options_of(leaf: Leaf) -> Iterator[str]:
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    yield from (value for value in values if isinstance(value, str))


def _unread(declared: FactDeclaration, named: set[str]) -> list[int]:
    """The places of the options that no condition names, where some are named."""
    if not named:
        return []
    return [
        index
        for index, option in enumerate(declared.options)
        if option.key not in named and not (declared.type is FactType.SET and option.key == NONE)
    ]


def _not_recorded(definition: Definition) -> Iterator[Finding]:
    """Indicators that read an event fact which no event gives: they would never be complete."""
    vocabulary = definition.indicator_vocabulary
    for number, indicator in enumerate(definition.indicators):
        read = [
            key for condition in _asked_by(indicator, definition) for key in facts_read(condition)
        ]
        if indicator.measure.distribution is not None:
            read.append(indicator.measure.distribution.of)
        for key in dict.fromkeys(read):
            fact = vocabulary[key]
            if fact.origin is not FactOrigin.EVENT or fact.event in RECORDED.get(key, ()):
                continue
            yield warning(
                Kind.NOT_RECORDED,
                ("indicators", number),
                "Indikatoren »{title}« læser »{label}«, men {what}",
                "The indicator “{title}” reads “{label}”, but {what}",
                title=indicator.title,
                label=fact.label,
                what=_given_by(key, fact.event),
            )


def _given_by(key: str, event: str) -> Text:
    known = ", ".join(sorted(RECORDED.get(key, ())))
    if not known:
        return text(
            "ingen hændelse giver den. Vælg en oplysning, som arbejdet registrerer.",
            "no event gives it. Choose a fact that the work records.",
        )
    return text(
        f"den kommer af {known}, ikke af {event}. Ret hændelsen.",
        f"it comes from {known}, not from {event}. Correct the event.",
    )
