"""The generic model's example citizens as citizens of a new programme, where they still hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.facts import FactsError, parse_facts
from pathways.definition import Definition, Example
from pathways.examples import run_example

Data = dict[str, Any]


def examples_that_hold(
    definition: Definition, examples: Iterable[Data], gone: Collection[str]
) -> list[Data]:
    """The examples with the programme's own diagnosis, less those that get another advice now.

    `gone`: receivers the programme does not have. Nothing that was expected is changed, so that
    an example always says what the model meant.
    """
    kept = []
    for written in examples:
        example = _of_the_programme(definition, written, gone)
        if example is not None and _holds(definition, example):
            kept.append(example)
    return kept


def _of_the_programme(
    definition: Definition, written: Mapping[str, Any], gone: Collection[str]
) -> Data | None:
    example = dict(written)
    facts = dict(example.get("facts", {}))
    if "diagnosis" in facts:
        codes = definition.patient_group.code_labels
        same = [code for code in codes if code.system == facts["diagnosis"]["system"]]
        if not same:
            return None
        facts["diagnosis"] = {"system": same[0].system, "code": same[0].code}
    example["facts"] = facts
    if "available" in example:
        example["available"] = {
            key: offered for key, offered in example["available"].items() if key not in gone
        }
    return example


def _holds(definition: Definition, written: Data) -> bool:
    known = {rule.key for rule in definition.rules} | {"default"}
    if not set(written.get("reasons", ())) | set(written.get("warnings", ())) <= known:
        return False
    try:
        facts = parse_facts(definition.vocabulary, written["facts"])
    except FactsError:
        return False
    if compile_condition(definition.inclusion)(facts) is Truth.FALSE:
        return False
    return run_example(definition, Example.model_validate(written)).passed
