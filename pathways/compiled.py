"""Rules made ready once per definition: typed, compiled and put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.conditions.codes import code_ranges
from pathways.conditions.evaluate import Reader, compile_condition
from pathways.conditions.explain import explain
from pathways.conditions.facts import Vocabulary
from pathways.conditions.tree import All, Condition, Leaf, Not, Op, facts_read, parse
from pathways.definition_parts.base import Source
from pathways.definition_parts.care import PatientGroup
from pathways.definition_parts.rules import Rule
from pathways.texts import Text, text


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """A rule with its typed condition, a function that reads it, and its words."""

    rule: Rule
    condition: Condition
    read: Reader
    facts: tuple[str, ...]
    sentence: Text
    source: Text


def compile_rules(
    rules: Iterable[Rule], vocabulary: Vocabulary, sources: Iterable[Source]
) -> tuple[CompiledRule, ...]:
    """All rules, in the document's order."""
    documents = {source.key: source for source in sources}
    compiled = []
    for rule in rules:
        condition = parse(rule.when, vocabulary)
        compiled.append(
            CompiledRule(
                rule=rule,
                condition=condition,
                read=compile_condition(condition),
                facts=facts_read(condition),
                sentence=text(
                    explain(condition, vocabulary, "da"), explain(condition, vocabulary, "en")
                ),
                source=documents[rule.source.document].at(rule.source.place),
            )
        )
    return tuple(compiled)


def inclusion(group: PatientGroup, vocabulary: Vocabulary) -> Condition:
    """Who the pathway is for: codes in, codes out, and ages."""
    parts: list[Condition] = []
    if group.codes:
        included = code_ranges(vocabulary[group.fact], group.codes)
        parts.append(Leaf(group.fact, Op.IN_CODES, included))
    if group.excluded_codes:
        excluded = code_ranges(vocabulary[group.fact], group.excluded_codes)
        parts.append(Not(Leaf(group.fact, Op.IN_CODES, excluded)))
    if group.ages.at_least is not None:
        parts.append(Leaf("age", Op.AT_LEAST, group.ages.at_least))
    if group.ages.at_most is not None:
        parts.append(Leaf("age", Op.AT_MOST, group.ages.at_most))
    return All(tuple(parts))
