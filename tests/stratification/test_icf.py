"""Answers to ICF codes are read, or refused with a sentence that says what to do."""

import pytest

from stratification.icf import (
    CORE_SETS,
    OSTEOARTHRITIS_BRIEF,
    SCALE,
    Component,
    Qualifier,
    QualifierError,
    parse_qualifiers,
    word,
)


def test_the_brief_core_set_for_osteoarthritis_has_three_b_three_s_three_d_and_four_e() -> None:
    count = {part: 0 for part in Component}
    for code in OSTEOARTHRITIS_BRIEF:
        count[code.component] += 1

    assert list(count.values()) == [3, 3, 3, 4]


def test_every_code_has_its_own_danish_and_english_label() -> None:
    for core_set in CORE_SETS.values():
        assert len({code.da for code in core_set}) == len(core_set)
        assert len({code.en for code in core_set}) == len(core_set)


def test_a_code_knows_its_chapter() -> None:
    assert next(c for c in OSTEOARTHRITIS_BRIEF if c.code == "e310").chapter == "e3"


@pytest.mark.parametrize("value", SCALE)
def test_every_answer_on_the_scale_has_a_word_in_both_languages(value: int) -> None:
    assert word(value, "da") != word(value, "en")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (0, Qualifier(0)),
        (4, Qualifier(4)),
        ("3", Qualifier(3)),
        (" 2 ", Qualifier(2)),
        (8, Qualifier(8)),
        ("9", Qualifier(9)),
        ("+1", Qualifier(1, facilitator=True)),
        ("+4", Qualifier(4, facilitator=True)),
        ("+0", Qualifier(0)),
        ("+8", Qualifier(8)),
        ("+9", Qualifier(9)),
    ],
    ids=str,
)
def test_an_environmental_factor_is_read(answer: object, expected: Qualifier) -> None:
    assert parse_qualifiers({"e310": answer}) == {"e310": expected}


@pytest.mark.parametrize("blank", ["", None])
def test_a_blank_answer_leaves_the_code_unknown(blank: object) -> None:
    assert parse_qualifiers({"b280": blank}) == {}


@pytest.mark.parametrize("answer", [5, -1, 7, "10", "++1", "x", 2.0, True, "+", " ", [2]], ids=repr)
def test_an_answer_off_the_scale_is_refused_with_the_choices(answer: object) -> None:
    with pytest.raises(QualifierError) as refused:
        parse_qualifiers({"b280": answer})

    assert refused.value.problems[0].code == "b280"
    assert "Vælg 0, 1, 2, 3, 4, 8 (uspecificeret) eller 9 (ikke relevant)" in str(refused.value)


def test_a_body_function_cannot_be_a_facilitator() -> None:
    with pytest.raises(QualifierError, match=r"b280 Smerte: Kun omgivelser \(e\)"):
        parse_qualifiers({"b280": "+2"})


def test_every_wrong_answer_is_named_at_once() -> None:
    with pytest.raises(QualifierError) as refused:
        parse_qualifiers({"b280": 5, "d450": 2, "x999": 1})

    assert [problem.code for problem in refused.value.problems] == ["b280", "x999"]


def test_what_is_stored_can_be_read_again() -> None:
    answers = {"e310": "+2", "e115": 3, "b280": 8}

    stored = {code: q.to_data() for code, q in parse_qualifiers(answers).items()}

    assert stored == answers
