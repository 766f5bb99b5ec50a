"""Intervals, limits and signals tell better from noise (CHARTS §1 and §4)."""

import math
import random
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitoring.statistics import (
    TAIL_95,
    TAIL_998,
    THREE_SIGMA,
    Interval,
    Place,
    Proportion,
    SignalKind,
    binomial_limits,
    funnel,
    median_days,
    median_interval,
    p_chart,
    quantile_days,
    run_chart,
    wilson,
    within,
)

proportions = st.integers(1, 400).flatmap(
    lambda of: st.builds(Proportion, st.integers(0, of), st.just(of))
)


# Wilson's interval


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        # Newcombe, Stat Med 1998;17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(passed: int, of: int, low: float, high: float) -> None:
    interval = wilson(Proportion(passed, of))

    assert interval.low == pytest.approx(low, abs=5e-5)
    assert interval.high == pytest.approx(high, abs=5e-5)


@given(proportions)
def test_the_interval_holds_the_share_and_stays_between_0_and_1(share: Proportion) -> None:
    interval = wilson(share)

    assert share.value is not None
    assert 0 <= interval.low <= share.value <= interval.high <= 1


@given(proportions)
def test_the_interval_of_the_opposite_is_the_mirror(share: Proportion) -> None:
    interval, mirror = wilson(share), wilson(Proportion(share.of - share.passed, share.of))

    assert mirror.low == pytest.approx(1 - interval.high)
    assert mirror.high == pytest.approx(1 - interval.low)


@given(proportions)
def test_more_of_the_same_narrows_the_interval(share: Proportion) -> None:
    one, ten = wilson(share), wilson(Proportion(share.passed * 10, share.of * 10))

    assert ten.high - ten.low < one.high - one.low


def test_nothing_counted_says_nothing() -> None:
    assert wilson(Proportion(0, 0)) == Interval(0, 1)


