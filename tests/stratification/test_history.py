"""Groups over time are steps: between two assessments the last one holds."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratification.history import LABEL_WIDTH, LEFT, Decided, step_chart

JANUARY = date(2026, 1, 12)
TODAY = date(2026, 11, 23)


def test_the_line_runs_along_and_then_straight_up() -> None:
    chart = step_chart([Decided(JANUARY, 1), Decided(date(2026, 3, 9), 4)], TODAY, 760)

    corners = [tuple(map(float, point.split(","))) for point in chart.path.split()]
    first, second = chart.dots
    assert corners[0] == (first.x, first.y)
    assert corners[1] == (second.x, first.y)
    assert corners[2] == (second.x, second.y)
    assert corners[3][0] > second.x
    assert corners[3][1] == second.y


def test_a_higher_group_lies_higher_and_a_differing_decision_is_hollow() -> None:
    chart = step_chart([Decided(JANUARY, 1), Decided(TODAY, 4, differs=True)], TODAY, 328)

    assert chart.dots[0].y > chart.dots[1].y
    assert [dot.hollow for dot in chart.dots] == [False, True]


def test_one_assessment_today_is_a_dot_with_its_day() -> None:
    chart = step_chart([Decided(TODAY, 2)], TODAY, 328)

    assert len(chart.dots) == 1
    assert [tick.on for tick in chart.ticks] == [TODAY]


def test_nothing_assessed_draws_nothing() -> None:
    chart = step_chart([], TODAY, 328)

    assert (chart.path, chart.dots, chart.ticks) == ("", (), ())


decisions = st.lists(
    st.builds(Decided, st.dates(date(2020, 1, 1), TODAY), st.integers(1, 4), st.booleans()),
    min_size=1,
    max_size=20,
)


@pytest.mark.parametrize("width", [760, 328])
@given(decided=decisions)
def test_everything_stays_inside_and_no_two_days_overlap(
    width: int, decided: list[Decided]
) -> None:
    chart = step_chart(decided, TODAY, width)

    for dot in chart.dots:
        assert LEFT <= dot.x <= width - 4.5
        assert 0 <= dot.y <= chart.base
    begins = sorted(
        tick.x - {"start": 0, "middle": LABEL_WIDTH / 2, "end": LABEL_WIDTH}[tick.anchor]
        for tick in chart.ticks
    )
    for one, following in pairwise(begins):
        assert following - one >= LABEL_WIDTH - 0.2
    assert all(begin >= 0 and begin + LABEL_WIDTH <= width + 0.2 for begin in begins)


@given(decided=decisions, days=st.integers(0, 400))
def test_time_runs_straight(decided: list[Decided], days: int) -> None:
    chart = step_chart(decided, TODAY + timedelta(days=days), 760)

    dates = sorted(one.on for one in decided)
    assert [dot.x for dot in chart.dots] == sorted(dot.x for dot in chart.dots)
    assert len(chart.dots) == len(dates)
