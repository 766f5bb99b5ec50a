"""A day is a day in Denmark, whatever zone a moment is told in (PATHWAYS: local standards)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from citizens.models import CareRelation
from citizens.vocabulary import Ground
from referrals.actions import Inputs, TransitionRefused, perform
from referrals.clocks import (
    DENMARK,
    Moment,
    add_working_days,
    danish_date,
    held_between,
    is_working_day,
    working_days_between,
)
from referrals.models import Event

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_the_nth_working_day_after_a_day_is_n_working_days_later(day, count):
    then = add_working_days(day, count)

    assert working_days_between(day, then) == count
    assert is_working_day(then)


@given(DAYS, DAYS)
def test_working_days_there_and_back_are_the_same(one, other):
    assert working_days_between(one, other) == -working_days_between(other, one)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 15, 22, 59, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 1, 15, 23, 0, tzinfo=UTC), date(2026, 1, 16)),
        (datetime(2026, 7, 15, 21, 59, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 7, 15, 22, 0, tzinfo=UTC), date(2026, 7, 16)),
    ],
)
def test_the_day_turns_at_midnight_in_denmark_in_winter_and_summer(moment, day):
    assert danish_date(moment) == day


@given(
    st.lists(st.integers(1, 60 * 100), min_size=2, max_size=8),
    st.sampled_from(["answer", "accept", "decline"]),
)
def test_days_on_hold_are_the_same_in_every_zone(minutes, closing):
    """Asked and answered in turn, across nights, and across the night summer time begins."""
    at = datetime(2026, 3, 27, 20, 30, tzinfo=DENMARK)
    moments = []
    for number, more in enumerate(minutes):
        at += timedelta(minutes=more)
        asks = number % 2 == 0
        moments.append(
            Moment("ask" if asks else closing, at, "information_requested" if asks else "sent")
        )
    in_utc = [Moment(m.action, m.happened_at.astimezone(UTC), m.to_status) for m in moments]
    pairs = zip(moments[::2], moments[1::2], strict=False)
    days = [(b.happened_at.date() - a.happened_at.date()).days for a, b in pairs]

    assert held_between(moments) == held_between(in_utc) == sum(days)


@pytest.fixture
def late_evening():
    """Half past eleven in the evening in Denmark, which is the same day in UTC in July."""
    with time_machine.travel(datetime(2026, 7, 14, 23, 30, tzinfo=DENMARK), tick=False) as clock:
        yield clock


@pytest.mark.django_db
def test_a_question_over_midnight_is_a_day_on_hold_and_a_relation_begins_on_its_day(
    late_evening, sent, gp, municipal
):
    """At half past eleven and at half past twelve: one day apart in Denmark, the same in UTC."""
    perform("ask", sent, actor=municipal, inputs=Inputs(text="Røntgen?"))
    late_evening.shift(timedelta(hours=1))

    answered = perform("answer", sent, actor=gp, inputs=Inputs(text="Ja."))

    assert answered.held_days == 1
    assert answered.due_on == add_working_days(date(2026, 7, 14), 5) + timedelta(days=1)
    events = Event.objects.filter(referral=sent).order_by("pk")
    moments = [Moment(one.action, one.happened_at, one.to_status) for one in events]
    assert {one.happened_at.tzinfo for one in moments} == {UTC}
    assert held_between(moments) == 1
    begun = CareRelation.objects.get(
        organisation=municipal.organisation, ground=Ground.REFERRAL_RECEIVED
    )
    assert begun.valid_from == date(2026, 7, 14)


@pytest.mark.django_db
def test_today_is_still_today_an_hour_after_midnight(late_evening, accepted, municipal):
    late_evening.shift(timedelta(hours=1))

    with pytest.raises(TransitionRefused, match="i dag eller tidligere"):
        perform("start", accepted, actor=municipal, inputs=Inputs(on=date(2026, 7, 16)))
    started = perform("start", accepted, actor=municipal, inputs=Inputs(on=date(2026, 7, 15)))

    assert started.started_on == date(2026, 7, 15)
