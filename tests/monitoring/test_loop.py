"""Every step of a referral is kept, late, waited for or overdue (CHARTS §1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.loop import State, Step, Way, changes_on, judge_way

SENT = date(2026, 9, 1)  # a Tuesday
ANSWERED = replace(Way(SENT), answered_on=date(2026, 9, 4), accepted_on=date(2026, 9, 4))
BEGUN = replace(ANSWERED, begun_on=date(2026, 9, 18))
ENDED = replace(BEGUN, ended_on=date(2026, 11, 2))
EPICRISIS = replace(ENDED, epicrisis_on=date(2026, 11, 9))
LATER = date(2027, 9, 1)


@pytest.mark.parametrize(
    ("way", "step", "last_day"),
    [
        (Way(SENT), Step.ANSWERED, date(2026, 9, 8)),
        (ANSWERED, Step.BEGUN, date(2026, 9, 25)),
        (replace(ANSWERED, promised_on=date(2026, 9, 15)), Step.BEGUN, date(2026, 9, 15)),
        (BEGUN, Step.ENDED, date(2027, 3, 19)),
        (ENDED, Step.EPICRISIS, date(2026, 11, 16)),
        (EPICRISIS, Step.READ, date(2026, 11, 16)),
    ],
    ids=["answer", "begin", "begin as promised", "end", "epicrisis", "read"],
)
def test_a_step_is_waited_for_until_its_last_day_and_then_overdue(
    way: Way, step: Step, last_day: date
) -> None:
    assert judge_way(way, last_day)[step] is State.WAITING
    assert judge_way(way, last_day + timedelta(days=1))[step] is State.OVERDUE


def test_a_step_reached_on_its_last_day_is_kept_and_the_day_after_late() -> None:
    kept = replace(ENDED, epicrisis_on=date(2026, 11, 16))
    late = replace(ENDED, epicrisis_on=date(2026, 11, 17))

    assert judge_way(kept, LATER)[Step.EPICRISIS] is State.KEPT
    assert judge_way(late, LATER)[Step.EPICRISIS] is State.LATE


def test_the_answers_five_days_are_working_days() -> None:
    before_easter = Way(date(2026, 3, 31))

    assert judge_way(before_easter, date(2026, 4, 10))[Step.ANSWERED] is State.WAITING
    assert judge_way(before_easter, date(2026, 4, 11))[Step.ANSWERED] is State.OVERDUE


def test_nobody_waits_for_what_can_no_longer_come() -> None:
    withdrawn = replace(Way(SENT), over_on=date(2026, 9, 3))
    returned = replace(Way(SENT), answered_on=date(2026, 9, 4))

    assert judge_way(withdrawn, LATER) == {Step.SENT: State.KEPT}
    assert judge_way(returned, LATER) == {Step.SENT: State.KEPT, Step.ANSWERED: State.KEPT}


def test_a_whole_way_has_every_step() -> None:
    whole = replace(EPICRISIS, read_on=date(2026, 11, 10), over_on=date(2026, 11, 10))

    assert judge_way(whole, LATER) == dict.fromkeys(Step, State.KEPT)


days = st.none() | st.dates(SENT, date(2027, 6, 1))
ways = st.builds(Way, st.just(SENT), days, days, days, days, days, days, days, days)


@given(ways, st.dates(SENT, date(2028, 1, 1)))
def test_no_step_is_counted_without_the_one_before(way: Way, on: date) -> None:
    states = judge_way(way, on)

    before = {
        Step.BEGUN: way.accepted_on,
        Step.ENDED: way.begun_on,
        Step.EPICRISIS: way.ended_on,
        Step.READ: way.epicrisis_on,
    }
    assert all(before[step] is not None for step in states if step in before)


@given(ways, st.dates(SENT, date(2028, 1, 1)))
def test_time_alone_only_turns_waiting_into_overdue(way: Way, on: date) -> None:
    now, later = judge_way(way, on), judge_way(way, on + timedelta(days=900))

    for step, state in now.items():
        assert later[step] is (State.OVERDUE if state is State.WAITING else state)


@given(ways, st.dates(SENT, date(2028, 1, 1)))
def test_the_next_change_by_time_comes_on_the_day_it_said(way: Way, on: date) -> None:
    states = judge_way(way, on)

    change = changes_on(way, states)

    if change is None:
        assert State.WAITING not in states.values()
    else:
        assert judge_way(way, change - timedelta(days=1)) == states
        assert judge_way(way, change) != states
