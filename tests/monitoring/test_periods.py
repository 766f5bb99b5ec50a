"""An overview shows whole months, and its headline a closed quarter (CHARTS §4)."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.periods import following, months_back, quarter_of, window


def test_the_running_month_is_not_shown() -> None:
    shown = window(date(2026, 11, 23), 24)

    assert (shown.first, shown.last) == (date(2024, 11, 1), date(2026, 10, 1))
    assert shown.until == date(2026, 10, 31)
    assert len(shown.months) == 24


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 23), date(2026, 7, 1)),
        (date(2026, 10, 1), date(2026, 7, 1)),
        (date(2026, 9, 30), date(2026, 4, 1)),
        (date(2026, 1, 15), date(2025, 10, 1)),
    ],
)
def test_the_headline_is_the_last_closed_quarter(today: date, first: date) -> None:
    quarter = window(today, 24).quarter

    assert quarter[0] == first
    assert len(quarter) == 3


def test_municipalities_are_compared_over_a_year() -> None:
    shown = window(date(2026, 11, 23), 24)

    assert shown.year == shown.months[12:]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_follow_one_another(today: date, length: int) -> None:
    months = window(today, length).months

    assert all(following(one) == two for one, two in pairwise(months))
    assert following(months[-1]) == today.replace(day=1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_quarter_begins_in_its_own_or_one_of_the_two_months_before(day: date) -> None:
    first = quarter_of(day)

    assert first.month in {1, 4, 7, 10}
    assert day.replace(day=1) in {first, following(first), months_back(first, -2)}
