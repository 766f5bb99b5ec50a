"""A suggestion is explained in Danish and English, in the words of the codes."""

import pytest

from stratification import wording
from stratification.grouping import AssessmentInput, Axis, Numbers, suggest_group, would_change
from stratification.icf import OSTEOARTHRITIS_BRIEF, parse_qualifiers

NUMBERS = Numbers(one_at=3, several_at=2, several_count=2, facilitator_lowers=1)
CODES = tuple(code.code for code in OSTEOARTHRITIS_BRIEF)


def assessed(severity: int | None = 0, **answers: object) -> AssessmentInput:
    return AssessmentInput(CODES, parse_qualifiers({c: 0 for c in CODES} | answers), severity)


@pytest.mark.parametrize(
    ("assessment", "danish", "english"),
    [
        (assessed(d450=3), ["d450 Gå er 3"], ["d450 Walking is 3"]),
        (
            assessed(severity=2, b280=2),
            ["2 på 2 eller derover: sygdommens sværhedsgrad og b280 Smerte"],
            ["2 at 2 or more: the condition's severity and b280 Pain"],
        ),
        (assessed(b280=2), ["kun b280 Smerte er 2"], ["only b280 Pain is 2"]),
        (assessed(), ["intet når op på tærsklerne"], ["nothing reaches the thresholds"]),
        (assessed(b280=8), ["ukendt: b280 Smerte"], ["unknown: b280 Pain"]),
        (
            assessed(b280=8, b710=None, d450=None),
            ["ukendt: b280 Smerte, b710 Bevægelighed i led og d450 Gå"],
            ["unknown: b280 Pain, b710 Mobility of joints and d450 Walking"],
        ),
    ],
)
def test_the_health_axis_is_explained(
    assessment: AssessmentInput, danish: list[str], english: list[str]
) -> None:
    axis = suggest_group(assessment, NUMBERS).health_axis

    assert wording.sentences(axis) == danish
    assert wording.sentences(axis, "en") == english


def test_the_context_axis_tells_of_help_personal_factors_and_the_clinicians_mark() -> None:
    assessment = AssessmentInput(
        CODES,
        parse_qualifiers({c: 0 for c in CODES} | {"e115": 3, "e150": "+1"}),
        0,
        frozenset({"coping", "social"}),
        frozenset({Axis.CONTEXT}),
    )

    axis = suggest_group(assessment, NUMBERS).context_axis

    assert wording.level(axis) == "høj"
    assert wording.sentences(axis) == [
        "markeret af klinikeren",
        "personlige forhold: svært ved at mestre sygdommen og sociale forhold",
        "e115 sænket fra 3 til 2 af e150",
    ]
    assert wording.sentences(axis, "en")[0] == "marked by the clinician"
    assert wording.sentences(axis, "en")[2] == "e115 lowered from 3 to 2 by e150"


def test_what_would_change_it_is_a_sentence() -> None:
    up = would_change(assessed(b280=2, d450=1), NUMBERS)[0]
    helped = next(
        c for c in would_change(assessed(e115=3, e150="+1"), NUMBERS, 20) if c.code == "e150"
    )

    assert wording.change(up) == "Gruppe 2, hvis b280 Smerte går fra 2 til 3"
    assert wording.change(up, "en") == "Group 2 if b280 Pain goes from 2 to 3"
    assert wording.change(helped) == (
        "Gruppe 3, hvis e150 Adgang i offentlige bygninger ikke længere fremmer"
    )
    assert wording.change(helped, "en").endswith("no longer helps")


def test_the_rule_is_told_with_the_definitions_numbers() -> None:
    assert wording.rule(NUMBERS) == "Én værdi på 3 eller derover er nok, eller 2 på 2."
    assert wording.rule(NUMBERS, "en") == "One value of 3 or more is enough, or 2 of 2."


def test_a_code_without_a_label_is_shown_by_its_number() -> None:
    assert wording.label("d999") == "d999"
