"""Evaluating, querying and proving a condition say the same of every citizen."""

import pytest
from hypothesis import HealthCheck, given, settings

from pathways.conditions.evaluate import TRUE, compile_condition
from pathways.conditions.prove import Prover
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
