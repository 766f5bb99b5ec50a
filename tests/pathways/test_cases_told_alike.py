"""The list behind a replay gives nobody away: each row reads as at least four others do."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from pathways.replaying.alike import Listed, alike
from pathways.replaying.counting import Ledger
from pathways.replaying.protecting import THRESHOLD, protected_reasons
from pathways.replaying.running import run
from pathways.texts import text
from tests.pathways.replays import (
    FACTS,
    NURSED,
    acted_on,
    asked,
    changed,
    citizens,
    only_home_care,
)

CASES = st.lists(
    st.builds(
        Listed,
        old=st.sampled_from(["a", "b"]),
        new=st.just("c"),
        sex=st.sampled_from(["female", "male"]),
        age=st.sampled_from(["18-39", "40-64", "65-"]),
        group=st.sampled_from(["1", "2", ""]),
        reasons=st.sampled_from([(0,), (1,), (0, 1)]),
    ),
    max_size=60,
)


def is_told_of(told: Listed, case: Listed) -> bool:
    """Whether all that is told is so of the case."""
    return (told.old, told.new) == (case.old, case.new) and all(
        getattr(told, name) in (getattr(case, name), type(getattr(case, name))())
        for name in ("sex", "age", "group", "reasons")
    )


@given(CASES)
def test_each_row_reads_as_four_others_and_no_change_loses_a_row(cases):
    told = alike(cases, {})

    assert all(count >= THRESHOLD for count in Counter(told).values())
    by_change = Counter((one.old, one.new) for one in cases)
    assert Counter((one.old, one.new) for one in told) == Counter(
        {change: count for change, count in by_change.items() if count >= THRESHOLD}
    )
    for row, count in Counter(told).items():
        assert sum(is_told_of(row, case) for case in cases) >= count


def test_what_many_share_is_told():
    cases = [Listed("a", "b", "male", "65-", "1", (0,))] * 5

    assert alike(cases, {}) == cases


def test_one_among_many_takes_some_along_so_that_it_is_not_the_only_one_left_out():
    men = [Listed("a", "b", "male", "65-", "1", (0,))] * 7
    woman = Listed("a", "b", "female", "18-39", "2", (1,))

    told = alike([*men, woman], {})

    assert Counter(told) == {Listed("a", "b", "", "", "", ()): 8}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([9, 6], [9, 6]),
        ([9, 6, 2], [9, "..*", ".."]),
        ([9, 2, 2], ["..*", "..", ".."]),
        ([9, 6, 1, 4], [9, 6, "..", ".."]),
        ([3], [".."]),
    ],
)
def test_reasons_of_few_are_hidden_and_never_one_alone(counts, shown):
    reasons = {text(f"r{number}", f"r{number}"): count for number, count in enumerate(counts)}

    assert list(protected_reasons(reasons, sum(counts)).values()) == shown


def test_no_reason_tells_how_many_move_where_that_is_hidden():
    reasons = {text("a", "a"): 21, text("b", "b"): 3}

    assert list(protected_reasons(reasons, "..*").values()) == ["..*", ".."]


def test_the_list_tells_no_number_that_the_tables_hide(gp, knee, hillerod):
    young = NURSED | {"age": 30}
    those = [NURSED] * 13 + [young] + [FACTS] * 20 + [FACTS | {"age": 30}] * 10
    for citizen, facts in zip(citizens(gp, hillerod, len(those)), those, strict=True):
        acted_on(gp, knee, citizen, facts)

    result = run(asked(knee, changed(knee, only_home_care)))

    moved = {(row["dimension"], row["value"]): row["moved"] for row in result["people"]}
    assert moved["age", "18-39"] == ".."
    assert moved["age", "65-"] == "..*"
    assert len(result["cases"]) == 14
    assert {case["age"] for case in result["cases"]} == {""}
    assert {case["sex"] for case in result["cases"]} == {"female"}


def test_starts_over_a_week_tell_no_small_number(gp, knee, hillerod):
    for citizen, facts in zip(citizens(gp, hillerod, 13), [NURSED] * 6 + [FACTS] * 7, strict=True):
        acted_on(gp, knee, citizen, facts)

    today = timezone.localdate()
    week = Ledger.of([knee.pk], today - timedelta(days=3), today + timedelta(days=3))

    result = run(replace(asked(knee, changed(knee, only_home_care)), ledger=week))

    counted = [
        one[side] * result["weeks"] for one in result["capacity"] for side in ("before", "after")
    ]
    assert counted
    assert {round(one, 1) % THRESHOLD for one in counted} == {0.0}
