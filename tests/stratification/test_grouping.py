"""A group is suggested from two axes, with reasons; unknown is never read as low (PATHWAYS §6)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratification.grouping import (
    AssessmentInput,
    Axis,
    Grouping,
    Level,
    Numbers,
    ReasonKind,
    suggest_group,
    would_change,
)
from stratification.icf import Qualifier, parse_qualifiers

NUMBERS = Numbers(one_at=3, several_at=2, several_count=2, facilitator_lowers=1)
HEALTH = ("b280", "b710", "b730", "s730", "s750", "s770", "d445", "d450", "d540")
CONTEXT = ("e115", "e150", "e310", "e580")
CODES = (*HEALTH, *CONTEXT)


def assessed(severity: int | None = 0, **answers: object) -> AssessmentInput:
    """Everything at 0 but what is named; `b280=None` leaves it blank."""
    filled = {code: 0 for code in CODES} | answers
    return AssessmentInput(CODES, parse_qualifiers(filled), severity)


def suggested(assessment: AssessmentInput) -> Grouping:
    return suggest_group(assessment, NUMBERS)


LOW, HIGH, UNKNOWN = Level.LOW, Level.HIGH, Level.UNKNOWN


@pytest.mark.parametrize(
    ("assessment", "health", "context", "group"),
    [
        pytest.param(assessed(), LOW, LOW, 1, id="nothing is wrong"),
        pytest.param(assessed(b280=3), HIGH, LOW, 2, id="one severe function"),
        pytest.param(assessed(e580=3), LOW, HIGH, 3, id="one severe barrier"),
        pytest.param(assessed(b280=3, e580=4), HIGH, HIGH, 4, id="both"),
        pytest.param(assessed(b280=2), LOW, LOW, 1, id="one moderate is not enough"),
        pytest.param(assessed(b280=2, d450=2), HIGH, LOW, 2, id="two moderate are"),
        pytest.param(assessed(b280=2, e580=2), LOW, LOW, 1, id="one moderate on each axis"),
        pytest.param(assessed(b280=1, b710=1, d450=1), LOW, LOW, 1, id="many mild"),
        pytest.param(assessed(severity=3), HIGH, LOW, 2, id="severe condition"),
        pytest.param(assessed(severity=2, b280=2), HIGH, LOW, 2, id="severity is one of two"),
        pytest.param(assessed(severity=None), UNKNOWN, LOW, None, id="severity unknown"),
        pytest.param(assessed(severity=8), UNKNOWN, LOW, None, id="severity not specified"),
        pytest.param(assessed(severity=9), LOW, LOW, 1, id="severity not applicable"),
        pytest.param(assessed(b280=None), UNKNOWN, LOW, None, id="a blank is unknown"),
        pytest.param(assessed(b280=8), UNKNOWN, LOW, None, id="8 is unknown"),
        pytest.param(assessed(b280=9), LOW, LOW, 1, id="9 does not count"),
        pytest.param(assessed(b280=None, d450=3), HIGH, LOW, 2, id="high whatever the blank is"),
        pytest.param(assessed(e310=8, e580=3), LOW, HIGH, 3, id="high whatever the 8 is"),
        pytest.param(assessed(e310=None, e580=1), LOW, UNKNOWN, None, id="context unknown"),
        pytest.param(assessed(e310="+2"), LOW, LOW, 1, id="a facilitator is no problem"),
        pytest.param(assessed(e115=3, e150="+1"), LOW, LOW, 1, id="helped down from 3 to 2"),
        pytest.param(assessed(e115=4, e150="+4"), LOW, HIGH, 3, id="lowered by one only"),
        pytest.param(assessed(e115=3, e310="+4"), LOW, HIGH, 3, id="helped elsewhere only"),
        pytest.param(
            assessed(e115=2, e150="+1", e580=2), LOW, LOW, 1, id="only one of two barriers is left"
        ),
    ],
)
def test_the_table(
    assessment: AssessmentInput, health: Level, context: Level, group: int | None
) -> None:
    grouping = suggested(assessment)

    assert (grouping.health_axis.level, grouping.context_axis.level) == (health, context)
    assert grouping.group == group


def test_several_facilitators_in_a_chapter_lower_a_barrier_only_once() -> None:
    codes = (*CODES, "e110", "e120")
    answers = {code: 0 for code in codes} | {"e115": 4, "e110": "+1", "e120": "+3"}
    qualifiers = {code: Qualifier(0) for code in codes} | {
        "e115": Qualifier(4),
        "e110": Qualifier(1, facilitator=True),
        "e120": Qualifier(3, facilitator=True),
    }
    assert answers.keys() == qualifiers.keys()

    context = suggested(AssessmentInput(codes, qualifiers, 0)).context_axis

    assert context.level is HIGH
    lowered = next(r for r in context.reasons if r.kind is ReasonKind.LOWERED)
    assert [(f.code, f.stated, f.value, f.lowered_by) for f in lowered.findings] == [
        ("e115", 4, 3, "e110")
    ]


@pytest.mark.parametrize(
    ("axis", "group"), [(Axis.HEALTH, 2), (Axis.CONTEXT, 3)], ids=["health", "context"]
)
def test_the_clinicians_mark_makes_an_axis_high(axis: Axis, group: int) -> None:
    grouping = suggested(replace(assessed(), marked=frozenset({axis})))

    assert grouping.group == group


def test_a_personal_factor_that_complicates_makes_context_high_and_is_named() -> None:
    grouping = suggested(replace(assessed(), personal=frozenset({"coping"})))

    assert grouping.group == 3
    assert [(r.kind, r.keys) for r in grouping.context_axis.reasons] == [
        (ReasonKind.PERSONAL, ("coping",))
    ]


def test_the_numbers_are_the_definitions() -> None:
    stricter = Numbers(one_at=4, several_at=3, several_count=3, facilitator_lowers=0)

    assert suggest_group(assessed(b280=3, b710=3), stricter).group == 1
    assert suggest_group(assessed(b280=3, b710=3, d450=3), stricter).group == 2
    assert suggest_group(assessed(e115=4, e150="+4"), stricter).group == 3


@pytest.mark.parametrize(
    "numbers", [(0, 0, 2, 1), (2, 3, 2, 1), (5, 2, 2, 1), (3, 2, 0, 1), (3, 2, 2, -1)], ids=str
)
def test_numbers_that_make_no_sense_are_refused(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"mindst|Tærsklerne"):
        Numbers(*numbers)


def test_the_reasons_name_what_makes_the_axis_high() -> None:
    health = suggested(assessed(d450=3, b280=2)).health_axis

    assert [(r.kind, [f.code for f in r.findings]) for r in health.reasons] == [
        (ReasonKind.ONE, ["d450"])
    ]


def test_a_low_axis_tells_how_near_it_was() -> None:
    context = suggested(assessed(e580=2)).context_axis

    assert [(r.kind, [f.code for f in r.findings]) for r in context.reasons] == [
        (ReasonKind.TOO_FEW, ["e580"])
    ]


def test_missing_codes_are_listed_for_both_axes() -> None:
    grouping = suggested(assessed(severity=None, b280=None, d450=8, e310=None))

    assert grouping.missing == ("severity", "b280", "d450", "e310")


def test_nothing_assessed_is_unknown_and_not_group_one() -> None:
    grouping = suggested(AssessmentInput(CODES, {}))

    assert grouping.group is None
    assert len(grouping.missing) == len(CODES) + 1


def test_what_would_change_the_group_is_the_nearest_single_answer() -> None:
    assessment = assessed(d450=3, e580=2, e115=1)

    changes = would_change(assessment, NUMBERS)

    assert next((c.code, c.after.value, c.group) for c in changes) == ("d450", 2, 1)
    assert ("e115", 2, 4) in [(c.code, c.after.value, c.group) for c in changes]


def test_a_facilitator_that_holds_the_group_down_is_named() -> None:
    assessment = assessed(e115=3, e150="+1")

    changes = would_change(assessment, NUMBERS, limit=20)

    assert ("e150", 0, 3) in [(c.code, c.after.value, c.group) for c in changes]


def test_nothing_is_said_to_change_a_group_that_is_not_there() -> None:
    assert would_change(AssessmentInput(CODES, {}), NUMBERS) == []


# Properties -----------------------------------------------------------------------------------

ORDER = {LOW: 0, UNKNOWN: 1, HIGH: 2}
plain = st.sampled_from([0, 1, 2, 3, 4, 8, 9]).map(Qualifier)
helping = st.integers(1, 4).map(lambda value: Qualifier(value, facilitator=True))
numbers = st.builds(
    lambda a, b, count, lowers: Numbers(max(a, b), min(a, b), count, lowers),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(0, 2),
)


@st.composite
def assessments(draw: st.DrawFn) -> AssessmentInput:
    qualifiers: dict[str, Qualifier] = {}
    for code in CODES:
        answer = draw(st.none() | plain | (helping if code in CONTEXT else plain))
        if answer is not None:
            qualifiers[code] = answer
    return AssessmentInput(
        CODES,
        qualifiers,
        draw(st.sampled_from([None, 0, 1, 2, 3, 4, 8, 9])),
        draw(st.frozensets(st.sampled_from(["coping", "social"]))),
        draw(st.frozensets(st.sampled_from(list(Axis)))),
    )


def levels(assessment: AssessmentInput, by: Numbers) -> tuple[Level, Level]:
    grouping = suggest_group(assessment, by)
    return grouping.health_axis.level, grouping.context_axis.level


@given(assessments(), numbers, st.data())
def test_a_greater_problem_never_lowers_an_axis(
    assessment: AssessmentInput, by: Numbers, data: st.DataObject
) -> None:
    raisable = [c for c, q in assessment.qualifiers.items() if q.value < 4 and not q.facilitator]
    if not raisable:
        return
    code = data.draw(st.sampled_from(raisable))
    present = assessment.qualifiers[code].value
    raised = Qualifier(data.draw(st.integers(present + 1, 4)))
    after = replace(assessment, qualifiers={**assessment.qualifiers, code: raised})

    for before_level, after_level in zip(levels(assessment, by), levels(after, by), strict=True):
        assert ORDER[after_level] >= ORDER[before_level]


@given(assessments(), numbers, st.sampled_from(CONTEXT), helping)
def test_more_help_never_raises_context(
    assessment: AssessmentInput, by: Numbers, code: str, help_given: Qualifier
) -> None:
    after = replace(assessment, qualifiers={**assessment.qualifiers, code: help_given})

    before_level, after_level = levels(assessment, by)[1], levels(after, by)[1]

    assert ORDER[after_level] <= ORDER[before_level]


@given(assessments(), numbers, st.permutations(CODES))
def test_the_order_of_the_answers_does_not_matter(
    assessment: AssessmentInput, by: Numbers, order: list[str]
) -> None:
    shuffled = replace(
        assessment,
        codes=tuple(order),
        qualifiers={c: assessment.qualifiers[c] for c in order if c in assessment.qualifiers},
    )

    assert levels(shuffled, by) == levels(assessment, by)
    assert set(suggest_group(shuffled, by).missing) == set(suggest_group(assessment, by).missing)


@given(assessments(), numbers, st.sampled_from(CODES))
def test_not_specified_means_the_same_as_blank(
    assessment: AssessmentInput, by: Numbers, code: str
) -> None:
    blank = {c: q for c, q in assessment.qualifiers.items() if c != code}
    eight = {**blank, code: Qualifier(8)}

    assert levels(replace(assessment, qualifiers=blank), by) == levels(
        replace(assessment, qualifiers=eight), by
    )


@given(assessments(), numbers, st.sampled_from(CODES))
def test_not_applicable_means_the_same_as_not_asking(
    assessment: AssessmentInput, by: Numbers, code: str
) -> None:
    blank = {c: q for c, q in assessment.qualifiers.items() if c != code}
    not_asked = replace(
        assessment, qualifiers=blank, codes=tuple(c for c in assessment.codes if c != code)
    )
    nine = replace(assessment, qualifiers={**blank, code: Qualifier(9)})

    assert levels(nine, by) == levels(not_asked, by)


@given(assessments(), numbers, st.sampled_from(HEALTH), plain)
def test_function_never_moves_the_context_axis(
    assessment: AssessmentInput, by: Numbers, code: str, answer: Qualifier
) -> None:
    after = replace(assessment, qualifiers={**assessment.qualifiers, code: answer})

    assert levels(after, by)[1] == levels(assessment, by)[1]


@given(assessments(), numbers)
def test_there_is_a_group_exactly_when_both_axes_are_known(
    assessment: AssessmentInput, by: Numbers
) -> None:
    grouping = suggest_group(assessment, by)

    assert (grouping.group is None) == (UNKNOWN in levels(assessment, by))
    assert grouping.group in {None, 1, 2, 3, 4}


@given(assessments(), numbers)
def test_every_level_has_a_reason(assessment: AssessmentInput, by: Numbers) -> None:
    grouping = suggest_group(assessment, by)

    assert grouping.health_axis.reasons
    assert grouping.context_axis.reasons


@given(assessments(), numbers)
def test_every_change_named_does_change_the_group(assessment: AssessmentInput, by: Numbers) -> None:
    present = suggest_group(assessment, by).group

    for change in would_change(assessment, by, limit=99):
        after = replace(assessment, qualifiers={**assessment.qualifiers, change.code: change.after})
        assert suggest_group(after, by).group == change.group != present
