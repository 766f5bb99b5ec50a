"""Evaluating, querying and proving a condition say the same of every citizen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.conditions.claims import Claim, Never, among, every, holds, some
from pathways.conditions.evaluate import TRUE, Truth, compile_condition, evaluate
from pathways.conditions.prove import Prover
from pathways.conditions.tree import Condition
from tests.pathways.rows import fill, make_table, values_by_query
from tests.pathways.vocabularies import cases

# Every example may use the one table: it is filled anew.
one_table = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@pytest.fixture
def table(db) -> None:
    make_table()


@one_table
@given(case=cases(most_conditions=3, most_citizens=20))
def test_a_query_says_of_every_row_what_evaluating_says(table, case) -> None:
    fill(case.citizens)

    for condition in case.conditions:
        read = compile_condition(condition)
        assert values_by_query(condition) == [read(citizen) for citizen in case.citizens]


@settings(one_table, max_examples=30)
@given(case=cases(most_conditions=2, most_citizens=4))
def test_all_three_readings_say_the_same_of_every_row(table, case) -> None:
    fill(case.citizens)
    prover = Prover(case.vocabulary)

    for condition in case.conditions:
        evaluated = [evaluate(condition, citizen) for citizen in case.citizens]
        proved = [prover.value(condition, citizen) for citizen in case.citizens]
        assert [one.value for one in evaluated] == values_by_query(condition) == proved
        for citizen, outcome in zip(case.citizens, evaluated, strict=True):
            rest = [key for key in case.vocabulary if key not in outcome.missing]
            known = {key: citizen[key] for key in rest if key in citizen}
            assert compile_condition(condition)(known) is outcome.value


@settings(max_examples=60)
@given(case=cases(most_conditions=3, most_citizens=15), data=st.data())
def test_what_is_claimed_of_someone_is_found_and_of_nobody_is_not(case, data) -> None:
    claim = data.draw(claims(case.conditions))
    those = [citizen for citizen in case.citizens if holds(claim, citizen)]

    found = Prover(case.vocabulary).example(claim)

    assert found is not None or not those
    assert found is None or holds(claim, found)
    if found is None:
        assert Prover(case.vocabulary).example(Never(claim)) is not None


def claims(conditions: list[Condition]) -> st.SearchStrategy[Claim]:
    """Claims of any shape about the conditions."""
    valued = st.tuples(
        st.sampled_from(conditions), st.sets(st.sampled_from(Truth), max_size=2)
    ).map(lambda pair: among(*pair))
    return st.recursive(
        valued,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(every),
            st.lists(inner, max_size=3).map(some),
            inner.map(Never),
        ),
        max_leaves=6,
    )


@settings(max_examples=70)
@given(case=cases())
def test_the_prover_says_of_a_citizen_what_evaluating_says(case) -> None:
    [condition], [citizen] = case.conditions, case.citizens

    value = Prover(case.vocabulary).value(condition, citizen)

    assert value is compile_condition(condition)(citizen)


@settings(max_examples=40)
@given(case=cases(most_citizens=20))
def test_what_is_true_of_someone_is_never_proved_impossible(case) -> None:
    [condition] = case.conditions
    read = compile_condition(condition)
    those = [citizen for citizen in case.citizens if read(citizen) is TRUE]

    found = Prover(case.vocabulary).satisfiable(condition)

    assert found is not None or not those
    assert found is None or read(found) is TRUE
    assert found is None or all(len(found) <= len(one) for one in those)


@settings(max_examples=25)
@given(case=cases(most_conditions=2, most_citizens=20))
def test_what_follows_by_proof_follows_for_everyone(case) -> None:
    one, other = case.conditions[0], case.conditions[-1]
    prover = Prover(case.vocabulary)
    both = [tuple(compile_condition(c)(citizen) for c in (one, other)) for citizen in case.citizens]

    if prover.implies(one, other):
        assert all(second is TRUE for first, second in both if first is TRUE)
    if prover.overlap(one, other) is None:
        assert (TRUE, TRUE) not in both
    if prover.difference(one, other) is None:
        assert all(first is second for first, second in both)
