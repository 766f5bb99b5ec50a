"""Months, quarters and municipalities are published together, so that no sum tells on another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.suppression import Cell, Mark, protect
from monitoring.indicators import Tally
from monitoring.periods import window
from monitoring.publishing import (
    COLUMNS,
    Published,
    by_month,
    by_municipality,
    day_bins,
    four_counts,
    median_of,
    months_given_away,
    published,
)
from monitoring.statistics import Proportion
from monitoring.wording import share

MONTHS = window(date(2026, 11, 23), 12).months
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)


def tally(passed: int, not_passed: int = 0, incomplete: int = 0) -> Tally:
    return Tally(passed, not_passed, incomplete)


def test_three_months_make_a_quarter() -> None:
    shown = by_month(
        {JULY: tally(60, 10), AUGUST: tally(70, 20, 5), SEPTEMBER: tally(50, 5)}, MONTHS, 5
    )

    quarter = shown.quarters[JULY]
    assert [cell.count for cell in quarter.cells] == [215, 180, 35]
    assert quarter.about == Proportion(180, 215)
    assert quarter.exact
    assert quarter.interval is not None
    assert shown.months[AUGUST].about == Proportion(70, 90)


def test_a_quarter_does_not_give_a_small_month_away() -> None:
    shown = by_month({JULY: tally(60), AUGUST: tally(3), SEPTEMBER: tally(50)}, MONTHS, 5)

    hidden = [m for m in (JULY, AUGUST, SEPTEMBER) if not shown.months[m].decided.shown]
    assert hidden == [AUGUST, SEPTEMBER]
    assert shown.quarters[JULY].decided.count == 113


def test_a_month_other_pages_would_give_away_is_hidden() -> None:
    shown = by_month(
        {JULY: tally(60, 9), AUGUST: tally(30, 9), SEPTEMBER: tally(50, 9)},
        MONTHS,
        5,
        hide={JULY},
    )

    assert not shown.months[JULY].decided.shown
    assert shown.months[JULY].about is None


def test_a_share_of_partly_hidden_counts_is_said_as_its_middle_and_not_as_exact() -> None:
    row = published(protect({"a": (60, 3)}, COLUMNS, 5), "a")

    assert not row.exact
    assert row.interval is not None
    assert row.interval.low < 59 / 63 < 62 / 63 < row.interval.high
    assert row.about == Proportion(60, 62)
    assert row.share is not None
    assert row.share.low < row.share.high


def test_a_share_known_no_better_than_to_ten_percent_is_not_shown() -> None:
    row = published(protect({"a": (20, 4)}, COLUMNS, 5), "a")

    assert row.decided.count == 24
    assert (row.share, row.about, row.interval) == (None, None, None)


def test_the_four_counts_add_up_where_all_are_shown() -> None:
    row = published(protect({"a": (60, 10)}, COLUMNS, 5), "a")

    four = four_counts(row, 7, 5)

    assert [cell.count for cell in four.cells] == [77, 60, 10, 7]


@pytest.mark.parametrize(
    ("decided", "incomplete", "printed"),
    [
        ((60, 10), 3, ["..*", "60", "10", ".."]),
        ((60, 10), 0, ["70", "60", "10", "0"]),
        ((2, 1), 40, ["..*", "..", "..", "40"]),
        ((2, 1), 0, ["..", "..", "..", "0"]),
        ((0, 0), 2, ["..*", "0", "0", ".."]),
    ],
)
def test_all_eligible_are_hidden_where_they_would_tell_a_part(
    decided: tuple[int, int], incomplete: int, printed: list[str]
) -> None:
    row = published(protect({"a": decided}, COLUMNS, 5), "a")

    cells = four_counts(row, incomplete, 5).cells

    assert [str(c.count) if c.mark is None else c.mark.value for c in cells] == printed


@pytest.mark.parametrize(
    ("passed", "not_passed", "decided", "printed"),
    [
        (Cell(None, Mark.COMPLEMENT), Cell(None, Mark.COMPLEMENT), Cell(203), "..*"),
        (Cell(None, Mark.SMALL), Cell(None, Mark.COMPLEMENT), Cell(60), ".."),
        (Cell(0), Cell(0), Cell(0), "–"),
    ],
)
def test_a_share_that_is_hidden_bears_the_mark_of_what_hides_it(
    passed: Cell, not_passed: Cell, decided: Cell, printed: str
) -> None:
    assert share(Published(passed, not_passed, decided, None, None, None, 0), "da") == printed


def test_municipalities_without_anything_counted_are_not_among_the_rows() -> None:
    shown = by_municipality({"0219": tally(60, 40), "0217": Tally(), "0400": tally(30, 9)}, 5)

    assert list(shown.rows) == ["0219", "0400"]
    assert shown.whole.decided.count == 139


def test_a_municipalitys_month_is_hidden_when_all_the_others_tell_it() -> None:
    # Only 0219 is small in July: the whole less the two others would give it away.
    eligible = {(code, JULY): 40 for code in ("0217", "0400")} | {("0219", JULY): 3}
    eligible |= {(code, AUGUST): 40 for code in ("0217", "0219", "0400")}

    assert JULY in months_given_away(eligible, MONTHS, "0219", 5)
    also = {
        code for code in ("0217", "0400") if JULY in months_given_away(eligible, MONTHS, code, 5)
    }
    assert len(also) == 1
    assert months_given_away(eligible, MONTHS, "0999", 5) == set()


# Days


def test_a_median_needs_enough_behind_it() -> None:
    few = published(protect({"a": (4, 0)}, COLUMNS, 5), "a")
    enough = published(protect({"a": (5, 0)}, COLUMNS, 5), "a")

    assert median_of(few, {7: 4}).days is None
    assert median_of(enough, {7: 5}).days == 7


def test_days_are_shown_one_by_one_where_each_is_common() -> None:
    bins = day_bins({day: 10 for day in range(20)}, 14, 5)

    assert [(one.start, one.end, one.count) for one in bins[:2]] == [(0, 0, 10), (1, 1, 10)]
    assert len(bins) == 20


def test_rare_days_are_shown_together() -> None:
    days = {day: 10 for day in range(15)} | {16: 1, 20: 2, 31: 4}

    bins = day_bins(days, 14, 5)

    assert (bins[-1].start, bins[-1].end, bins[-1].count) == (16, None, 7)


def test_rare_early_days_are_shown_together_too() -> None:
    days = {0: 1, 3: 4} | {day: 10 for day in range(5, 22)} | {25: 9}

    bins = day_bins(days, 21, 5)

    assert [(one.start, one.end, one.count) for one in bins[:2]] == [(0, 3, 5), (4, 4, 0)]
    assert bins[0].drawn_from == 3


def test_the_first_bar_is_never_left_out() -> None:
    assert sum(one.count for one in day_bins({0: 1, 3: 5}, None, 5)) in (0, 6)


def test_too_few_to_show_are_not_shown() -> None:
    assert day_bins({3: 2, 20: 1}, 14, 5) == ()
    assert day_bins({}, 14, 5) == ()


@given(
    st.dictionaries(st.integers(0, 60), st.integers(1, 30), max_size=30),
    st.sampled_from([None, 7, 14, 21]),
)
def test_no_bar_holds_a_small_number_and_none_is_lost(
    days: dict[int, int], promise: int | None
) -> None:
    bins = day_bins(days, promise, 5)

    if not bins:
        return
    assert all(one.count == 0 or one.count >= 5 for one in bins)
    assert sum(one.count for one in bins) == sum(days.values())
    assert len({one.end - one.drawn_from for one in bins if one.end is not None}) <= 1
    if promise is not None:
        within = sum(one.count for one in bins if one.start <= promise)
        assert within == sum(count for day, count in days.items() if day <= promise)


@given(
    st.dictionaries(
        st.sampled_from(MONTHS),
        st.builds(Tally, st.integers(0, 30), st.integers(0, 12), st.integers(0, 6)),
    )
)
def test_no_small_number_is_published_for_a_month_or_a_quarter(tallies: dict[date, Tally]) -> None:
    shown = by_month(tallies, MONTHS, 5)

    for row in (*shown.months.values(), *shown.quarters.values()):
        for cell in row.cells:
            assert cell.count is None or cell.count == 0 or cell.count >= 5
