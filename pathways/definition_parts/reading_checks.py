"""Whether the facts there are let conditions, rules, the patient group and examples be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pathways.advice import DEFAULT_RULE
from pathways.conditions.codes import code_ranges
from pathways.conditions.facts import (
    FactError,
    FactOrigin,
    FactsError,
    FactType,
    Vocabulary,
    did_you_mean,
    parse_facts,
)
from pathways.conditions.tree import ConditionError, facts_read, parse
from pathways.definition_parts.problems import Path, Problem, problem, said_of
from pathways.definition_parts.rules import Rule
from pathways.texts import Text, filled, quoted

if TYPE_CHECKING:
    from pathways.definition import Definition


def check_readings(definition: Definition) -> Iterator[Problem]:
    """The problems of everything that reads facts; asked once the facts are in order."""
    yield from _conditions_can_be_read(definition)
    yield from _rules_do_something(definition)
    yield from _patient_group_can_be_read(definition)
    yield from _examples_can_be_read(definition)


def _read(data: Any, vocabulary: Vocabulary, path: Path, whose: Text) -> Iterator[Problem]:
    """The problems of one condition, if any, said of its owner."""
    try:
        parse(data, vocabulary)
    except ConditionError as error:
        yield Problem.at((*path, *error.path), said_of(whose, error.message))


def _conditions_can_be_read(definition: Definition) -> Iterator[Problem]:
    for number, rule in enumerate(definition.rules):
        yield from _rule_can_be_read(definition, rule, ("rules", number, "when"))
    for number, phrase in enumerate(definition.phrases):
        here: Path = ("phrases", number)
        yield from _visibility(
            definition,
            phrase.visible_when,
            here,
            filled("Frase {number}", "Phrase {number}", number=number + 1),
            {declared.key for declared in phrase.facts},
        )
        for place, declared in enumerate(phrase.facts):
            yield from _visibility(
                definition,
                declared.visible_when,
                (*here, "facts", place),
                quoted(declared.label),
                {declared.key},
            )
    for number, checkpoint in enumerate(definition.checkpoints):
        if checkpoint.when is not None:
            yield from _read(
                checkpoint.when,
                definition.vocabulary,
                ("checkpoints", number, "when"),
                filled("Kontrolpunkt {key}", "Checkpoint {key}", key=checkpoint.key),
            )


def _rule_can_be_read(definition: Definition, rule: Rule, path: Path) -> Iterator[Problem]:
    whose = filled("Regel {key}", "Rule {key}", key=rule.key)
    problems = list(_read(rule.when, definition.indicator_vocabulary, path, whose))
    yield from problems
    if problems:
        return
    for key in facts_read(parse(rule.when, definition.indicator_vocabulary)):
        fact = definition.indicator_vocabulary[key]
        if fact.origin is FactOrigin.EVENT:
            yield problem(
                path,
                "{whose}: »{label}« kendes først, når det er sket, og kan kun læses af "
                "indikatorer.",
                "{whose}: “{label}” is known only once it has happened, and can be read only by "
                "indicators.",
                whose=whose,
                label=fact.label,
            )


def _visibility(
    definition: Definition, data: Any, path: Path, whose: Text, own: set[str]
) -> Iterator[Problem]:
    if data is None:
        return
    problems = list(_read(data, definition.vocabulary, (*path, "visible_when"), whose))
    yield from problems
    if not problems and own & set(facts_read(parse(data, definition.vocabulary))):
        yield problem(
            (*path, "visible_when"),
            "{whose} kan ikke være synlig efter sit eget svar.",
            "{whose} can't be shown depending on its own answer.",
            whose=whose,
        )


def _rules_do_something(definition: Definition) -> Iterator[Problem]:
    contacts = [contact.key for contact in definition.contacts]
    for number, rule in enumerate(definition.rules):
        path: Path = ("rules", number)
        if not (rule.to or rule.also or rule.orders or rule.contact or rule.warn):
            yield problem(
                path,
                "Regel {rule} gør ingenting: giv den »to«, »also«, »contact«, »orders« eller "
                "»warn«.",
                "Rule {rule} does nothing: give it “to”, “also”, “contact”, “orders” or “warn”.",
                rule=rule.key,
            )
        if rule.asks_reason and rule.warn is None:
            yield problem(
                path,
                "Regel {rule} spørger om en begrundelse, men har ingen advarsel »warn«.",
                "Rule {rule} asks for a reason, but has no warning “warn”.",
                rule=rule.key,
            )
        if rule.contact is not None and rule.contact not in contacts:
            yield problem(
                (*path, "contact"),
                "Regel {rule}: kontakten »{key}« findes ikke.{near}",
                "Rule {rule}: there is no contact “{key}”.{near}",
                rule=rule.key,
                key=rule.contact,
                near=did_you_mean(rule.contact, contacts),
            )


def _patient_group_can_be_read(definition: Definition) -> Iterator[Problem]:
    group = definition.patient_group
    fact = definition.vocabulary.get(group.fact)
    if fact is None or fact.type is not FactType.CODE:
        yield problem(
            ("patient_group", "fact"),
            "Patientgruppen læser »{fact}«, men ingen frase registrerer den som kode.",
            "The patient group reads “{fact}”, but no phrase records it as a code.",
            fact=group.fact,
        )
        return
    for name, codes in (("codes", group.codes), ("excluded_codes", group.excluded_codes)):
        try:
            if codes:
                code_ranges(fact, codes)
        except FactError as error:
            yield Problem.at(("patient_group", name), error.message)


def _examples_can_be_read(definition: Definition) -> Iterator[Problem]:
    rules = {rule.key for rule in definition.rules} | {DEFAULT_RULE}
    for number, example in enumerate(definition.examples):
        path: Path = ("examples", number)
        whose = filled("Eksempel {key}", "Example {key}", key=example.key)
        try:
            parse_facts(definition.vocabulary, example.facts)
        except FactsError as error:
            for one in error.errors:
                yield Problem.at((*path, "facts", one.key), said_of(whose, one.message))
        for name in ("reasons", "warnings"):
            for key in getattr(example, name):
                if key not in rules:
                    yield problem(
                        (*path, name),
                        "{whose}: reglen »{key}« findes ikke.{near}",
                        "{whose}: there is no rule “{key}”.{near}",
                        whose=whose,
                        key=key,
                        near=did_you_mean(key, rules),
                    )
