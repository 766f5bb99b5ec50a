"""Numbers are written as Danes write them, and in English as the English do (CHARTS §6)."""

from datetime import date

import pytest

from figures import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "danish", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (0, 0, "0", "0"),
        (2412, 0, "2.412", "2,412"),
        (1_000_000, 0, "1.000.000", "1,000,000"),
        (-195, 0, "−195", "−195"),
        (0.25, 1, "0,3", "0.3"),
        (-0.04, 1, "0,0", "0.0"),
        (None, 1, "–", "–"),
    ],
)
def test_a_number(value: float | None, decimals: int, danish: str, english: str) -> None:
    assert numbers.number(value, decimals) == danish
    assert numbers.number(value, decimals, "en") == english


@pytest.mark.parametrize(
    ("value", "text"), [(236, "+236"), (-195, "−195"), (0, "±0"), (0.0, "±0"), (10, "+10")]
)
def test_a_difference_has_its_sign(value: float, text: str) -> None:
    assert numbers.signed(value) == text


def test_a_difference_that_rounds_to_nothing_has_neither_sign() -> None:
    assert numbers.signed(-0.04, 1) == "±0,0"


def test_a_share_has_one_decimal_and_a_space_before_the_sign() -> None:
    assert numbers.percent(0.9235) == "92,4 %"
    assert numbers.percent(1) == "100,0 %"
    assert numbers.percent(None) == "–"
    assert numbers.percent(0.05, 0, "en") == "5 %"


def test_an_interval_has_an_en_dash() -> None:
    assert numbers.interval(90.31, 94.06) == "90,3–94,1"


def test_months_and_quarters() -> None:
    assert numbers.month(date(2026, 10, 1)) == "okt. 2026"
    assert numbers.month(date(2026, 5, 1)) == "maj 2026"
    assert numbers.month(date(2026, 10, 1), "en") == "Oct 2026"
    assert numbers.quarter(date(2026, 9, 1)) == "3. kvartal 2026"
    assert numbers.quarter(date(2026, 1, 1), "en") == "Q1 2026"
