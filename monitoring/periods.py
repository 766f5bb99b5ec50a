"""Months and quarters of an overview: which are closed, which are shown. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta


def first_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def following(month: date) -> date:
    """The first day of the next month."""
    return first_of(month + timedelta(days=32))


def months_back(month: date, count: int) -> date:
    """The first day of the month `count` months before."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def quarter_of(month: date) -> date:
    """The first day of the quarter the month lies in."""
    return date(month.year, (month.month - 1) // 3 * 3 + 1, 1)


@dataclass(frozen=True)
class Window:
    """The months an overview shows, oldest first, the last one closed."""

    months: tuple[date, ...]

    @property
    def first(self) -> date:
        return self.months[0]

    @property
    def last(self) -> date:
        return self.months[-1]

    @property
    def until(self) -> date:
        """The last day of the last month."""
        return following(self.last) - timedelta(days=1)

    @property
    def year(self) -> tuple[date, ...]:
        """The last twelve months, over which municipalities are compared."""
        return self.months[-12:]

    @property
    def quarter(self) -> tuple[date, ...]:
        """The months of the last closed quarter: the headline's."""
        last = (
            self.last if self.last.month % 3 == 0 else months_back(self.last, self.last.month % 3)
        )
        return tuple(months_back(last, back) for back in (2, 1, 0))


def window(today: date, length: int) -> Window:
    """The last `length` whole months before today; the running month is not among them."""
    last = months_back(first_of(today), 1)
    return Window(tuple(months_back(last, back) for back in range(length - 1, -1, -1)))
