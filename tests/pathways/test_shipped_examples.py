"""Every example citizen of the shipped definitions gets its advice, and every rule is needed."""

import pytest

from pathways.conditions.evaluate import Truth
from pathways.conditions.facts import parse_facts
from pathways.definition import Definition
from pathways.examples import run_example, run_examples
from pathways.management.commands.load_definitions import SHIPPED
from tests import shipped

KEYS = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
EXAMPLES = [
    pytest.param(key, one, id=f"{key}-{one.key}")
    for key in KEYS
    for one in shipped.definition(key).examples
]
RULES = [
    pytest.param(key, number, id=f"{key}-{rule.key}")
    for key in KEYS
    for number, rule in enumerate(shipped.definition(key).rules)
]
ADVISING = [
    pytest.param(key, number, id=f"{key}-{rule.key}")
    for key in KEYS
    for number, rule in enumerate(shipped.definition(key).rules)
    if rule.to or rule.also or rule.warn
]


def test_there_are_at_least_25_of_each():
    assert {key: len(shipped.definition(key).examples) >= 25 for key in KEYS} == {
        "chronic-disease": True,
        "knee-osteoarthritis": True,
        "low-back-pain": True,
    }


@pytest.mark.parametrize(("key", "example"), EXAMPLES)
def test_the_example_gets_the_advice_it_should(key, example):
    assert run_example(shipped.definition(key), example).differences == ()


@pytest.mark.parametrize(("key", "number"), RULES)
def test_every_rule_is_true_of_one_example_and_false_of_another(key, number):
    definition = shipped.definition(key)
    compiled = definition.compiled_rules[number]
    facts = [parse_facts(definition.vocabulary, one.facts) for one in definition.examples]

    assert {Truth.TRUE, Truth.FALSE} <= {compiled.read(those) for those in facts}


@pytest.mark.parametrize(("key", "number"), ADVISING)
def test_without_the_rule_an_example_fails(key, number):
    """So that no rule can be lost unseen. One that only warns is named by an example."""
    definition = shipped.definition(key)
    rule = definition.rules[number]
    document = definition.to_data()
    document.pop("figure", None)  # it names the rule
    del document["rules"][number]
    for example in document["examples"]:
        for told in ("reasons", "warnings"):
            example[told] = [one for one in example.get(told, []) if one != rule.key]

    all_passed = all(one.passed for one in run_examples(Definition.from_data(document)))

    if rule.to or rule.also:
        assert not all_passed
    else:
        assert any(rule.key in one.warnings for one in definition.examples)
