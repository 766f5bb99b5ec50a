"""Whether the parts of a definition fit each other: every reference, key and condition.

What needs proof (unreachable rules, conflicts, gaps) or running (examples) is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pathways.conditions.common import COMMON
from pathways.conditions.facts import NUMBERS, FactType, did_you_mean
from pathways.definition_parts.base import SourceRef
from pathways.definition_parts.figure_checks import check_figure
from pathways.definition_parts.follow_up_checks import check_indicators
from pathways.definition_parts.phrases import FactDeclaration
from pathways.definition_parts.problems import Path, Problem, problem
from pathways.definition_parts.reading_checks import check_readings
from pathways.destinations import ACTORS, DESTINATIONS
from pathways.texts import Text, filled, text

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
        *check_readings(definition),
        *check_indicators(definition),
    ]


def _twice(keys: Iterable[str], path: Path, what: Text) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield problem(
                (*path, number),
                "{what} »{key}« findes to gange.",
                "{what} “{key}” is there twice.",
                what=what,
                key=key,
            )
        seen.add(key)


_NAMED: Mapping[str, Text] = {
    "phrases": text("Frasen", "The phrase"),
    "rules": text("Reglen", "The rule"),
    "contacts": text("Kontakten", "The contact"),
    "override_reasons": text("Begrundelsen", "The reason"),
    "recommendations": text("Anbefalingen", "The recommendation"),
    "phases": text("Fasen", "The phase"),
    "checkpoints": text("Kontrolpunktet", "The checkpoint"),
    "time_rules": text("Tidsreglen", "The time rule"),
    "activities": text("Aktiviteten", "The activity"),
    "indicators": text("Indikatoren", "The indicator"),
    "implementation": text("Planens række", "The plan's row"),
    "quality_criteria": text("Kvalitetskriteriet", "The quality criterion"),
    "guideline_change": text("Trinnet", "The step"),
    "criteria": text("Kriteriet", "The criterion"),
    "modules": text("Modulet", "The module"),
    "division": text("Rækken", "The row"),
    "examples": text("Eksemplet", "The example"),
    "sources": text("Kilden", "The source"),
}
_COMMON = text("som alle programmer kender", "known to every pathway")
_ELSEWHERE = text("i en anden frase eller hændelse", "in another phrase or event")


def _unique_keys(definition: Definition) -> Iterator[Problem]:
    for part, what in _NAMED.items():
        yield from _twice((one.key for one in getattr(definition, part)), (part,), what)
    if definition.case_coordination is not None:
        forms = (form.key for form in definition.case_coordination.forms)
        yield from _twice(forms, ("case_coordination", "forms"), text("Formen", "The form"))
    seen = dict.fromkeys(COMMON, _COMMON)
    for path, declared in _declared_facts(definition):
        if declared.key in seen:
            yield problem(
                path,
                "Oplysningen »{key}« findes allerede, {where}. Giv den et andet navn.",
                "There is already a fact “{key}”, {where}. Give it another name.",
                key=declared.key,
                where=seen[declared.key],
            )
        seen[declared.key] = _ELSEWHERE


def _declared_facts(definition: Definition) -> Iterator[tuple[Path, FactDeclaration]]:
    for number, phrase in enumerate(definition.phrases):
        for place, declared in enumerate(phrase.facts):
            yield ("phrases", number, "facts", place), declared
    for number, event_fact in enumerate(definition.event_facts):
        yield ("event_facts", number), event_fact


def _facts_are_well_declared(definition: Definition) -> Iterator[Problem]:
    for path, declared in _declared_facts(definition):
        name = declared.label
        has_options = declared.type in (FactType.CHOICE, FactType.SET)
        if has_options and not declared.options:
            yield problem(
                path,
                "»{name}« er af typen {type} og skal have »options«.",
                "“{name}” is of type {type} and must have “options”.",
                name=name,
                type=declared.type.value,
            )
        if declared.options and not has_options:
            yield problem(
                path,
                "»{name}« er af typen {type} og har ingen »options«.",
                "“{name}” is of type {type} and has no “options”.",
                name=name,
                type=declared.type.value,
            )
        keys = (option.key for option in declared.options)
        inside = filled("Muligheden i »{name}«", "In “{name}” the option", name=name)
        yield from _twice(keys, (*path, "options"), inside)
        bounds = declared.minimum, declared.maximum
        if any(bound is not None for bound in bounds) and declared.type not in NUMBERS:
            yield problem(
                path,
                "»{name}« er ikke et tal og har hverken minimum eller maximum.",
                "“{name}” is not a number and has neither a minimum nor a maximum.",
                name=name,
            )
        low, high = bounds
        if low is not None and high is not None and low > high:
            yield problem(
                path,
                "»{name}«: minimum er større end maximum.",
                "“{name}”: the minimum is greater than the maximum.",
                name=name,
            )


def _sources_exist(definition: Definition) -> Iterator[Problem]:
    known = [source.key for source in definition.sources]
    for path, reference in _references(definition, ()):
        if reference.document not in known:
            yield problem(
                (*path, "document"),
                "Kilden »{key}« står ikke under »sources«.{near}",
                "The source “{key}” is not under “sources”.{near}",
                key=reference.document,
                near=did_you_mean(reference.document, known),
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
            yield problem(
                path,
                "Modtageren »{key}« kendes ikke.{near}",
                "The destination “{key}” is not known.{near}",
                key=key,
                near=did_you_mean(key, DESTINATIONS),
            )
    ranked = (key for tier in definition.rank for key in tier)
    yield from _twice(ranked, ("rank",), text("Modtageren", "The destination"))
    for number, rule in enumerate(definition.rules):
        for key in rule.to:
            if key in DESTINATIONS and key not in definition.tiers:
                yield problem(
                    ("rules", number, "to"),
                    "Regel {rule}: modtageren »{key}« mangler i rangfølgen »rank«.",
                    "Rule {rule}: the destination “{key}” is missing from “rank”.",
                    rule=rule.key,
                    key=key,
                )
        if len({definition.tiers.get(key) for key in rule.to}) > 1:
            yield problem(
                ("rules", number, "to"),
                "Regel {rule}: de modtagere, patienten vælger mellem, skal stå på samme trin "
                "i »rank«.",
                "Rule {rule}: the destinations that the patient chooses between must be on the "
                "same step of “rank”.",
                rule=rule.key,
            )


def _default_never_depends_on_adoption(definition: Definition) -> Iterator[Problem]:
    default = DESTINATIONS.get(definition.default)
    if default is None:
        return
    if default.needs_adoption:
        yield problem(
            ("default",),
            "Standardmodtageren kan ikke være »{title}«: den findes kun, hvor kommunen er "
            "tilsluttet.",
            "The default destination can't be “{title}”: it is there only where the municipality "
            "has joined.",
            title=default.title,
        )
    elif definition.default not in definition.tiers:
        yield problem(
            ("default",),
            "Standardmodtageren mangler i rangfølgen »rank«.",
            "The default destination is missing from “rank”.",
        )


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
            yield problem(
                path,
                "Aktøren »{key}« kendes ikke.{near}",
                "The actor “{key}” is not known.{near}",
                key=key,
                near=did_you_mean(key, ACTORS),
            )
    known = [phase.key for phase in definition.phases]
    for path, key in phases:
        if key not in known:
            yield problem(
                path,
                "Fasen »{key}« findes ikke.{near}",
                "There is no phase “{key}”.{near}",
                key=key,
                near=did_you_mean(key, known),
            )
