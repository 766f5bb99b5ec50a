"""A condition as rows and groups: there and back unchanged, and what buttons do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.conditions.tree import parse
from pathways.conditions.tree import to_data as written
from pathways.editing.tree_form import draw_tree, read_tree
from pathways.editing.trees import (
    Group,
    Row,
    Unreadable,
    added,
    moved,
    place_of,
    replaced,
    row_at,
    to_data,
    to_rows,
    unwrapped,
    wrapped,
)
from tests.pathways.drawn import VOCABULARY, condition_data
from tests.pathways.vocabularies import cases

A, B, C = Row("a", "is", True), Row("b", "at_least", 2), Row("c")

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["all", "any", "not", "fact", "is", "x", ""]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(ANY_JSON)
def test_whatever_is_written_comes_back_the_same(data):
    assert to_data(to_rows(data)) == data


@given(condition_data())
def test_a_condition_survives_the_form_unchanged(data):
    condition = written(parse(data, VOCABULARY))
    node = to_rows(condition)
    sent = draw_tree(node, VOCABULARY, "when").posted()

    assert to_data(read_tree(sent, "when", node, VOCABULARY)) == condition


@given(cases(most_conditions=2))
def test_a_condition_over_any_vocabulary_survives_the_form_unchanged(case):
    for condition in map(written, case.conditions):
        node = to_rows(condition)
        sent = draw_tree(node, case.vocabulary, "visible_when", "en").posted()

        assert to_data(read_tree(sent, "visible_when", node, case.vocabulary)) == condition


@given(condition_data())
def test_every_place_in_the_data_lies_in_a_row(data):
    node = to_rows(data)

    def check(here, path):
        assert row_at(node, place_of(data, path)) is not None
        if isinstance(here, dict):
            for key in here:
                check(here[key], (*path, key))
        elif isinstance(here, list):
            for number, one in enumerate(here):
                check(one, (*path, number))

    check(data, ())


def test_a_place_in_the_data_is_the_row_that_it_lies_in():
    data = {"all": [{"fact": "a", "is": True}, {"not": {"any": [to_data(B), to_data(C)]}}]}

    assert place_of(data, ("all", 1, "not", "any", 1, "fact")) == (1, 1)
    assert place_of(data, ("all", 0, "is")) == (0,)
    assert place_of(data, ()) == ()


def test_none_and_not_all_are_groups_of_their_own():
    assert to_rows({"not": {"any": []}}) == Group("none")
    assert to_rows({"not": {"all": []}}) == Group("not_all")
    assert to_rows({"not": {"fact": "a"}}) == Row("a", negated=True)


def test_what_is_no_condition_is_kept():
    assert to_rows({"fact": "a", "is": 1, "at_least": 2}) == Unreadable(
        {"fact": "a", "is": 1, "at_least": 2}
    )


def test_a_row_beside_a_lone_row_makes_a_group():
    assert added(A, (), B) == Group("all", (A, B))
    assert added(None, (), B) == B
    assert added(Group("any", (A,)), (), B) == Group("any", (A, B))


def test_a_group_left_empty_goes_too():
    tree = Group("all", (A, Group("any", (B,))))

    assert replaced(tree, (1, 0), None) == Group("all", (A,))
    assert replaced(Group("all", (A,)), (0,), None) is None


def test_rows_move_among_their_neighbours_and_no_further():
    tree = Group("all", (A, B, C))

    assert moved(tree, (0,), 1) == Group("all", (B, A, C))
    assert moved(tree, (0,), -1) == tree
    assert moved(tree, (2,), 1) == tree


def test_a_row_is_laid_in_a_group_and_taken_out_again():
    tree = Group("all", (A, B))
    laid = wrapped(tree, (1,))

    assert laid == Group("all", (A, Group("any", (B,))))
    assert unwrapped(laid, (1,)) == tree


def test_a_group_of_another_kind_is_not_taken_apart():
    tree = Group("all", (A, Group("any", (B, C))))

    assert unwrapped(tree, (1,)) == tree


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"when:0:fact": ["weight"]}, {"fact": "weight", "at_least": 4}),
        ({"when:0:op": ["between"]}, {"fact": "years", "between": [4, ""]}),
        ({"when:0:op": ["known:false"]}, {"fact": "years", "known": False}),
        ({"when:0:value": ["mange"]}, {"fact": "years", "at_least": "mange"}),
        ({"when:0:op": ["!at_least"]}, {"not": {"fact": "years", "at_least": 4}}),
        ({"when:0:fact": ["colour"], "when:0:op": ["at_least"]}, {"fact": "colour", "is": ""}),
    ],
    ids=["fact", "operator", "known", "no number", "not", "another type"],
)
def test_one_field_changes_one_thing(changed, expected):
    node = to_rows({"all": [{"fact": "years", "at_least": 4}, {"fact": "smoker", "is": True}]})
    sent = draw_tree(node, VOCABULARY, "when").posted() | changed

    read = to_data(read_tree(sent, "when", node, VOCABULARY))

    assert read == {"all": [expected, {"fact": "smoker", "is": True}]}


def test_options_of_another_fact_are_left_behind():
    node = to_rows({"fact": "colour", "one_of": ["red", "none"]})
    sent = draw_tree(node, VOCABULARY, "when").posted()
    sent |= {"when::fact": ["free_tags"], "when::op": ["has_any"]}

    assert to_data(read_tree(sent, "when", node, VOCABULARY)) == {
        "fact": "free_tags",
        "has_any": ["red"],
    }


def test_a_fact_that_is_gone_stays_until_another_is_chosen():
    node = to_rows({"fact": "gone", "at_least": 3})
    drawn = draw_tree(node, VOCABULARY, "when")

    assert drawn.unknown == "gone"
    assert read_tree(drawn.posted(), "when", node, VOCABULARY) == node
