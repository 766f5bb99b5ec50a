"""Whether the parts of a definition fit each other: every reference, key and condition.

What needs proof (unreachable rules, conflicts, gaps) or running (examples) is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pathways.conditions.facts import (
    COMMON,
    NUMBERS,
    FactError,
    FactOrigin,
    FactsError,
    FactType,
    Vocabulary,
    did_you_mean,
    parse_facts,
)
from pathways.conditions.tree import ConditionError, code_ranges, facts_read, parse
from pathways.definition_parts.base import SourceRef
from pathways.definition_parts.figure_checks import check_figure
from pathways.definition_parts.follow_up_checks import check_indicators
from pathways.definition_parts.phrases import FactDeclaration
from pathways.definition_parts.problems import Path, Problem
from pathways.definition_parts.rules import Rule
from pathways.destinations import ACTORS, DESTINATIONS

if TYPE_CHECKING:
    from pathways.definition import Definition


def check_document(definition: Definition) -> list[Problem]:
    """Every way in which the parts do not fit each other; empty when they do."""
    found = [
        *_unique_keys(definition),
        *_facts_are_well_declared(definition),
        *_sources_exist(definition),
        *_destinations_are_known(definition),
        *_default_never_depends_on_adoption(definition),
        *_actors_and_phases_are_known(definition),
        *check_figure(definition),
    ]
    if found:
        return found
    # Conditions can be typed only once the facts they read are in order.
    return [
        *_conditions_can_be_read(definition),
        *_rules_do_something(definition),
        *_patient_group_can_be_read(definition),
        *_examples_can_be_read(definition),
        *check_indicators(definition),
    ]


def _twice(keys: Iterable[str], path: Path, what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield Problem.at((*path, number), f"{what} »{key}« findes to gange.")
        seen.add(key)


def _unique_keys(definition: Definition) -> Iterator[Problem]:
    named = {
        "phrases": "Frasen",
        "rules": "Reglen",
        "contacts": "Kontakten",
        "override_reasons": "Begrundelsen",
        "recommendations": "Anbefalingen",
        "phases": "Fasen",
        "checkpoints": "Kontrolpunktet",
        "time_rules": "Tidsreglen",
        "activities": "Aktiviteten",
        "indicators": "Indikatoren",
        "implementation": "Planens række",
        "quality_criteria": "Kvalitetskriteriet",
        "guideline_change": "Trinnet",
        "criteria": "Kriteriet",
        "modules": "Modulet",
        "division": "Rækken",
        "examples": "Eksemplet",
        "sources": "Kilden",
    }
    for part, what in named.items():
        yield from _twice((one.key for one in getattr(definition, part)), (part,), what)
    if definition.case_coordination is not None:
        forms = (form.key for form in definition.case_coordination.forms)
        yield from _twice(forms, ("case_coordination", "forms"), "Formen")
    seen = dict.fromkeys(COMMON, "som alle programmer kender")
    for path, declared in _declared_facts(definition):
        if declared.key in seen:
            yield Problem.at(
                path,
                f"Oplysningen »{declared.key}« findes allerede, {seen[declared.key]}. "
                "Giv den et andet navn.",
            )
        seen[declared.key] = "i en anden frase eller hændelse"


def _declared_facts(definition: Definition) -> Iterator[tuple[Path, FactDeclaration]]:
    for number, phrase in enumerate(definition.phrases):
        for place, declared in enumerate(phrase.facts):
            yield ("phrases", number, "facts", place), declared
    for number, event_fact in enumerate(definition.event_facts):
        yield ("event_facts", number), event_fact


def _facts_are_well_declared(definition: Definition) -> Iterator[Problem]:
    for path, declared in _declared_facts(definition):
        name = declared.label.da
        has_options = declared.type in (FactType.CHOICE, FactType.SET)
        if has_options and not declared.options:
            yield Problem.at(path, f"»{name}« er af typen {declared.type} og skal have »options«.")
        if declared.options and not has_options:
            yield Problem.at(path, f"»{name}« er af typen {declared.type} og har ingen »options«.")
        keys = (option.key for option in declared.options)
        yield from _twice(keys, (*path, "options"), f"Muligheden i »{name}«")
        bounds = declared.minimum, declared.maximum
        if any(bound is not None for bound in bounds) and declared.type not in NUMBERS:
            yield Problem.at(path, f"»{name}« er ikke et tal og har hverken minimum eller maximum.")
        low, high = bounds
        if low is not None and high is not None and low > high:
            yield Problem.at(path, f"»{name}«: minimum er større end maximum.")


def _sources_exist(definition: Definition) -> Iterator[Problem]:
    known = [source.key for source in definition.sources]
    for path, reference in _references(definition, ()):
        if reference.document not in known:
            yield Problem.at(
                (*path, "document"),
                f"Kilden »{reference.document}« står ikke under »sources«."
                f"{did_you_mean(reference.document, known)}",
            )


def _references(value: Any, path: Path) -> Iterator[tuple[Path, SourceRef]]:
    """Every source reference anywhere in the document."""
    if isinstance(value, SourceRef):
        yield path, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _references(one, (*path, number))
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _references(getattr(value, name), (*path, name))


def _destinations_are_known(definition: Definition) -> Iterator[Problem]:
    pointed: list[tuple[Path, str]] = [(("default",), definition.default)]
    for number, tier in enumerate(definition.rank):
        pointed += [(("rank", number, place), key) for place, key in enumerate(tier)]
    for number, rule in enumerate(definition.rules):
        here = ("rules", number)
        pointed += [((*here, "to", place), key) for place, key in enumerate(rule.to)]
        pointed += [((*here, "also", place), key) for place, key in enumerate(rule.also)]
    for number, row in enumerate(definition.division):
        pointed += [
            (("division", number, "sent_to", place), key) for place, key in enumerate(row.sent_to)
        ]
    for number, example in enumerate(definition.examples):
        here = ("examples", number)
        pointed.append(((*here, "destination"), example.destination))
        pointed += [((*here, "also", place), key) for place, key in enumerate(example.also)]
        pointed += [((*here, "available"), key) for key in example.available]
    for path, key in pointed:
        if key not in DESTINATIONS:
            yield Problem.at(
                path, f"Modtageren »{key}« kendes ikke.{did_you_mean(key, DESTINATIONS)}"
            )
    yield from _twice((key for tier in definition.rank for key in tier), ("rank",), "Modtageren")
    for number, rule in enumerate(definition.rules):
        for key in rule.to:
            if key in DESTINATIONS and key not in definition.tiers:
                yield Problem.at(
                    ("rules", number, "to"),
                    f"Regel {rule.key}: modtageren »{key}« mangler i rangfølgen »rank«.",
                )
        if len({definition.tiers.get(key) for key in rule.to}) > 1:
            yield Problem.at(
                ("rules", number, "to"),
                f"Regel {rule.key}: de modtagere, patienten vælger mellem, skal stå på samme trin "
                "i »rank«.",
            )


def _default_never_depends_on_adoption(definition: Definition) -> Iterator[Problem]:
    default = DESTINATIONS.get(definition.default)
    if default is None:
        return
    if default.needs_adoption:
        yield Problem.at(
            ("default",),
            f"Standardmodtageren kan ikke være »{default.title.da}«: den findes kun, hvor kommunen "
            "er tilsluttet.",
        )
    elif definition.default not in definition.tiers:
        yield Problem.at(("default",), "Standardmodtageren mangler i rangfølgen »rank«.")


def _actors_and_phases_are_known(definition: Definition) -> Iterator[Problem]:
    actors: list[tuple[Path, str]] = [(("coordinator", "actor"), definition.coordinator.actor)]
    phases: list[tuple[Path, str]] = []
    for number, phase in enumerate(definition.phases):
        actors.append((("phases", number, "responsible"), phase.responsible))
        actors += [
            (("phases", number, "together_with", place), key)
            for place, key in enumerate(phase.together_with)
        ]
        phases += [(("phases", number, "next", place), key) for place, key in enumerate(phase.next)]
    for number, move in enumerate(definition.coordinator.moves):
        actors.append((("coordinator", "moves", number, "to"), move.to))
    for number, checkpoint in enumerate(definition.checkpoints):
        actors.append((("checkpoints", number, "actor"), checkpoint.actor))
    for number, time_rule in enumerate(definition.time_rules):
        actors.append((("time_rules", number, "actor"), time_rule.actor))
    for number, activity in enumerate(definition.activities):
        actors.append((("activities", number, "actor"), activity.actor))
        if activity.phase is not None:
            phases.append((("activities", number, "phase"), activity.phase))
    for number, message in enumerate(definition.communication):
        actors.append((("communication", number, "sender"), message.sender))
        actors.append((("communication", number, "receiver"), message.receiver))
    actors += [
        (("patient_group", "included_by"), key) for key in definition.patient_group.included_by
    ]
    for path, key in actors:
        if key not in ACTORS:
            yield Problem.at(path, f"Aktøren »{key}« kendes ikke.{did_you_mean(key, ACTORS)}")
    known = [phase.key for phase in definition.phases]
    for path, key in phases:
        if key not in known:
            yield Problem.at(path, f"Fasen »{key}« findes ikke.{did_you_mean(key, known)}")


def read_condition(data: Any, vocabulary: Vocabulary, path: Path, whose: str) -> Iterator[Problem]:
    """The problems of one condition, if any, said of its owner."""
    try:
        parse(data, vocabulary)
    except ConditionError as error:
        yield Problem.at((*path, *error.path), f"{whose}: {error.message}")


def _conditions_can_be_read(definition: Definition) -> Iterator[Problem]:
    for number, rule in enumerate(definition.rules):
        yield from _rule_can_be_read(definition, rule, ("rules", number, "when"))
    for number, phrase in enumerate(definition.phrases):
        here: Path = ("phrases", number)
        yield from _visibility(
            definition,
            phrase.visible_when,
            here,
            f"Frase {number + 1}",
            {declared.key for declared in phrase.facts},
        )
        for place, declared in enumerate(phrase.facts):
            yield from _visibility(
                definition,
                declared.visible_when,
                (*here, "facts", place),
                f"»{declared.label.da}«",
                {declared.key},
            )
    for number, checkpoint in enumerate(definition.checkpoints):
        if checkpoint.when is not None:
            yield from read_condition(
                checkpoint.when,
                definition.vocabulary,
                ("checkpoints", number, "when"),
                f"Kontrolpunkt {checkpoint.key}",
            )


def _rule_can_be_read(definition: Definition, rule: Rule, path: Path) -> Iterator[Problem]:
    whose = f"Regel {rule.key}"
    problems = list(read_condition(rule.when, definition.indicator_vocabulary, path, whose))
    yield from problems
    if problems:
        return
    for key in facts_read(parse(rule.when, definition.indicator_vocabulary)):
        fact = definition.indicator_vocabulary[key]
        if fact.origin is FactOrigin.EVENT:
            yield Problem.at(
                path,
                f"{whose}: »{fact.label.da}« kendes først, når det er sket, og kan kun læses af "
                "indikatorer.",
            )


def _visibility(
    definition: Definition, data: Any, path: Path, whose: str, own: set[str]
) -> Iterator[Problem]:
    if data is None:
        return
    problems = list(read_condition(data, definition.vocabulary, (*path, "visible_when"), whose))
    yield from problems
    if not problems and own & set(facts_read(parse(data, definition.vocabulary))):
        yield Problem.at(
            (*path, "visible_when"), f"{whose} kan ikke være synlig efter sit eget svar."
        )


def _rules_do_something(definition: Definition) -> Iterator[Problem]:
    contacts = [contact.key for contact in definition.contacts]
    for number, rule in enumerate(definition.rules):
        path: Path = ("rules", number)
        if not (rule.to or rule.also or rule.orders or rule.contact or rule.warn):
            yield Problem.at(
                path,
                f"Regel {rule.key} gør ingenting: giv den »to«, »also«, »contact«, »orders« eller "
                "»warn«.",
            )
        if rule.asks_reason and rule.warn is None:
            yield Problem.at(
                path, f"Regel {rule.key} spørger om en begrundelse, men har ingen advarsel »warn«."
            )
        if rule.contact is not None and rule.contact not in contacts:
            yield Problem.at(
                (*path, "contact"),
                f"Regel {rule.key}: kontakten »{rule.contact}« findes ikke."
                f"{did_you_mean(rule.contact, contacts)}",
            )


def _patient_group_can_be_read(definition: Definition) -> Iterator[Problem]:
    group = definition.patient_group
    fact = definition.vocabulary.get(group.fact)
    if fact is None or fact.type is not FactType.CODE:
        yield Problem.at(
            ("patient_group", "fact"),
            f"Patientgruppen læser »{group.fact}«, men ingen frase registrerer den som kode.",
        )
        return
    for name, codes in (("codes", group.codes), ("excluded_codes", group.excluded_codes)):
        try:
            if codes:
                code_ranges(fact, codes)
        except FactError as error:
            yield Problem.at(("patient_group", name), error.message)


def _examples_can_be_read(definition: Definition) -> Iterator[Problem]:
    rules = {rule.key for rule in definition.rules} | {"default"}
    for number, example in enumerate(definition.examples):
        path: Path = ("examples", number)
        try:
            parse_facts(definition.vocabulary, example.facts)
        except FactsError as error:
            for one in error.errors:
                yield Problem.at(
                    (*path, "facts", one.key), f"Eksempel {example.key}: {one.message}"
                )
        for name in ("reasons", "warnings"):
            for key in getattr(example, name):
                if key not in rules:
                    yield Problem.at(
                        (*path, name),
                        f"Eksempel {example.key}: reglen »{key}« findes ikke."
                        f"{did_you_mean(key, rules)}",
                    )
