"""The phrases of one referral as they stand: which are shown, answered, missing; and in words.

Pure: a definition and facts in, states and texts out. Form, preview, text to copy and the
receiver's page all read this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.facts import CODE_SYSTEMS, Fact, FactType, Vocabulary, number_text
from pathways.conditions.tree import parse
from pathways.definition import ConditionData, Definition, FactDeclaration, Phrase


@dataclass(frozen=True)
class PhraseState:
    """One phrase of one referral.

    `facts`: the facts asked for now. `missing`: those without which it can't be sent.
    """

    number: int
    phrase: Phrase
    visible: bool
    facts: tuple[FactDeclaration, ...]
    missing: tuple[FactDeclaration, ...]
    answered: bool


@dataclass(frozen=True)
class Said:
    """One answered fact in words."""

    label: str
    value: str


@dataclass(frozen=True)
class AnsweredPhrase:
    """One phrase in words, for pages that are read and for the text to copy."""

    number: int
    key: str
    title: str
    said: tuple[Said, ...]

    @property
    def text(self) -> str:
        """The phrase's answers on one line; facts beside the first carry their label."""
        first, *others = self.said or (Said("", ""),)
        return " · ".join([first.value, *(f"{said.label}: {said.value}" for said in others)])


def states_of(definition: Definition, facts: Mapping[str, Any]) -> tuple[PhraseState, ...]:
    """Every phrase of the definition with its state, in order."""
    vocabulary = definition.vocabulary
    states = []
    for number, phrase in enumerate(definition.phrases, start=1):
        visible = _holds(phrase.visible_when, vocabulary, facts)
        asked = tuple(
            fact
            for fact in phrase.facts
            if visible and _holds(fact.visible_when, vocabulary, facts)
        )
        required = [fact for fact in phrase.required_facts if fact in asked]
        missing = tuple(fact for fact in required if fact.key not in facts)
        known = any(fact.key in facts for fact in asked)
        states.append(PhraseState(number, phrase, visible, asked, missing, known and not missing))
    return tuple(states)


def hidden_keys(definition: Definition, facts: Mapping[str, Any]) -> frozenset[str]:
    """Keys of answered facts that are not asked for any longer."""
    asked = {fact.key for state in states_of(definition, facts) for fact in state.facts}
    declared = {fact.key for phrase in definition.phrases for fact in phrase.facts}
    return frozenset(key for key in declared - asked if key in facts)


def answered_phrases(
    definition: Definition, facts: Mapping[str, Any], language: str
) -> tuple[AnsweredPhrase, ...]:
    """The phrases shown, in words; one that is not answered has nothing said."""
    vocabulary = definition.vocabulary
    return tuple(
        AnsweredPhrase(
            state.number,
            state.phrase.key,
            state.phrase.title.in_(language),
            tuple(
                Said(
                    fact.label.in_(language),
                    in_words(vocabulary[fact.key], facts[fact.key], language),
                )
                for fact in state.facts
                if fact.key in facts
            ),
        )
        for state in states_of(definition, facts)
        if state.visible
    )


def in_words(fact: Fact, value: Any, language: str) -> str:
    """A fact's value as people read it: "31,2", "Hjemmepleje, Behov for tolk"."""
    match fact.type:
        case FactType.BOOLEAN:
            return _("Ja") if value else _("Nej")
        case FactType.INTEGER | FactType.DECIMAL:
            return number_text(value, language)
        case FactType.CHOICE:
            return _option(fact, value, language)
        case FactType.SET:
            return ", ".join(_option(fact, option, language) for option in value)
        case FactType.CODE:
            return code_in_words(fact, value, language)
        case _:
            return str(value)


def code_in_words(fact: Fact, value: Mapping[str, str], language: str) -> str:
    """A code as it is written in Danish records: "DM171 Primær enkeltsidig knæledsartrose"."""
    label = fact.code_labels.get((value["system"], value["code"]))
    return f"{shown_code(value)} {label.in_(language) if label else ''}".rstrip()


def shown_code(value: Mapping[str, str]) -> str:
    """ICD-10 in its SKS form (DM171), as Danish systems show it; others as they are."""
    if value["system"] == "icd10":
        return f"D{value['code'].replace('.', '')}"
    return value["code"]


def system_name(system: str) -> str:
    """The name of a code system: "ICD-10"."""
    return CODE_SYSTEMS.get(system, system)


def _option(fact: Fact, key: str, language: str) -> str:
    label = fact.options.get(key)
    return label.in_(language) if label else key


def _holds(when: ConditionData | None, vocabulary: Vocabulary, facts: Mapping[str, Any]) -> bool:
    """Whether something conditional is shown: only when its condition is known to hold."""
    if when is None:
        return True
    return compile_condition(parse(when, vocabulary))(facts) is Truth.TRUE


__all__ = [
    "AnsweredPhrase",
    "PhraseState",
    "Said",
    "answered_phrases",
    "code_in_words",
    "hidden_keys",
    "in_words",
    "shown_code",
    "states_of",
    "system_name",
]
