"""A condition counts rows in PostgreSQL whatever the rows hold, and trusts no word it is told."""

import re
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pathways.conditions.evaluate import FALSE, TRUE, UNKNOWN, Truth, value_of
from pathways.conditions.facts import Fact, FactType, Vocabulary
from pathways.conditions.query import is_false, is_true, is_unknown, narrowed, truth
from pathways.conditions.tree import OPERATORS, All, Any_, Leaf, Not, Op, leaves, parse
from pathways.models import Advice, Version
from pathways.texts import text
from tests.pathways.drawn import VOCABULARY, citizens, conditions
from tests.pathways.rows import Row, fill, make_table, values_by_query

one_table = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@pytest.fixture
def table(db) -> None:
    make_table()


def condition(data: dict[str, Any]) -> Any:
    return parse(data, VOCABULARY)


RED = condition({"fact": "tags", "has_any": ["red"]})


def numbers(rows: Any) -> list[int]:
    return list(rows.order_by("id").values_list("id", flat=True))


def test_a_filter_an_exclusion_and_their_negations_divide_the_rows(table) -> None:
    fill([{"tags": ["red"]}, {"tags": ["none"]}, {}])

    assert numbers(Row._base_manager.filter(is_true(RED, "facts"))) == [0]
    assert numbers(Row._base_manager.exclude(is_true(RED, "facts"))) == [1, 2]
    assert numbers(Row._base_manager.filter(is_false(RED, "facts"))) == [1]
    assert numbers(Row._base_manager.exclude(is_false(RED, "facts"))) == [0, 2]
    assert numbers(Row._base_manager.filter(is_unknown(RED, "facts"))) == [2]
    assert numbers(Row._base_manager.filter(truth(RED, "facts"))) == [0]


def test_rows_can_be_counted_by_the_value_of_a_condition(table) -> None:
    fill([{"years": 3}, {"years": 7}, {"years": 8}, {}])
    old = condition({"fact": "years", "at_least": 5})

    counted = Row._base_manager.annotate(old=truth(old, "facts")).values_list("old", flat=True)

    assert sorted(counted, key=str) == [False, None, True, True]


def test_the_ledger_itself_can_be_asked_also_through_a_relation(db) -> None:
    old = condition(
        {"all": [{"fact": "years", "at_least": 5}, {"not": {"fact": "smoker", "is": True}}]}
    )

    assert not Advice._base_manager.filter(is_true(old, "facts")).exists()
    assert not Version.objects.filter(is_true(old, "advices__facts")).exists()


@pytest.mark.parametrize("nobody", [None, [], "red", 3, ["tags"]])
def test_a_row_without_facts_leaves_everything_unknown(table, nobody) -> None:
    fill([nobody])

    assert values_by_query(RED) == [UNKNOWN]
    assert values_by_query(Leaf("tags", Op.KNOWN, True)) == [FALSE]
    assert values_by_query(Not(RED)) == [UNKNOWN]


def test_nothing_to_fulfil_is_true_and_nothing_to_choose_from_is_false(table) -> None:
    fill([{}])

    assert values_by_query(All(())) == [TRUE]
    assert values_by_query(Any_(())) == [FALSE]


def test_null_is_unknown_and_an_empty_set_is_not(table) -> None:
    fill([{"free_tags": None}, {"free_tags": []}])

    assert values_by_query(condition({"fact": "free_tags", "has_any": ["red"]})) == [UNKNOWN, FALSE]
    assert values_by_query(condition({"fact": "free_tags", "known": True})) == [FALSE, TRUE]


@pytest.mark.parametrize("evil", ["a'b", 'a"b', "%s", "{}", "{0}", "x') OR true --", "\\", "?"])
def test_keys_and_options_are_bound_and_never_read_as_sql(table, evil) -> None:
    vocabulary = Vocabulary(
        [
            Fact(evil, FactType.CHOICE, text("X"), options={evil: text("X"), "other": text("Y")}),
            Fact("s", FactType.SET, text("S"), options={evil: text("X"), "other": text("Y")}),
        ]
    )
    chosen = parse({"fact": evil, "is": evil}, vocabulary)
    held = parse({"fact": "s", "has_any": [evil]}, vocabulary)
    fill([{evil: evil, "s": [evil]}, {evil: "other", "s": ["other"]}, {}])

    for asked in (chosen, held):
        assert values_by_query(asked) == [TRUE, FALSE, UNKNOWN]
        sql, params = Row._base_manager.filter(is_true(asked, "facts")).query.sql_with_params()
        assert evil in ("{}", "%s", "?") or evil not in sql
        assert any(evil in str(one) for one in params) or evil in ('a"b', "\\")


def test_codes_are_compared_by_their_signs_in_whatever_language_the_database_sorts(table) -> None:
    """In Danish "AA" comes after "Z"; a code's order is that of its signs."""
    asked = condition({"fact": "diagnosis", "in_codes": {"icd10": ["M40.0-M54.9"]}})
    sql, params = Row._base_manager.filter(is_true(asked, "facts")).query.sql_with_params()
    written = sql % tuple(params)

    assert re.findall(r"COLLATE \"C\"\) >= \(M40.0\)", written)
    assert re.findall(r"left\(\([^<]* COLLATE \"C\"\), 5\) <= \(M54.9\)", written)


