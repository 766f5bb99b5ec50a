"""A distribution stands beside the expected one, and gives no small number away."""

import pytest

from figures.suppression import Mark
from monitoring.distribution import spread

EXPECTED = {"1": 0.6, "2": 0.25, "3": 0.1, "4": 0.05}
BIG = {"1": 60, "2": 20, "3": 12, "4": 8}


def counts(parts) -> list[int | None]:
    return [part.cell.count for part in parts]


def test_shares_are_of_all_and_stand_beside_the_expected() -> None:
    parts = spread({"0219": BIG, "0265": BIG}, EXPECTED, None, 5)

    assert [part.value for part in parts] == ["1", "2", "3", "4"]
    assert counts(parts) == [120, 40, 24, 16]
    assert [part.share for part in parts] == [0.6, 0.2, 0.12, 0.08]
    assert [part.expected for part in parts] == list(EXPECTED.values())


def test_a_small_number_is_hidden_and_so_is_what_gives_it_away() -> None:
    few = {"1": 60, "2": 20, "3": 12, "4": 2}

    one = spread({"0219": few, "0265": BIG}, EXPECTED, "0219", 5)
    other = spread({"0219": few, "0265": BIG}, EXPECTED, "0265", 5)
    whole = spread({"0219": few, "0265": BIG}, EXPECTED, None, 5)

    assert one[3].cell.mark is Mark.SMALL
    assert one[3].share is None
    hidden = [index for index in range(4) if one[index].cell.count is None]
    assert len(hidden) > 1
    # Whoever has the other's page and the whole must not be able to subtract.
    assert other[3].cell.count is None or whole[3].cell.count is None


@pytest.mark.parametrize("found", [{}, {"0219": BIG}])
def test_a_municipality_without_any_has_none(found) -> None:
    parts = spread(found, EXPECTED, "0851", 5)

    assert counts(parts) == [0, 0, 0, 0]
    assert {part.share for part in parts} == {None}


def test_where_nothing_was_counted_nothing_is_said() -> None:
    parts = spread({}, EXPECTED, None, 5)

    assert counts(parts) == [0, 0, 0, 0]
    assert {part.share for part in parts} == {None}