@pytest.mark.parametrize(("passed", "of"), [(5, 4), (-1, 4)])
def test_an_impossible_proportion_is_refused(passed: int, of: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        Proportion(passed, of)


# Exact limits


def chance_at_most(count: int, n: int, p: Fraction) -> Fraction:
    return sum(
        (Fraction(math.comb(n, r)) * p**r * (1 - p) ** (n - r) for r in range(count + 1)),
        Fraction(0),
    )


@given(
    st.integers(1, 120),
    st.integers(1, 99),
    st.sampled_from([THREE_SIGMA, TAIL_95, TAIL_998]),
)
def test_what_lies_beyond_the_limits_is_no_more_likely_than_the_tail(
    n: int, percent: int, tail: float
) -> None:
    p = Fraction(percent, 100)

    limits = binomial_limits(percent / 100, n, tail)

    first_inside = math.ceil(limits.low * n - 1e-9)
    last_inside = math.floor(limits.high * n + 1e-9)
    assert chance_at_most(first_inside - 1, n, p) <= tail
    assert 1 - chance_at_most(last_inside, n, p) <= tail
    # And they are no wider than needed: one count further in would be beyond the tail.
    assert chance_at_most(first_inside, n, p) >= tail * (1 - 1e-9)
    assert 1 - chance_at_most(last_inside - 1, n, p) >= tail * (1 - 1e-9)


def test_large_units_get_the_limits_of_the_normal_distribution() -> None:
    p, n = 0.9, 40_000

    limits = binomial_limits(p, n, TAIL_998)

    reach = NormalDist().inv_cdf(1 - TAIL_998) * math.sqrt(p * (1 - p) / n)
    assert limits.low == pytest.approx(p - reach, abs=1e-4)
    assert limits.high == pytest.approx(p + reach, abs=1e-4)


@given(st.integers(5, 95), st.integers(1, 300))
def test_a_larger_unit_has_limits_no_wider(percent: int, n: int) -> None:
    p = percent / 100

    small, large = binomial_limits(p, n, TAIL_998), binomial_limits(p, n * 4, TAIL_998)

    assert small.low - 1e-9 <= large.low <= p <= large.high <= small.high + 1e-9


def test_a_certain_share_has_no_spread_and_an_empty_unit_no_limit() -> None:
    assert binomial_limits(1.0, 50, TAIL_95) == Interval(1, 1)
    assert binomial_limits(0.5, 0, TAIL_95) == Interval(0, 1)


# Control and run charts


def series(*percent: int, of: int = 200) -> list[Proportion]:
    return [Proportion(round(of * share / 100), of) for share in percent]


STEADY = (90, 91, 89, 92, 88, 91, 90, 89, 91, 90, 92, 89)


def test_a_steady_series_has_one_centre_and_no_signal() -> None:
    chart = p_chart(series(*STEADY, *STEADY))

    assert [(s.start, s.stop) for s in chart.segments] == [(0, 24)]
    assert chart.segments[0].centre == pytest.approx(0.9017, abs=1e-4)
    assert chart.signals == ()


def test_one_month_outside_three_sigma_is_a_signal() -> None:
    chart = p_chart(series(*STEADY, 78, *STEADY))

    assert [(s.kind, s.start, s.up) for s in chart.signals] == [(SignalKind.OUTSIDE, 12, False)]


def test_limits_follow_the_size_of_the_month() -> None:
    chart = p_chart([*series(*STEADY), Proportion(18, 20)])

    large, small = chart.limits[0], chart.limits[12]
    assert large is not None and small is not None
    assert small.low < large.low


def test_an_empty_month_has_neither_value_nor_limits_and_breaks_nothing() -> None:
    chart = p_chart([*series(*STEADY), Proportion(0, 0), *series(*[95] * 8)])

    assert chart.values[12] is None
    assert chart.limits[12] is None
    assert [s.kind for s in chart.signals].count(SignalKind.SHIFT) == 1


def test_eight_in_a_row_on_one_side_move_the_centre() -> None:
    chart = p_chart(series(*STEADY, *[95] * 10))

    assert [(s.start, s.stop) for s in chart.segments] == [(0, 12), (12, 22)]
    assert chart.segments[1].centre == pytest.approx(0.95)
    assert [(s.kind, s.start, s.end, s.up) for s in chart.signals] == [
        (SignalKind.SHIFT, 12, 21, True)
    ]


def test_seven_in_a_row_do_not() -> None:
    chart = p_chart(series(*STEADY, *[95] * 7, 85))

    assert len(chart.segments) == 1
    assert SignalKind.SHIFT not in {s.kind for s in chart.signals}


def test_a_point_on_the_centre_neither_counts_nor_breaks_a_run() -> None:
    values = [4.0, 6.0] * 6 + [7.0, 7.0, 7.0, 7.0, 5.0, 7.0, 7.0, 7.0, 7.0]

    assert run_chart(values[:12]).segments[0].centre == 5
    assert [s.kind for s in run_chart(values).signals] == [SignalKind.SHIFT]


def test_a_long_run_too_early_for_a_new_centre_is_still_a_signal() -> None:
    chart = run_chart([3, 3, 3, 3, 3, 3, 3, 3, 9, 9, 9, 9, 9, 9, 9, 9])

    assert [(s.kind, s.start, s.end, s.up) for s in chart.signals] == [
        (SignalKind.RUN, 0, 7, False),
        (SignalKind.RUN, 8, 15, True),
    ]


@pytest.mark.parametrize(
    ("values", "trends"),
    [
        ([1, 2, 3, 4, 5, 6], [(0, 5, True)]),
        ([1, 2, 3, 4, 5], []),
        ([9, 8, 7, 6, 5, 4, 3], [(0, 6, False)]),
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([1, 2, 3, None, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1], [(0, 5, True), (5, 10, False)]),
    ],
    ids=["six rising", "five only", "seven falling", "a tie", "a gap", "up and down"],
)
def test_six_rising_or_falling_are_a_signal(
    values: list[float | None], trends: list[tuple[int, int, bool]]
) -> None:
    found = [s for s in run_chart(values).signals if s.kind is SignalKind.TREND]

    assert [(s.start, s.end, s.up) for s in found] == trends


def test_a_run_chart_of_medians_has_their_median_as_centre_and_no_limits() -> None:
    chart = run_chart([20, None, 18, 25])

    assert chart.segments[0].centre == 20
    assert chart.limits == (None, None, None, None)


def test_a_series_without_figures_has_no_centre() -> None:
    assert run_chart([None, None]).segments == ()
    assert p_chart([]).segments == ()


@given(st.lists(proportions, max_size=40))
def test_segments_cover_the_series_and_every_signal_lies_in_it(points: list[Proportion]) -> None:
    chart = p_chart(points)

    assert [i for s in chart.segments for i in range(s.start, s.stop)] == list(range(len(points)))
    assert all(0 <= s.start <= s.end < len(points) for s in chart.signals)


@given(st.lists(proportions, max_size=30))
def test_failures_give_the_mirror_image_of_successes(points: list[Proportion]) -> None:
    chart = p_chart(points)
    mirror = p_chart([Proportion(p.of - p.passed, p.of) for p in points])

    # Runs turn on a share equal to the centre, which rounding may see on either side.
    assume(
        all(
            value is None or abs(value - s.centre) > 1e-9
            for s in chart.segments
            for value in chart.values[s.start : s.stop]
        )
    )
    assert [(s.kind, s.start, s.end) for s in mirror.signals] == [
        (s.kind, s.start, s.end) for s in chart.signals
    ]
    assert [s.up for s in mirror.signals] == [not s.up for s in chart.signals]


# Funnel


def test_only_a_unit_outside_the_998_limits_is_named() -> None:
    units = [Proportion(184, 200)] * 11 + [Proportion(80, 100)]

    drawn = funnel(units)

    assert drawn is not None
    assert drawn.places == (Place.WITHIN,) * 11 + (Place.BELOW,)
    assert drawn.widened == 1


def test_the_same_share_in_a_small_unit_is_within_chance() -> None:
    drawn = funnel([Proportion(184, 200)] * 11 + [Proportion(8, 10)])

    assert drawn is not None
    assert set(drawn.places) == {Place.WITHIN}


def test_a_high_unit_is_above_and_an_empty_one_is_nowhere() -> None:
    drawn = funnel([Proportion(100, 200)] * 6 + [Proportion(80, 100), Proportion(0, 0)])

    assert drawn is not None
    assert drawn.places[-2:] == (Place.ABOVE, Place.WITHIN)


def test_limits_widen_when_all_units_vary_more_than_chance() -> None:
    units = [Proportion(share, 100) for share in (60, 95) * 8]

    drawn = funnel(units)

    assert drawn is not None
    assert drawn.widened > 2
    assert set(drawn.places) == {Place.WITHIN}


def test_limits_are_in_order_and_between_0_and_1() -> None:
    drawn = funnel([Proportion(90, 100)] * 3)

    assert drawn is not None
    for n in (1, 5, 50, 500):
        wide, narrow = drawn.limits(n, TAIL_998), drawn.limits(n, TAIL_95)
        assert 0 <= wide.low <= narrow.low <= narrow.high <= wide.high <= 1


def test_no_counts_make_no_funnel() -> None:
    assert funnel([Proportion(0, 0)]) is None
    assert funnel([]) is None


def test_units_that_only_vary_by_chance_seldom_fall_outside() -> None:
    chance = random.Random(4711)
    outside = 0
    for _ in range(200):
        units = [Proportion(sum(chance.random() < 0.9 for _ in range(80)), 80) for _ in range(20)]
        drawn = funnel(units)
        assert drawn is not None
        outside += sum(place is not Place.WITHIN for place in drawn.places)

    # 4,000 units at two in a thousand: 8 expected at most, since counts are whole.
    assert outside <= 16


# Days

day_counts = st.dictionaries(st.integers(0, 60), st.integers(1, 9), min_size=1, max_size=20)


def spread(days: dict[int, int]) -> list[int]:
    return sorted(day for day, count in days.items() for _ in range(count))


@given(day_counts)
def test_the_median_is_that_of_the_days_themselves(days: dict[int, int]) -> None:
    values = spread(days)
    middle = len(values) // 2
    expected = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2

    assert median_days(days) == expected


@given(day_counts, st.floats(0.01, 1))
def test_a_quantile_is_the_fewest_days_that_hold_the_share(
    days: dict[int, int], share: float
) -> None:
    values = spread(days)

    found = quantile_days(days, share)

    assert found is not None
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) < share * len(values) + 1e-9


@given(day_counts)
def test_the_medians_interval_holds_the_median(days: dict[int, int]) -> None:
    interval, middle = median_interval(days), median_days(days)

    assert interval is not None and middle is not None
    assert middle in interval


def test_the_medians_interval_is_that_of_the_order_statistics() -> None:
    # With 30 observations the 10th and the 21st hold the median with 95.7 % confidence.
    assert median_interval({day: 1 for day in range(1, 31)}) == Interval(10, 21)
    # Five are too few: the whole range is no more than 93.8 %.
    assert median_interval({1: 1, 2: 1, 3: 1, 4: 1, 5: 1}) == Interval(1, 5)


def test_days_that_were_never_counted_have_no_middle() -> None:
    assert median_days({}) is None
    assert quantile_days({}, 0.9) is None
    assert median_interval({}) is None


def test_the_share_within_a_limit_counts_the_limit_itself() -> None:
    assert within({0: 2, 14: 3, 15: 5}, 14) == Proportion(5, 10)
