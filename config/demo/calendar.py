"""Days and hours on which things could have happened: working days, opening hours."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from referrals.clocks import add_working_days, is_working_day

DENMARK = ZoneInfo("Europe/Copenhagen")


class Calendar:
    """Draws moments; every moment is a Danish time on a working day between 8 and 16."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def moment(self, day: date) -> datetime:
        """Some minute of the day's opening hours."""
        minute = 480 + self.chance.randrange(470)
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=DENMARK)

    def after(self, moment: datetime, days: float) -> datetime:
        """A moment about `days` days later, on a working day and never before `moment`."""
        later = moment.date() + timedelta(days=max(round(days), 0))
        return self.not_before(moment, add_working_days(later, 0))

    def after_working_days(self, moment: datetime, days: float) -> datetime:
        """A moment about `days` working days later."""
        return self.not_before(moment, add_working_days(moment.date(), max(round(days), 0)))

    def not_before(self, moment: datetime, day: date) -> datetime:
        """Some minute of `day`, or just after `moment` when that is the same day and later."""
        found = self.moment(day)
        return found if found > moment else moment + timedelta(minutes=self.chance.randint(2, 12))

    def about(self, middle: float, *, spread: float = 0.45) -> float:
        """A waiting time whose median is `middle`, with a tail to the right."""
        return middle * self.chance.lognormvariate(0, spread)


def next_weekday(day: date, weekdays: tuple[int, ...]) -> date:
    """The first working day from `day` on that falls on one of `weekdays` (Monday is 0)."""
    while day.weekday() not in weekdays or not is_working_day(day):
        day += timedelta(days=1)
    return day
