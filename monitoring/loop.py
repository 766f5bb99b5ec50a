"""Does every referral come back? Six steps, each with its promise, judged for one referral.

Pure: dates in, states out. The promises are those the clocks of a referral use; how long a course
may take is a local standard.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from referrals.clocks import (
    ACKNOWLEDGE_WITHIN_DAYS,
    ANSWER_WITHIN_WORKING_DAYS,
    EPICRISIS_WITHIN_DAYS,
    START_WITHIN_DAYS,
    add_working_days,
)

# Local standard: no source says how long a course may take.
END_WITHIN_WEEKS = 26


class Step(StrEnum):
    """The steps of a referral, in order; each counts those that reached the one before."""

    SENT = "sent"
    ANSWERED = "answered"
    BEGUN = "begun"
    ENDED = "ended"
    EPICRISIS = "epicrisis"
    READ = "read"


class State(StrEnum):
    """How one step went for one referral."""

    KEPT = "kept"
    LATE = "late"
    WAITING = "waiting"  # not yet, and still within the promise
    OVERDUE = "overdue"  # not yet, and the promise has run out


@dataclass(frozen=True)
class Way:
    """The days on which one sent referral reached each step; None where it has not.

    `answered_on` is the first acceptance or return, `accepted_on` the first acceptance,
    `promised_on` the first appointment given; `over_on` when it was withdrawn or ended otherwise.
    """

    sent_on: date
    answered_on: date | None = None
    accepted_on: date | None = None
    promised_on: date | None = None
    begun_on: date | None = None
    ended_on: date | None = None
    epicrisis_on: date | None = None
    read_on: date | None = None
    over_on: date | None = None


def judge_way(way: Way, on: date) -> Mapping[Step, State]:
    """The state of every step the referral reached, as known on the day `on`.

    A step that can no longer come, because the referral was withdrawn, returned or ended, is
    left out: nobody waits for it.
    """
    states = {Step.SENT: State.KEPT}
    for step, before, reached, promise in _steps(way):
        if before is None or promise is None:
            continue
        if reached is not None:
            states[step] = State.KEPT if reached <= promise else State.LATE
        elif way.over_on is None:
            states[step] = State.WAITING if on <= promise else State.OVERDUE
    return states


def changes_on(way: Way, states: Mapping[Step, State]) -> date | None:
    """The first day on which time alone turns something waited for into overdue."""
    last_days = [
        promise
        for step, _before, _reached, promise in _steps(way)
        if states.get(step) is State.WAITING and promise is not None
    ]
    return min(last_days) + timedelta(days=1) if last_days else None


def _steps(way: Way) -> Iterator[tuple[Step, date | None, date | None, date | None]]:
    """Each step with the day of the one before, its own day, and the last day of its promise."""
    answer_by = _answer_by(way.sent_on)
    end_by = _after(way.begun_on, weeks=END_WITHIN_WEEKS)
    epicrisis_by = _after(way.ended_on, days=EPICRISIS_WITHIN_DAYS)
    read_by = _after(way.epicrisis_on, days=ACKNOWLEDGE_WITHIN_DAYS)
    yield Step.ANSWERED, way.sent_on, way.answered_on, answer_by
    yield Step.BEGUN, way.accepted_on, way.begun_on, _begin_by(way)
    yield Step.ENDED, way.begun_on, way.ended_on, end_by
    yield Step.EPICRISIS, way.ended_on, way.epicrisis_on, epicrisis_by
    yield Step.READ, way.epicrisis_on, way.read_on, read_by


@lru_cache(maxsize=4096)
def _answer_by(sent_on: date) -> date:
    """The last day of the answer's promise; many referrals are sent on the same day."""
    return add_working_days(sent_on, ANSWER_WITHIN_WORKING_DAYS)


def _begin_by(way: Way) -> date | None:
    """The appointment given, or so many days after the acceptance."""
    return way.promised_on or _after(way.accepted_on, days=START_WITHIN_DAYS)


def _after(day: date | None, *, days: int = 0, weeks: int = 0) -> date | None:
    return None if day is None else day + timedelta(days=days, weeks=weeks)