def json_values() -> st.SearchStrategy[Any]:
    """Anything that JSON can hold, near what facts hold."""
    words = st.sampled_from(["red", "dark red", "blue", "none", "", "icd10", "M17.1", "true", "1"])
    plain = st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from([0.5, 1.0]) | words
    codes = st.fixed_dictionaries({}, optional={"system": plain, "code": plain})
    options = st.dictionaries(words, plain, max_size=2)
    return st.recursive(
        plain | codes | options, lambda inner: st.lists(inner, max_size=3), max_leaves=4
    )


def said(leaf: Leaf, facts: dict[str, Any]) -> Truth:
    """What evaluating says; unknown where it cannot read the value at all."""
    try:
        return value_of(leaf, facts)
    except (TypeError, KeyError):
        return UNKNOWN


ASKED: list[Any] = [
    {"fact": "smoker", "is": True},
    {"fact": "smoker", "is": False},
    {"fact": "years", "is": 1},
    {"fact": "years", "is": 0},
    {"fact": "years", "one_of": [0, 4]},
    {"fact": "years", "at_least": 1},
    {"fact": "years", "at_most": 0},
    {"fact": "years", "between": [0, 3]},
    {"fact": "weight", "is": 0.5},
    {"fact": "weight", "at_least": 0.5},
    {"fact": "weight", "at_most": 0.5},
    {"fact": "weight", "between": [-1, 0.5]},
    {"fact": "colour", "is": "red"},
    {"fact": "colour", "one_of": ["red", "none"]},
    {"fact": "tags", "has_any": ["red", "blue"]},
    {"fact": "tags", "has_all": ["red", "blue"]},
    {"fact": "diagnosis", "in_codes": {"icd10": ["M17"]}},
    {"fact": "diagnosis", "in_codes": {"icd10": ["A00-M16"], "icpc2": ["L90"]}},
    {"fact": "story", "known": True},
]


def test_every_operator_is_asked_below() -> None:
    asked = {(VOCABULARY[leaf.fact].type, leaf.op) for leaf in map(condition, ASKED)}
    every = {(kind, op) for kind, ops in OPERATORS.items() for op in ops if op is not Op.KNOWN}

    assert every <= asked


@settings(one_table, max_examples=20)
@given(found=st.lists(json_values(), min_size=1, max_size=25))
@example(found=["dark red", {"red": 1}, [["red"]], True, False, 1.0, "1", [], {}, 5])
@example(
    found=[
        {"system": "icd10", "code": 5},
        {"system": "other", "code": 5},
        {"system": None, "code": None},
        {"system": "icd10"},
        {"code": "M17"},
        ["system", "code"],
        "system code",
    ]
)
def test_a_value_of_the_wrong_kind_is_what_evaluating_says_and_never_an_error(table, found) -> None:
    rows = [dict.fromkeys(VOCABULARY, value) for value in found]
    fill(rows)

    for leaf in map(condition, ASKED):
        assert values_by_query(leaf) == [said(leaf, row) for row in rows], leaf


@one_table
@given(asked=conditions(), people=st.lists(citizens(), min_size=1, max_size=20))
def test_narrowing_loses_nobody_of_whom_the_condition_is_true(table, asked, people) -> None:
    fill([{**citizen, "story": "x"} if "story" in citizen else citizen for citizen in people])
    rows = Row._base_manager

    all_of_them = numbers(rows.filter(is_true(asked, "facts")))

    assert numbers(rows.filter(narrowed(asked, "facts"), is_true(asked, "facts"))) == all_of_them


@pytest.mark.parametrize(
    ("data", "by_index"),
    [
        ({"fact": "tags", "has_any": ["red", "blue"]}, True),
        ({"fact": "tags", "has_all": ["red", "blue"]}, True),
        ({"fact": "colour", "one_of": ["red", "blue"]}, True),
        ({"all": [{"fact": "years", "at_least": 3}, {"fact": "smoker", "is": True}]}, True),
        ({"any": [{"fact": "years", "is": 3}, {"fact": "smoker", "is": True}]}, True),
        ({"any": [{"fact": "years", "at_least": 3}, {"fact": "smoker", "is": True}]}, False),
        ({"not": {"fact": "smoker", "is": True}}, False),
    ],
)
def test_a_selective_leaf_lets_an_index_find_the_rows(table, data, by_index) -> None:
    fill([{"tags": ["red"]}])
    asked = condition(data)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON rows_of_facts USING gin (facts jsonb_path_ops)")
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Row._base_manager.filter(narrowed(asked, "facts"), is_true(asked, "facts")).explain()

    assert ("Bitmap Index Scan" in plan) is by_index


def test_a_large_condition_is_one_statement(table, django_assert_num_queries) -> None:
    fill([{"years": 4}])
    large = condition({"any": [{"fact": "years", "is": number % 10} for number in range(200)]})
    assert len(list(leaves(large))) == 200

    with django_assert_num_queries(1):
        assert numbers(Row._base_manager.filter(is_true(large, "facts"))) == [0]
