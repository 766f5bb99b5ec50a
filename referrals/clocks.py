"""Waiting times and promised dates, computed from events over the Danish calendar.

Pure: events in, days out. A clock is never taken from "last modified" (ARCHITECTURE §4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

DENMARK = ZoneInfo("Europe/Copenhagen")

# Local standards ([chosen], PATHWAYS): no source lays them down.
ANSWER_WITHIN_WORKING_DAYS = 5
REPLY_WITHIN_WORKING_DAYS = 3
START_WITHIN_DAYS = 21
EPICRISIS_WITHIN_DAYS = 14
ACKNOWLEDGE_WITHIN_DAYS = 7


@lru_cache(maxsize=16)
def _danish_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a Danish public holiday."""
    return day.weekday() < 5 and day not in _danish_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The date `count` working days after `day` (0: the day itself, or the next working day).

    Two working days after a Saturday is Tuesday: Monday is the first.
    """
    while count == 0 and not is_working_day(day):
        day += timedelta(days=1)
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when end is earlier."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day))


@dataclass(frozen=True)
class Moment:
    """What a clock needs of one event. Times know their zone; days are counted in Denmark's."""

    action: str
    happened_at: datetime
    to_status: str


@dataclass(frozen=True)
class Clocks:
    """Waiting times in whole days; each says whose it is (UX §1.6).

    total: since sending, until the first session. here: with the present receiver, holds
    taken out. held: on hold with the referrer. on_hold: a question is open now.
    """

    total: int
    here: int
    held: int
    on_hold: bool
    due_on: date | None
    overdue_working_days: int


def read_clocks(
    *,
    sent_on: date | None,
    received_on: date | None,
    held_days: int,
    asked_on: date | None,
    stopped_on: date | None,
    due_on: date | None,
    today: date,
) -> Clocks:
    """The clocks of one referral from the dates its events left behind.

    `stopped_on`: when waiting ended (first session, or the referral came back).
    """
    end = min(stopped_on or today, today)
    on_hold = asked_on is not None
    held = held_days + (max((end - asked_on).days, 0) if asked_on else 0)
    total = max((end - sent_on).days, 0) if sent_on else 0
    here = max((end - received_on).days - held, 0) if received_on else 0
    late = working_days_between(due_on, today) if due_on and due_on < today else 0
    return Clocks(total, here, held, on_hold, due_on, late)


def danish_date(moment: datetime) -> date:
    """The day it was in Denmark at a moment."""
    return moment.astimezone(DENMARK).date()


def held_between(moments: Iterable[Moment]) -> int:
    """Whole days on hold with the referrer, from events; forwarding begins the count anew."""
    held = 0
    asked: datetime | None = None
    for moment in moments:
        if moment.action == "ask":
            asked = moment.happened_at
        elif asked is not None and moment.to_status != "information_requested":
            held += max((danish_date(moment.happened_at) - danish_date(asked)).days, 0)
            asked = None
        if moment.action in {"forward", "redirect", "send", "claim"}:
            held = 0
    return held


def due_after(action: str, *, on: date, due_on: date | None = None, held: int = 0) -> date | None:
    """When the side whose turn it becomes should have acted, after an action on a date.

    An answer moves the receiver's promised date by the days the question was open.
    """
    match action:
        case "send" | "redirect" | "forward" | "claim":
            return add_working_days(on, ANSWER_WITHIN_WORKING_DAYS)
        case "ask":
            return add_working_days(on, REPLY_WITHIN_WORKING_DAYS)
        case "answer":
            base = due_on or add_working_days(on, ANSWER_WITHIN_WORKING_DAYS)
            return add_working_days(base + timedelta(days=held), 0)
        case "accept":
            return on + timedelta(days=START_WITHIN_DAYS)
        case "finish":
            return on + timedelta(days=EPICRISIS_WITHIN_DAYS)
        case "complete" | "decline" | "end_unstarted":
            return on + timedelta(days=ACKNOWLEDGE_WITHIN_DAYS)
        case _:
            return None
