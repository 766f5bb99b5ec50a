"""Each figure of a definition stands beside its limit, and says whether it was reached."""

import pytest

from bench.definitions import Figure, proving, shipped, speed


@pytest.mark.parametrize(
    ("figure", "row"),
    [
        (Figure("x", 1_234_567, 1000, True, "a second"), "1,234,567 a second | ≥ 1,000 a second"),
        (Figure("x", 0.456, 2, False, "s"), "0.46 s | ≤ 2.00 s"),
        (Figure("x", 0.956, 0.95, True, "%"), "95.6% | ≥ 95.0%"),
    ],
)
def test_a_figure_is_written_beside_its_limit(figure, row) -> None:
    assert figure.reached
    assert figure.row("knee") == f"| knee | x | {row} | reached |"


@pytest.mark.parametrize(
    "figure", [Figure("x", 999, 1000, True, ""), Figure("x", 2.1, 2, False, "s")]
)
def test_on_the_wrong_side_of_the_limit_is_not_reached(figure) -> None:
    assert not figure.reached
    assert figure.row("knee").endswith("| not reached |")


def test_every_shipped_definition_is_measured() -> None:
    assert "knee-osteoarthritis" in shipped()
    for definition in shipped().values():
        found = [*speed(definition, rounds=1), *proving(definition, rounds=1)]
        assert [figure.what for figure in found] == [
            "conditions evaluated",
            "citizens decided",
            "advice with reasons in words",
            "all checks, nothing known",
            "all checks, one rule changed",
        ]
        assert all(figure.value > 0 for figure in found)
