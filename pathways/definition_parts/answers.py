"""Which phrases are asked, which are answered, and the answers as plain text to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.facts import Facts
from pathways.conditions.tree import parse
from pathways.conditions.wording import format_value, lower_first
from pathways.definition_parts.base import ConditionData
from pathways.definition_parts.phrases import FactDeclaration, Phrase

if TYPE_CHECKING:
    from pathways.definition import Definition


def visible_phrases(definition: Definition, facts: Facts) -> tuple[Phrase, ...]:
    """The phrases asked of this citizen: those without a condition, or whose condition is true."""
    return tuple(
        phrase for phrase in definition.phrases if _is_shown(definition, phrase.visible_when, facts)
    )


def visible_facts(
    definition: Definition, phrase: Phrase, facts: Facts
) -> tuple[FactDeclaration, ...]:
    """The facts a phrase asks for now."""
    return tuple(
        declared for declared in phrase.facts if _is_shown(definition, declared.visible_when, facts)
    )


def required_facts(phrase: Phrase) -> tuple[FactDeclaration, ...]:
    """The facts without which the phrase is not answered."""
    return phrase.required_facts


def missing_facts(definition: Definition, phrase: Phrase, facts: Facts) -> tuple[str, ...]:
    """Keys of the required facts of a phrase that are asked and not yet known."""
    asked = visible_facts(definition, phrase, facts)
    return tuple(
        declared.key
        for declared in phrase.required_facts
        if declared in asked and _is_blank(facts.get(declared.key))
    )


def missing_required(definition: Definition, facts: Facts) -> list[Phrase]:
    """The visible phrases that must be answered before sending and are not."""
    return [
        phrase
        for phrase in visible_phrases(definition, facts)
        if missing_facts(definition, phrase, facts)
    ]


def phrase_text(definition: Definition, phrase: Phrase, facts: Facts, language: str = "da") -> str:
    """A phrase's answers on one line: "DM171 Knæartrose, højre"; empty when unanswered."""
    vocabulary = definition.vocabulary
    answers = [
        format_value(vocabulary[declared.key], facts[declared.key], language)
        for declared in visible_facts(definition, phrase, facts)
        if not _is_blank(facts.get(declared.key))
    ]
    return ", ".join(answers[:1] + [lower_first(answer) for answer in answers[1:]])


def phrases_as_text(definition: Definition, facts: Facts, language: str = "da") -> str:
    """The whole referral as lines "Overskrift: svar", for systems without dynamic referrals.

    Unanswered phrases are left out; the fixed sentence, where there is one, comes last.
    """
    lines = []
    for phrase in visible_phrases(definition, facts):
        said = phrase_text(definition, phrase, facts, language)
        if said:
            lines.append(f"{phrase.title.in_(language)}: {said}")
    if definition.fixed_sentence is not None:
        lines.append(definition.fixed_sentence.in_(language))
    return "\n".join(lines)


def body_mass_index(height_cm: float, weight_kg: float) -> float:
    """BMI with one decimal, from centimetres and kilograms. `ValueError` without a height."""
    if height_cm <= 0:
        raise ValueError("The height must be above 0 cm.")
    return round(weight_kg / (height_cm / 100) ** 2, 1)


def _is_shown(definition: Definition, when: ConditionData | None, facts: Facts) -> bool:
    if when is None:
        return True
    return compile_condition(parse(when, definition.vocabulary))(facts) is Truth.TRUE


def _is_blank(value: object) -> bool:
    """No answer; a text of spaces is none either. An empty set is an answer."""
    return value is None or (isinstance(value, str) and not value.strip())
