"""An example says all that the advice must be, and is told in words what came out otherwise."""

from typing import Any

import pytest

from pathways.definition import Definition
from pathways.examples import run_example
from tests.pathways.small import data

SCAN = {"wish": ["scan"], "circumstances": ["none"], "group": 1}
EXPECTED = {"reasons": ["default", "O1"], "destination": "private_physiotherapist"}


def differences(facts: dict[str, Any], **expected: Any) -> tuple[str, ...]:
    document = data()
    document["examples"] = [{"key": "one", "title": "En", "facts": facts, **expected}]
    definition = Definition.from_data(document)
    return tuple(one.da for one in run_example(definition, definition.examples[0]).differences)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (SCAN, EXPECTED),
        (SCAN, EXPECTED | {"contacts": ["hotline"], "orders": ["mri"], "blocks_sending": False}),
        (
            {"circumstances": ["red_flag"], "age": 40, "wish": [], "group": 1},
            {"reasons": ["E1"], "destination": "emergency", "blocks_sending": True},
        ),
        (
            {"circumstances": ["none"], "wish": [], "group": 1, "options_exhausted": True},
            {
                "reasons": ["default"],
                "warnings": ["W1"],
                "destination": "private_physiotherapist",
                "asks_reason": True,
            },
        ),
        (SCAN | {"age": 17}, EXPECTED | {"outside": True}),
        (SCAN | {"age": 18}, EXPECTED | {"outside": False}),
    ],
)
def test_what_comes_out_as_expected_is_told_nothing_of(facts, expected) -> None:
    assert differences(facts, **expected) == ()


@pytest.mark.parametrize(
    ("facts", "expected", "sentence"),
    [
        (SCAN, {"contacts": []}, "Ventet kontakter: ingen; rådet gav hotline."),
        (SCAN, {"orders": ["x_ray"]}, "Ventet bestillinger: x_ray; rådet gav mri."),
        (SCAN, {"blocks_sending": True}, "Der skulle være spærret."),
        (SCAN, {"asks_reason": True}, "Der skulle spørges om en begrundelse."),
        (SCAN, {"outside": True}, "Borgeren skulle være uden for patientgruppen."),
        (
            SCAN | {"age": 17},
            {"outside": False},
            "Borgeren skulle ikke være uden for patientgruppen.",
        ),
        (SCAN, {"reasons": []}, "Ventet begrundelser: ingen; rådet gav O1, udgangspunktet."),
        (SCAN, {"provisional": True}, "Rådet skulle være foreløbigt."),
    ],
)
def test_what_comes_out_otherwise_is_said_in_words(facts, expected, sentence) -> None:
    assert differences(facts, **EXPECTED | expected) == (sentence,)
