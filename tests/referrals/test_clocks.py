"""The clocks count days and working days over the Danish calendar, and say whose they are."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from referrals.clocks import (
    Moment,
    add_working_days,
    due_after,
    held_between,
    is_working_day,
    read_clocks,
    working_days_between,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2026-11-23", True),  # Monday
        ("2026-11-21", False),  # Saturday
        ("2026-12-25", False),  # Christmas Day
        ("2026-12-24", True),  # not a public holiday by law
        ("2026-04-02", False),  # Maundy Thursday
        ("2026-05-14", False),  # Ascension Day
        ("2026-06-05", True),  # Constitution Day is no public holiday
        ("2024-04-26", True),  # Great Prayer Day was abolished from 2024
        ("2023-05-05", False),  # and was one before
    ],
)
def test_a_working_day_is_no_weekend_and_no_danish_holiday(text, works):
    assert is_working_day(day(text)) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-12-23", 2, "2026-12-28"),
        ("2026-04-01", 1, "2026-04-07"),
    ],
)
def test_working_days_are_added_over_weekends_and_holidays(start, count, end):
    assert add_working_days(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-23", "2026-11-30", 5),
        ("2026-12-23", "2026-12-28", 2),
        ("2026-11-30", "2026-11-23", -5),
    ],
)
def test_working_days_between_leave_out_the_first_day(start, end, count):
    assert working_days_between(day(start), day(end)) == count


CLOCKS = {
    "sent_on": day("2026-11-17"),
    "received_on": day("2026-11-17"),
    "held_days": 0,
    "asked_on": None,
    "stopped_on": None,
    "due_on": day("2026-11-24"),
    "today": day("2026-11-23"),
}


@pytest.mark.parametrize(
    ("changed", "total", "here", "held", "late"),
    [
        ({}, 6, 6, 0, 0),
        ({"held_days": 3}, 6, 3, 3, 0),
        ({"asked_on": day("2026-11-20")}, 6, 3, 3, 0),
        ({"held_days": 1, "asked_on": day("2026-11-20")}, 6, 2, 4, 0),
        ({"received_on": day("2026-11-20")}, 6, 3, 0, 0),
        ({"received_on": None}, 6, 0, 0, 0),
        ({"sent_on": None, "received_on": None}, 0, 0, 0, 0),
        ({"stopped_on": day("2026-11-19")}, 2, 2, 0, 0),
        ({"today": day("2026-11-27")}, 10, 10, 0, 3),
        ({"due_on": None, "today": day("2026-11-27")}, 10, 10, 0, 0),
        ({"due_on": day("2026-11-20")}, 6, 6, 0, 1),
        ({"due_on": day("2026-11-23")}, 6, 6, 0, 0),
    ],
)
def test_each_waiting_time_says_whose_it_is(changed, total, here, held, late):
    clocks = read_clocks(**{**CLOCKS, **changed})

    assert (clocks.total, clocks.here, clocks.held) == (total, here, held)
    assert clocks.overdue_working_days == late
    assert clocks.on_hold is ("asked_on" in changed)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.mark.parametrize(
    ("moments", "held"),
    [
        ([], 0),
        ([("ask", "2026-11-18T13:20", "information_requested")], 0),
        (
            [
                ("ask", "2026-11-18T13:20", "information_requested"),
                ("answer", "2026-11-20T08:55", "sent"),
            ],
            2,
        ),
        (
            [
                ("ask", "2026-11-18T13:20", "information_requested"),
                ("accept", "2026-11-19T08:55", "accepted"),
                ("ask", "2026-11-20T13:20", "information_requested"),
                ("answer", "2026-11-23T08:55", "accepted"),
            ],
            4,
        ),
        (
            [
                ("ask", "2026-11-18T13:20", "information_requested"),
                ("answer", "2026-11-20T08:55", "sent"),
                ("forward", "2026-11-21T08:55", "sent"),
            ],
            0,
        ),
    ],
)
def test_days_on_hold_are_summed_until_somebody_else_has_it(moments, held):
    assert held_between(Moment(action, at(when), to) for action, when, to in moments) == held


@pytest.mark.parametrize(
    ("action", "due"),
    [
        ("send", "2026-11-30"),
        ("forward", "2026-11-30"),
        ("claim", "2026-11-30"),
        ("ask", "2026-11-26"),
        ("accept", "2026-12-14"),
        ("finish", "2026-12-07"),
        ("complete", "2026-11-30"),
        ("decline", "2026-11-30"),
        ("end_unstarted", "2026-11-30"),
    ],
)
def test_each_turn_has_its_date(action, due):
    assert due_after(action, on=day("2026-11-23")) == day(due)


@pytest.mark.parametrize("action", ["withdraw", "acknowledge", "start", "pause", "resume"])
def test_where_nobody_is_waited_for_there_is_none(action):
    assert due_after(action, on=day("2026-11-23")) is None


def test_an_answer_moves_the_promise_by_the_days_on_hold_to_a_working_day():
    moved = due_after("answer", on=day("2026-11-23"), due_on=day("2026-11-25"), held=3)

    assert moved == day("2026-11-30")
