"""The phrases of one referral as they stand: which are shown, answered, missing; and in words.

Pure: a definition and facts in, states and texts out. Form, preview, text to copy and the
receiver's page all read this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pathways.conditions.wording import format_value
from pathways.definition import (
    Definition,
    FactDeclaration,
    Phrase,
    missing_facts,
    visible_facts,
    visible_phrases,
)


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
    shown = visible_phrases(definition, facts)
    states = []
    for number, phrase in enumerate(definition.phrases, start=1):
        visible = phrase in shown
        asked = visible_facts(definition, phrase, facts) if visible else ()
        lacking = missing_facts(definition, phrase, facts) if visible else ()
        missing = tuple(fact for fact in asked if fact.key in lacking)
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
                    format_value(vocabulary[fact.key], facts[fact.key], language),
                )
                for fact in state.facts
                if fact.key in facts
            ),
        )
        for state in states_of(definition, facts)
        if state.visible
    )
