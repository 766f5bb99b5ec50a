"""A small line chart shows the instrument's full scale, every score, and the target apart."""

import pytest

from referrals.line_chart import LABEL_ROOM, LETTER, PAGE, line_chart
from referrals.recorded import Point, Series


def series(*scores: tuple[int, float], **more) -> Series:
    points = tuple(Point(day, value) for day, value in scores)
    return Series("nrs_pain", "Smerte, NRS", 0, 10, True, points, **more)


@pytest.mark.parametrize("frame", [PAGE, LETTER], ids=["page", "letter"])
def test_the_scale_is_the_instruments_and_weeks_are_linear(frame):
    chart = line_chart(series((0, 10), (14, 5), (42, 0)), frame)

    (x0, y0), (x1, y1), (x2, y2) = chart.points
    assert (x0, y0) == (frame.left, frame.top)
    assert (x2, y2) == (chart.right, chart.floor)
    assert x1 - x0 == pytest.approx((x2 - x0) / 3, abs=0.1)
    assert y1 == pytest.approx((y0 + y2) / 2)


def test_the_target_gives_way_to_the_last_score_and_both_stay_in_order():
    chart = line_chart(series((0, 7), (42, 3), target=4), LETTER)

    assert chart.goal.label_y < chart.last.y
    assert chart.last.y - chart.goal.label_y >= LABEL_ROOM - 0.1


def test_on_the_very_target_the_labels_are_still_apart():
    chart = line_chart(series((0, 7), (42, 4), target=4), LETTER)

    assert abs(chart.last.y - chart.goal.label_y) >= LABEL_ROOM - 0.1


def test_far_from_the_target_nothing_moves():
    chart = line_chart(series((0, 9), (42, 9), target=1), LETTER)

    assert chart.goal.label_y == chart.goal.y
    assert chart.last.y == chart.points[-1][1]


def test_every_score_is_labelled_unless_it_would_cover_the_one_before():
    chart = line_chart(series((0, 7), (1, 6), (42, 3)), PAGE)

    assert [mark.text for mark in chart.values] == ["7", "3"]


@pytest.mark.parametrize(
    ("days", "ticks"),
    [
        ((0, 42), ["0", "2", "4", "6"]),
        ((0, 84), ["0", "4", "8", "12"]),
        ((0, 3), ["0", "1"]),
        ((0, 0), ["0", "1"]),
        ((-7, 21), ["-1", "0", "1", "2", "3"]),
        ((0, 364), ["0", "26", "52"]),
    ],
)
def test_at_most_five_weeks_are_named_and_the_last_always(days, ticks):
    chart = line_chart(series(*((day, 5) for day in days)), PAGE)

    assert [mark.text for mark in chart.weeks] == ticks


def test_one_score_alone_is_a_point():
    assert len(line_chart(series((0, 5))).points) == 1
