"""No count of one to four citizens is shown, nor can it be computed (CHARTS §5)."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.suppression import TOTAL, Mark, ProtectedTable, protect, share_of

COLUMNS = ("passed", "not_passed", "incomplete")


def shown(table: ProtectedTable, row: str) -> list[str]:
    """The row as it is printed, its sum last."""
    cells = [table[row, column] for column in (*table.columns, TOTAL)]
    return [str(cell.count) if cell.mark is None else cell.mark.value for cell in cells]


def test_large_counts_and_true_zeros_are_shown() -> None:
    table = protect({"0219": (60, 40, 0), "0400": (25, 5, 7)}, COLUMNS, 5)

    assert shown(table, "0219") == ["60", "40", "0", "100"]
    assert shown(table, "0400") == ["25", "5", "7", "37"]
    assert shown(table, TOTAL) == ["85", "45", "7", "137"]


def test_a_small_group_is_hidden_with_its_sum_and_another_so_that_totals_do_not_tell() -> None:
    table = protect({"læsø": (3,), "morsø": (40,), "aalborg": (500,)}, ("passed",), 5)

    assert shown(table, "læsø") == ["..", ".."]
    assert shown(table, "morsø") == ["..*", "..*"]
    assert shown(table, "aalborg") == ["500", "500"]
    assert shown(table, TOTAL) == ["543", "543"]


def test_a_small_outcome_hides_the_least_of_the_rest_of_its_row() -> None:
    table = protect({"a": (60, 3, 0), "b": (70, 4, 0), "c": (50, 30, 0)}, COLUMNS, 5)

    assert shown(table, "a") == ["..*", "..", "0", "63"]
    assert shown(table, "b") == ["..*", "..", "0", "74"]
    assert shown(table, "c") == ["50", "30", "0", "80"]


def test_two_small_numbers_whose_sum_tells_both_are_not_left_alone() -> None:
    # 4 and 4 are the only two numbers of one to four that make 8.
    table = protect({"a": (4,), "b": (4,), "c": (90,), "d": (80,)}, ("passed",), 5)

    hidden = [row for row in table.rows if not table[row, "passed"].shown]

    assert hidden == ["a", "b", "d"]


def test_the_threshold_is_a_setting() -> None:
    counts = {"a": (4, 40), "b": (50, 60)}

    assert protect(counts, ("p", "f"), 3)["a", "p"].count == 4
    assert protect(counts, ("p", "f"), 5)["a", "p"].mark is Mark.SMALL


@pytest.mark.parametrize("threshold", [1, 0, -1])
def test_a_threshold_that_hides_nothing_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="skjuler intet"):
        protect({}, COLUMNS, threshold)


def test_nothing_counted_is_an_empty_table() -> None:
    assert shown(protect({}, COLUMNS, 5), TOTAL) == ["0", "0", "0", "0"]


def test_a_row_another_table_would_give_away_is_hidden_whole() -> None:
    table = protect({"a": (60, 40, 0), "b": (70, 5, 9), "c": (50, 30, 8)}, COLUMNS, 5, hide=["a"])

    assert shown(table, "a") == ["..*", "..*", "0", "..*"]
    assert table[TOTAL, TOTAL].count == 272
    assert len([row for row in table.rows if not table[row, TOTAL].shown]) > 1


# Shares


def test_a_share_of_counts_that_are_shown_is_exact() -> None:
    share = share_of(protect({"a": (60, 40, 0)}, COLUMNS, 5), "a", "passed", "not_passed")

    assert share is not None
    assert share.exact
    assert share.low == 0.6


def test_a_share_of_hidden_counts_is_the_range_the_row_allows() -> None:
    table = protect({"a": (60, 3, 0), "b": (50, 50, 0)}, COLUMNS, 5)

    share = share_of(table, "a", "passed", "not_passed")

    assert share is not None
    assert not share.exact
    assert (share.low, share.high) == (pytest.approx(59 / 63), pytest.approx(62 / 63))


def test_a_hidden_row_has_no_share_and_an_undecided_one_none_either() -> None:
    table = protect({"a": (3, 0, 0), "b": (0, 0, 40), "c": (50, 50, 50)}, COLUMNS, 5)

    assert share_of(table, "a", "passed", "not_passed") is None
    assert share_of(table, "b", "passed", "not_passed") is None


# Properties

tables = st.integers(1, 6).flatmap(
    lambda rows: st.lists(
        st.tuples(*[st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 20, 90])] * 3),
        min_size=rows,
        max_size=rows,
    ).map(lambda lines: {f"r{index}": line for index, line in enumerate(lines)})
)


@given(tables)
def test_no_small_count_is_shown_and_no_zero_is_hidden(counts: dict[str, tuple[int, ...]]) -> None:
    table = protect(counts, COLUMNS, 5)

    for cell in table.cells.values():
        assert cell.count is None or cell.count == 0 or cell.count >= 5


@given(tables)
def test_the_truth_lies_within_what_can_be_inferred(counts: dict[str, tuple[int, ...]]) -> None:
    table = protect(counts, COLUMNS, 5)

    for row, line in counts.items():
        for column, count in zip(COLUMNS, line, strict=True):
            low, high = table.bounds[row, column]
            assert low <= count <= high


@given(tables)
def test_going_back_and_forth_between_sums_never_pins_down_a_hidden_number(
    counts: dict[str, tuple[int, ...]],
) -> None:
    table = protect(counts, COLUMNS, 5)

    # Unless everything but zeros is hidden already, and nothing more can be.
    if all(cell.mark or cell.count == 0 for cell in table.cells.values()):
        return
    for place, cell in table.cells.items():
        low, high = table.bounds[place]
        assert cell.shown or low < high


@given(tables)
def test_a_share_holds_the_truth(counts: dict[str, tuple[int, ...]]) -> None:
    table = protect(counts, COLUMNS, 5)

    for row, (passed, failed, _) in counts.items():
        share = share_of(table, row, "passed", "not_passed")
        if share is not None and passed + failed:
            assert share.low - 1e-9 <= passed / (passed + failed) <= share.high + 1e-9


two_by_two = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 4, 5, 6, 9]), st.sampled_from([0, 1, 3, 4, 5, 8])),
    min_size=2,
    max_size=3,
).map(lambda lines: {f"r{index}": line for index, line in enumerate(lines)})


@settings(max_examples=60, deadline=None)
@given(two_by_two)
def test_every_table_that_fits_what_is_shown_is_tried_and_none_is_alone(
    counts: dict[str, tuple[int, int]],
) -> None:
    """An attacker with all the patience in the world: enumerate, compare, look for certainty."""
    columns = ("p", "f")
    table = protect(counts, columns, 5)
    if all(cell.mark or cell.count == 0 for cell in table.cells.values()):
        return
    places = [(row, column) for row in counts for column in columns]
    seen: dict[tuple[str, str], set[int]] = {place: set() for place in places}
    free = [range(table.bounds[place][0], min(table.bounds[place][1], 14) + 1) for place in places]
    for guess in product(*free):
        tried = dict(zip(places, guess, strict=True))
        lines = {row: tuple(tried[row, column] for column in columns) for row in counts}
        if published(protect_sums(lines, columns), table):
            for place in places:
                seen[place].add(tried[place])

    for place in places:
        if table[place].mark is Mark.SMALL:
            assert len(seen[place]) > 1


def protect_sums(
    lines: dict[str, tuple[int, ...]], columns: tuple[str, ...]
) -> dict[tuple[str, str], int]:
    sums = {(row, c): n for row, line in lines.items() for c, n in zip(columns, line, strict=True)}
    sums |= {(row, TOTAL): sum(line) for row, line in lines.items()}
    for index, column in enumerate((*columns, TOTAL)):
        whole = [(*line, sum(line)) for line in lines.values()]
        sums[TOTAL, column] = sum(line[index] for line in whole)
    return sums


def published(sums: dict[tuple[str, str], int], table: ProtectedTable) -> bool:
    """Would this table have looked like the one shown?"""
    for place, cell in table.cells.items():
        count = sums[place]
        if cell.shown and cell.count != count:
            return False
        if cell.mark is Mark.SMALL and not 1 <= count < 5:
            return False
        if cell.mark is Mark.COMPLEMENT and count < 5:
            return False
    return True
