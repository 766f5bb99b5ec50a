"""The document of a new programme, made from the generic definition and the answers.

What the answers leave as it was keeps its source; what they choose is marked as local.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pathways.conditions.codes import CodeRange, code_ranges
from pathways.definition import Definition, DefinitionError
from pathways.destinations import DESTINATIONS
from pathways.making.answers import Answers, Considered
from pathways.making.examples import examples_that_hold
from pathways.making.figure import figure_that_holds
from pathways.making.ready_indicators import CHOSEN_DESTINATION, ReadyIndicator
from pathways.making.without import without_options, without_phases
from pathways.texts import Text

Data = dict[str, Any]

GENERAL_PRACTICE = "general_practice"
GENERIC = "generic"
OWN_GUIDELINE = "guideline"
OTHER_CHRONIC = "other_chronic"
LOCAL = "local"

_OPTION_OF_CODES = re.compile(r"([a-z]\d\d)(?:-([a-z]\d\d))?")


def make_document(generic: Definition, answers: Answers, ready: Sequence[ReadyIndicator]) -> Data:
    """The new programme's document as JSON data, for a draft.

    It has the generic model's phrases, rules and stratification; the answers decide the rest.
    Parts that a receiver, phase or disease left out took with it are gone, and only examples that
    still hold come along.
    """
    document = copy.deepcopy(generic.to_data())
    kept = answers.receivers | {answers.default, GENERAL_PRACTICE}
    gone = frozenset(generic.destinations) - kept
    for name in ("kind", "number", "governance"):
        document.pop(name, None)
    document |= {
        "key": answers.key,
        "title": _data(answers.title),
        "short_title": _data(answers.short_title),
        "patient_group": _patient_group(generic, answers, gone),
        "criteria": _considered(answers.criteria),
        "modules": _considered(answers.modules),
        "implementation": [
            {
                "key": f"row-{number}",
                "activity": {"da": row.activity},
                "responsible": {"da": row.responsible},
                "start": row.start,
                "origin": LOCAL,
            }
            for number, row in enumerate(answers.implementation, start=1)
        ],
        "follow_up": {
            **document["follow_up"],
            "responsible": {"da": answers.responsible},
            "frequency": {"da": answers.frequency},
            "revision": {"da": answers.revision},
            "origin": LOCAL,
        },
    }
    document["fixed_sentence"]["condition"] = _data(answers.condition)
    _ask_of_this_disease(document, generic, answers)
    _efforts(document, answers)
    _receivers(document, answers, kept, gone)
    _organisation(document, answers, gone)
    _indicators(document, answers, ready, kept, gone)
    figure = figure_that_holds(document)
    if figure is None:
        document.pop("figure", None)
    else:
        document["figure"] = figure
    document["examples"] = _examples(document, gone)
    return document


def _data(said: Text) -> Data:
    return {"da": said.da, "en": said.en} if said.en else {"da": said.da}


def _considered(answers: Mapping[str, Considered]) -> list[Data]:
    return [
        {"key": key, "considered": one.considered, "text": {"da": one.text}}
        for key, one in answers.items()
    ]


# I. Patient group ------------------------------------------------------------------------------


def _ranges(generic: Definition, answers: Answers) -> tuple[CodeRange, ...]:
    fact = generic.vocabulary[generic.patient_group.fact]
    return code_ranges(fact, dict(answers.codes))


def _patient_group(generic: Definition, answers: Answers, gone: Collection[str]) -> Data:
    group: Data = copy.deepcopy(generic.to_data()["patient_group"])
    ranges = _ranges(generic, answers)
    labels = [
        label
        for label in group.get("code_labels", ())
        if any(one.holds(label["system"], label["code"]) for one in ranges)
    ]
    for one in ranges:
        if not any(one.holds(label["system"], label["code"]) for label in labels):
            label = {"system": one.system, "code": one.first, "label": _data(answers.short_title)}
            labels.append(label)
    group |= {
        "description": {"da": answers.description},
        "codes": {system: list(codes) for system, codes in answers.codes.items()},
        "outside": [{"da": line} for line in answers.outside],
        "code_labels": labels,
        "origin": LOCAL,
    }
    included_by = generic.patient_group.included_by
    group["included_by"] = [key for key in included_by if key not in gone]
    ages = {"at_least": answers.at_least, "at_most": answers.at_most}
    group["ages"] = {name: age for name, age in ages.items() if age is not None}
    return group


def _ask_of_this_disease(document: Data, generic: Definition, answers: Answers) -> None:
    """The diagnosis is this disease, which then is no longer an *other* chronic disease."""
    ranges = _ranges(generic, answers)
    phrases = {phrase["key"]: phrase for phrase in document["phrases"]}
    phrases["diagnosis"]["help"] = {
        "da": "Søg på navn eller kode.",
        "en": "Search by name or code.",
    }
    declared = next(
        fact for fact in phrases[OTHER_CHRONIC]["facts"] if fact["key"] == OTHER_CHRONIC
    )
    own = {option["key"] for option in declared["options"] if _is_within(option["key"], ranges)}
    declared["options"] = [one for one in declared["options"] if one["key"] not in own]
    document["rules"] = _rules_without(document["rules"], OTHER_CHRONIC, own)


def _is_within(option: str, ranges: Iterable[CodeRange]) -> bool:
    """Whether the option's codes all lie among the patient group's ("i20-i25")."""
    match = _OPTION_OF_CODES.fullmatch(option)
    if match is None:
        return False
    ends = [code.upper() for code in match.groups() if code]
    return any(all(one.holds("icd10", end) for end in ends) for one in ranges)


def _rules_without(rules: list[Data], fact: str, gone: Collection[str]) -> list[Data]:
    kept = []
    for rule in rules:
        when = without_options(rule["when"], fact, gone)
        if when is not None:
            kept.append({**rule, "when": when})
    return kept


# II. Efforts -----------------------------------------------------------------------------------


def _efforts(document: Data, answers: Answers) -> None:
    document["recommendations"] = [
        one for one in document["recommendations"] if one["key"] in answers.recommendations
    ]
    document["self_care"] = [
        one for number, one in enumerate(document["self_care"]) if number in answers.self_care
    ]
    source: Data = {"document": GENERIC, "place": {"da": "§3.3.4"}}
    guideline: Data | None = None
    if answers.guideline is not None:
        named = answers.guideline
        guideline = {"title": {"da": named.title}}
        guideline |= {"year": named.year} if named.year is not None else {}
        guideline |= {"url": named.url} if named.url else {}
        document["sources"].append(
            {"key": OWN_GUIDELINE, "short": {"da": named.title}, **guideline}
        )
        source = {
            "document": OWN_GUIDELINE,
            "place": {"da": "anbefalinger", "en": "recommendations"},
        }
    for number, own in enumerate(answers.own_recommendations, start=1):
        made: Data = {"key": f"own-{number}", "text": {"da": own.text}, "source": source}
        made |= {"evidence": own.evidence} if own.evidence else {}
        made |= {"grade": own.grade} if own.grade else {}
        made |= {"guideline": guideline} if guideline else {"origin": LOCAL}
        document["recommendations"].append(made)


# III. Organisation -----------------------------------------------------------------------------


def _receivers(
    document: Data, answers: Answers, kept: Collection[str], gone: Collection[str]
) -> None:
    rules = []
    for rule in document["rules"]:
        pointed = [*rule.get("to", ()), *rule.get("also", ())]
        for name in ("to", "also"):
            if name in rule:
                rule[name] = [key for key in rule[name] if key not in gone]
        still = [*rule.get("to", ()), *rule.get("also", ())]
        if still or not pointed:
            rules.append(rule)
    document["rules"] = rules
    tiers = [[key for key in tier if key in kept] for tier in document["rank"]]
    ranked = {key for tier in tiers for key in tier}
    weakest = len(tiers) - 1 if answers.default != GENERAL_PRACTICE else len(tiers)
    for key in sorted(set(kept) - ranked):
        tiers.insert(weakest, [key])
    document["rank"] = [tier for tier in tiers if tier]
    document["default"] = answers.default
    if answers.default_reason != document["default_reason"]["text"]["da"]:
        document["default_reason"] |= {"text": {"da": answers.default_reason}, "origin": LOCAL}


def _organisation(document: Data, answers: Answers, gone: Collection[str]) -> None:
    phases = without_phases(document["phases"], answers.phases)
    for phase in phases:
        if phase["responsible"] in gone:
            phase["responsible"] = answers.coordinator
    document["phases"] = phases
    document["activities"] = [
        one
        for one in document["activities"]
        if one["actor"] not in gone and one.get("phase", answers.phases[0]) in answers.phases
    ]
    document["communication"] = [
        one
        for one in document["communication"]
        if one["sender"] not in gone and one["receiver"] not in gone
    ]
    division = [
        {**row, "sent_to": [key for key in row["sent_to"] if key not in gone]}
        for row in document["division"]
    ]
    document["division"] = [row for row in division if row["sent_to"]]
    coordinator = document["coordinator"]
    chosen = (answers.coordinator, answers.coordinator_text)
    if chosen != (coordinator["actor"], coordinator["text"]["da"]):
        coordinator |= {
            "actor": answers.coordinator,
            "text": {"da": answers.coordinator_text},
            "origin": LOCAL,
        }
    coordinator["moves"] = [one for one in coordinator["moves"] if one["to"] not in gone]


# V. Follow-up ----------------------------------------------------------------------------------


def _indicators(
    document: Data,
    answers: Answers,
    ready: Sequence[ReadyIndicator],
    kept: Collection[str],
    gone: Collection[str],
) -> None:
    by_key = {one.key: one for one in ready}
    facts: dict[str, Any] = {CHOSEN_DESTINATION: _chosen_destination(document, kept)}
    known = {source["key"] for source in document["sources"]}
    indicators = []
    for key in answers.indicators:
        one = by_key[key]
        indicator = _indicator_without(copy.deepcopy(dict(one.indicator)), gone)
        if indicator is None:
            continue
        indicators.append(indicator)
        for fact in one.event_facts:
            facts.setdefault(fact["key"], copy.deepcopy(dict(fact)))
        if one.source["key"] not in known:
            document["sources"].append(copy.deepcopy(dict(one.source)))
            known.add(one.source["key"])
    document["indicators"] = indicators
    document["event_facts"] = list(facts.values())


def _chosen_destination(document: Data, kept: Collection[str]) -> Data:
    fact: Data = next(one for one in document["event_facts"] if one["key"] == CHOSEN_DESTINATION)
    named = {option["key"]: option for option in fact["options"]}
    options = [
        named.get(key, {"key": key, "label": _data(DESTINATIONS[key].title)})
        for key in DESTINATIONS
        if key in kept
    ]
    return {**fact, "options": options}


def _indicator_without(indicator: Data, gone: Collection[str]) -> Data | None:
    """The indicator without receivers that are gone; None where it counts nothing then."""
    measure = indicator["measure"]
    for holder, name in ((indicator, "where"), (measure, "when"), (measure.get("share"), "when")):
        if holder is None or holder.get(name) is None:
            continue
        left = without_options(holder[name], CHOSEN_DESTINATION, gone)
        if left is None:
            return None
        holder[name] = left
    return indicator


def _examples(document: Data, gone: Collection[str]) -> list[Data]:
    try:
        definition = Definition.from_data({**document, "examples": []})
    except DefinitionError:
        return []  # the checks say what is wrong; examples are added when it holds together
    return examples_that_hold(definition, document["examples"], gone)
