"""A condition is true, false or unknown by Kleene's logic, and names what decided it."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from pathways.conditions.evaluate import (
    FALSE,
    TRUE,
    UNKNOWN,
    Truth,
    compile_condition,
    evaluate,
    value_of,
)
from pathways.conditions.tree import All, Any_, Condition, Leaf, Not, Op, leaves, parse, to_data
from tests.pathways.drawn import VOCABULARY, citizens, condition_data, conditions

KLEENE_AND = {
    (TRUE, TRUE): TRUE,
    (TRUE, UNKNOWN): UNKNOWN,
    (TRUE, FALSE): FALSE,
    (UNKNOWN, UNKNOWN): UNKNOWN,
    (UNKNOWN, FALSE): FALSE,
    (FALSE, FALSE): FALSE,
}


def truth(condition: Condition, facts: Mapping[str, Any]) -> Truth:
    return compile_condition(condition)(facts)


@given(conditions(), conditions(), citizens())
def test_all_and_any_follow_kleenes_tables(one, other, facts) -> None:
    pair = sorted((truth(one, facts), truth(other, facts)), reverse=True)

    assert truth(All((one, other)), facts) is KLEENE_AND[tuple(pair)]
    assert truth(Any_((one, other)), facts) is truth(Not(All((Not(one), Not(other)))), facts)
    assert truth(Not(Not(one)), facts) is truth(one, facts)


@given(conditions(), conditions(), conditions(), citizens())
def test_order_grouping_and_repetition_do_not_matter(one, two, three, facts) -> None:
    assert truth(All((one, two)), facts) is truth(All((two, one)), facts)
    assert truth(All((one, All((two, three)))), facts) is truth(All((one, two, three)), facts)
    assert truth(Any_((one, one)), facts) is truth(one, facts)
    assert truth(All((one, Any_((two, three)))), facts) is truth(
        Any_((All((one, two)), All((one, three)))), facts
    )


@given(conditions(), citizens(), citizens())
def test_what_is_decided_stays_decided_when_more_becomes_known(condition, facts, more) -> None:
    """Except for `known`, which asks about ignorance itself."""
    if any(leaf.op is Op.KNOWN for leaf in leaves(condition)):
        return
    before = truth(condition, facts)

    after = truth(condition, {**more, **facts})

    assert before is UNKNOWN or after is before


@given(conditions(), citizens())
def test_the_traced_value_is_the_compiled_value(condition, facts) -> None:
    assert evaluate(condition, facts).value is truth(condition, facts)


@settings(max_examples=300)
@given(conditions(), citizens(), citizens())
def test_what_decided_it_suffices_whatever_else_is_so(condition, facts, others) -> None:
    outcome = evaluate(condition, facts)
    named = {leaf.fact for leaf in outcome.decided_by}
    same = {key: value for key, value in facts.items() if key in named}
    elsewhere = {key: value for key, value in others.items() if key not in named}

    assert truth(condition, same) is outcome.value
    assert truth(condition, {**elsewhere, **same}) is outcome.value


@settings(max_examples=300)
@given(conditions(), citizens())
def test_what_decided_it_is_minimal(condition, facts) -> None:
    """Without any one of the leaves, the others no longer fix the value."""
    outcome = evaluate(condition, facts)
    for spared in outcome.decided_by:
        kept = [leaf for leaf in outcome.decided_by if leaf != spared]

        assert len(possible(condition, facts, kept)) > 1


@pytest.mark.parametrize(
    ("condition", "facts", "decided_by"),
    [
        # The second leaf alone makes both parts true.
        ("all(any(A, B), B)", {"smoker": True, "years": 5}, "B"),
        # Unknown A keeps both parts from being true or false.
        ("any(A, all(A, B))", {"years": 5}, "A"),
        ("any(not A, all(A, not A))", {}, "A"),
    ],
)
def test_a_leaf_that_stands_twice_counts_once(condition, facts, decided_by) -> None:
    leaf = {"A": Leaf("smoker", Op.IS, True), "B": Leaf("years", Op.AT_LEAST, 3)}
    trees = {
        "all(any(A, B), B)": All((Any_((leaf["A"], leaf["B"])), leaf["B"])),
        "any(A, all(A, B))": Any_((leaf["A"], All((leaf["A"], leaf["B"])))),
        "any(not A, all(A, not A))": Any_((Not(leaf["A"]), All((leaf["A"], Not(leaf["A"]))))),
    }

    outcome = evaluate(trees[condition], facts)

    assert set(outcome.decided_by) == {leaf[name] for name in decided_by.split()}


def possible(condition: Condition, facts: Mapping[str, Any], kept: list[Leaf]) -> set[Truth]:
    """The values a condition can take when only the kept leaves keep theirs."""
    match condition:
        case Leaf():
            return {value_of(condition, facts)} if condition in kept else set(Truth)
        case Not(part):
            return {value.negated() for value in possible(part, facts, kept)}
        case All(parts) | Any_(parts):
            choose = min if isinstance(condition, All) else max
            so_far = {TRUE if isinstance(condition, All) else FALSE}
            for part in parts:
                here = possible(part, facts, kept)
                so_far = {choose(one, other) for one in so_far for other in here}
            return so_far
    raise AssertionError(condition)


@given(conditions(), citizens())
def test_the_missing_facts_are_missing(condition, facts) -> None:
    outcome = evaluate(condition, facts)

    assert bool(outcome.missing) is (outcome.value is UNKNOWN)
    assert not set(outcome.missing) & set(facts)


@given(condition_data())
def test_a_condition_survives_being_written_and_read(data) -> None:
    condition = parse(data, VOCABULARY)

    assert parse(to_data(condition), VOCABULARY) == condition


def test_nothing_to_fulfil_is_true_and_nothing_to_choose_from_is_false() -> None:
    assert truth(All(()), {}) is TRUE
    assert truth(Any_(()), {}) is FALSE


@pytest.mark.parametrize(
    ("data", "facts", "expected"),
    [
        ({"fact": "tags", "has_any": ["red"]}, {}, UNKNOWN),
        ({"fact": "tags", "has_any": ["red"]}, {"tags": ["none"]}, FALSE),
        ({"fact": "free_tags", "has_any": ["red"]}, {"free_tags": []}, FALSE),
        ({"fact": "tags", "has_any": ["none"]}, {"tags": ["none"]}, TRUE),
        ({"fact": "tags", "has_all": ["red", "blue"]}, {"tags": ["red"]}, FALSE),
        ({"fact": "tags", "has_all": ["red", "blue"]}, {"tags": ["red", "green", "blue"]}, TRUE),
        ({"fact": "tags", "known": True}, {}, FALSE),
        ({"fact": "tags", "known": False}, {}, TRUE),
        ({"not": {"fact": "tags", "has_any": ["red"]}}, {}, UNKNOWN),
        ({"fact": "years", "between": [2, 4]}, {"years": 4}, TRUE),
        ({"fact": "years", "between": [2, 4]}, {"years": 5}, FALSE),
        ({"fact": "weight", "at_least": 2.5}, {"weight": 2.5}, TRUE),
        ({"fact": "weight", "at_least": 2.5}, {"weight": 2.4}, FALSE),
        ({"fact": "years", "at_most": 0}, {"years": 0}, TRUE),
        ({"fact": "smoker", "is": False}, {"smoker": False}, TRUE),
        ({"fact": "colour", "one_of": ["red", "blue"]}, {"colour": "green"}, FALSE),
    ],
)
def test_each_operator_means_what_it_says(data, facts, expected) -> None:
    assert truth(parse(data, VOCABULARY), facts) is expected


@pytest.mark.parametrize(
    ("ranges", "code", "expected"),
    [
        (["M17"], "M17.1", TRUE),
        (["M17"], "M17", TRUE),
        (["M17"], "M16.9", FALSE),
        (["M17.1"], "M17", FALSE),
        (["M40.0-M54.9"], "M40.0", TRUE),
        (["M40.0-M54.9"], "M54.96", TRUE),
        (["M40.0-M54.9"], "M39.9", FALSE),
        (["M40.0-M54.9"], "M55.0", FALSE),
        (["M40–M54"], "M54.9", TRUE),
    ],
)
def test_codes_lie_in_prefixes_and_ranges(ranges, code, expected) -> None:
    condition = parse({"fact": "diagnosis", "in_codes": {"icd10": ranges}}, VOCABULARY)

    assert truth(condition, {"diagnosis": {"system": "icd10", "code": code}}) is expected


def test_a_code_of_another_system_lies_outside() -> None:
    condition = parse({"fact": "diagnosis", "in_codes": {"icpc2": ["L90"]}}, VOCABULARY)

    assert truth(condition, {"diagnosis": {"system": "icd10", "code": "L90"}}) is FALSE


def test_a_truth_value_cannot_be_mistaken_for_yes_or_no() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_unknown_is_decided_by_the_given_facts_too() -> None:
    """`all` of a true and an unknown part is unknown because of both."""
    condition = parse(
        {"all": [{"fact": "smoker", "is": True}, {"fact": "years", "at_least": 3}]}, VOCABULARY
    )
    outcome = evaluate(condition, {"smoker": True})

    assert outcome.value is UNKNOWN
    assert {leaf.fact for leaf in outcome.decided_by} == {"smoker", "years"}
    assert outcome.missing == ("years",)
