"""What is proved of conditions comes with an example citizen, as ordinary as can be."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.conditions import claims
from pathways.conditions.evaluate import FALSE, TRUE, UNKNOWN, compile_condition
from pathways.conditions.facts import Fact, FactType, Vocabulary, normal_code
from pathways.conditions.prove import OutOfTime, Prover, ReadingsDisagree
from pathways.conditions.representatives import code_after
from pathways.conditions.tree import All, Any_, Leaf, Not, Op, parse
from pathways.texts import text
from tests.pathways.drawn import VOCABULARY
from tests.pathways.vocabularies import CODES

PLAIN = {"smoker": True, "years": 5, "weight": 1.5, "colour": "green", "tags": ["blue"]}


def condition(data):
    return parse(data, VOCABULARY)


def example(data, plain=None):
    return Prover(VOCABULARY, plain=plain).satisfiable(condition(data))


SMOKER = {"fact": "smoker", "is": True}
OLD = {"fact": "years", "at_least": 4}
VERY_OLD = {"fact": "years", "at_least": 8}


@pytest.mark.parametrize(
    "data",
    [
        {"any": []},
        {"all": [SMOKER, {"not": SMOKER}]},
        {"all": [VERY_OLD, {"fact": "years", "at_most": 7}]},
        {"all": [{"fact": "years", "at_least": 9}, {"not": {"fact": "years", "is": 9}}]},
        {"all": [{"fact": "years", "known": False}, OLD]},
        {"all": [{"fact": "tags", "has_any": ["none"]}, {"fact": "tags", "has_any": ["red"]}]},
        {"all": [{"fact": "colour", "is": "red"}, {"fact": "colour", "is": "blue"}]},
        {"not": {"fact": "weight", "between": [-3, 3]}},
        {
            "all": [
                {"fact": "diagnosis", "in_codes": {"icd10": ["M17"]}},
                {"not": {"fact": "diagnosis", "in_codes": {"icd10": ["M16-M18"]}}},
            ]
        },
    ],
)
def test_what_cannot_be_has_no_example(data) -> None:
    assert example(data) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"all": []}, {}),
        ({"fact": "tags", "known": False}, {}),
        ({"any": [SMOKER, {"fact": "years", "known": False}]}, {}),
        (SMOKER, {"smoker": True}),
        (
            {"any": [{"all": [SMOKER, OLD]}, {"fact": "tags", "has_any": ["red"]}]},
            {"tags": ["red"]},
        ),
        ({"fact": "tags", "known": True}, {"tags": ["none"]}),
        ({"not": {"fact": "tags", "has_any": ["red"]}}, {"tags": ["none"]}),
        ({"fact": "tags", "has_all": ["blue", "red"]}, {"tags": ["red", "blue"]}),
        ({"fact": "free_tags", "known": True}, {"free_tags": []}),
        (OLD, {"years": 4}),
        ({"fact": "weight", "at_least": 2.5}, {"weight": 2.5}),
        ({"not": {"fact": "weight", "at_most": 2.9}}, {"weight": 2.95}),
        (
            {
                "all": [
                    {"not": {"fact": "weight", "at_most": 1.9}},
                    {"not": {"fact": "weight", "at_least": 2}},
                ]
            },
            {"weight": 1.95},
        ),
        ({"fact": "story", "known": True}, {"story": "–"}),
    ],
)
def test_of_an_example_as_little_as_possible_is_known(data, expected) -> None:
    assert example(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (OLD, {"years": 5}),
        (VERY_OLD, {"years": 8}),
        ({"not": {"fact": "years", "is": 5}}, {"years": 4}),
        ({"fact": "weight", "at_least": 1.2}, {"weight": 1.5}),
        ({"fact": "weight", "at_most": 1.2}, {"weight": 1.2}),
        ({"fact": "colour", "one_of": ["red", "green"]}, {"colour": "green"}),
        ({"fact": "colour", "one_of": ["red", "blue"]}, {"colour": "red"}),
        ({"fact": "tags", "has_any": ["red"]}, {"tags": ["red", "blue"]}),
        ({"fact": "tags", "has_any": ["none"]}, {"tags": ["none"]}),
        ({"fact": "smoker", "known": True}, {"smoker": True}),
    ],
)
def test_what_is_known_is_as_with_the_plain_citizen_where_it_can_be(data, expected) -> None:
    assert example(data, PLAIN) == expected


def test_a_code_with_a_name_is_more_ordinary_than_one_without() -> None:
    named = Fact(
        "diagnosis",
        FactType.CODE,
        text("Diagnose"),
        code_labels={("icd10", "M17.1"): text("Knæartrose, primær, ét knæ")},
    )
    vocabulary = Vocabulary([named])
    knee = parse({"fact": "diagnosis", "in_codes": {"icd10": ["M17"]}}, vocabulary)

    assert Prover(vocabulary).satisfiable(knee) == {
        "diagnosis": {"system": "icd10", "code": "M17.1"}
    }
    hip = {"diagnosis": {"system": "icd10", "code": "M16.1"}}
    assert Prover(vocabulary, plain=hip).satisfiable(Not(knee)) == hip


def test_a_code_that_lies_between_two_ranges_is_found() -> None:
    elsewhere = {"icd10": ["A00-M17", "M19-Z99"], "icpc2": ["A00-Z99"]}
    data = {"not": {"fact": "diagnosis", "in_codes": elsewhere}}

    assert example(data) == {"diagnosis": {"system": "icd10", "code": "M18"}}


def test_what_implies_another_does_so_for_everyone() -> None:
    prover = Prover(VOCABULARY)
    old, very_old, smoker = map(condition, (OLD, VERY_OLD, SMOKER))

    assert prover.implies(very_old, old)
    assert not prover.implies(old, very_old)
    assert prover.counterexample(old, very_old) == {"years": 4}
    assert not prover.implies(old, smoker)
    assert prover.counterexample(old, smoker) == {"years": 4}  # a smoker or not: nobody knows
    assert prover.overlap(old, smoker) == {"smoker": True, "years": 4}
    assert prover.overlap(old, Not(very_old)) == {"years": 4}
    assert prover.overlap(very_old, Not(old)) is None


def test_two_versions_differ_for_someone_or_are_the_same() -> None:
    prover = Prover(VOCABULARY)
    old, smoker = condition(OLD), condition(SMOKER)

    assert prover.difference(old, condition({"fact": "years", "between": [4, 9]})) is None
    assert prover.difference(Not(All((old, smoker))), Any_((Not(smoker), Not(old)))) is None
    assert prover.difference(old, condition({"fact": "years", "at_least": 5})) == {"years": 4}
    only_unknown = prover.difference(old, All((old, Leaf("years", Op.KNOWN, True))))
    assert only_unknown == {}


def test_a_citizen_for_whom_nothing_fires_can_be_asked_for() -> None:
    prover = Prover(VOCABULARY)
    answered = Leaf("years", Op.KNOWN, True)

    found = prover.example(
        (answered, {TRUE}), (condition(OLD), {FALSE, UNKNOWN}), (condition(SMOKER), {UNKNOWN})
    )

    assert found == {"years": 3}
    assert prover.example((answered, set())) is None


SMALL = Vocabulary(
    [
        Fact("yes", FactType.BOOLEAN, text("Ja")),
        Fact("number", FactType.INTEGER, text("Tal"), minimum=1, maximum=3),
        Fact("set", FactType.SET, text("Valg"), options={k: text(k) for k in ("a", "b", "none")}),
    ]
)
EVERYONE = [
    {key: value for key, value in zip(SMALL, values, strict=True) if value is not None}
    for values in product(
        (None, False, True), (None, 1, 2, 3), (None, ["none"], ["a"], ["b"], ["a", "b"])
    )
]
QUESTIONS = [
    {"fact": "yes", "is": True},
    {"fact": "yes", "known": True},
    {"fact": "number", "at_least": 2},
    {"fact": "number", "is": 3},
    {"fact": "number", "known": False},
    {"fact": "set", "has_any": ["a"]},
    {"fact": "set", "has_all": ["a", "b"]},
    {"fact": "set", "has_any": ["b", "none"]},
]
small_conditions = st.recursive(
    st.sampled_from(QUESTIONS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
).map(lambda data: parse(data, SMALL))


@settings(max_examples=40)
@given(small_conditions, small_conditions)
def test_where_everyone_can_be_asked_the_proof_says_what_they_say(one, other) -> None:
    prover = Prover(SMALL)
    first, second = compile_condition(one), compile_condition(other)
    those = [citizen for citizen in EVERYONE if first(citizen) is TRUE]

    found = prover.satisfiable(one)

    assert (found is not None) is bool(those)
    if found is not None:
        assert len(found) == min(map(len, those))
    assert prover.implies(one, other) is all(second(citizen) is TRUE for citizen in those)
    differs = any(first(citizen) is not second(citizen) for citizen in EVERYONE)
    assert (prover.difference(one, other) is not None) is differs


@pytest.mark.parametrize(
    ("system", "last", "after"),
    [
        ("icd10", "M17", "M18"),
        ("icd10", "M19", "M20"),
        ("icd10", "M99", "N00"),
        ("icd10", "M17.1", "M17.2"),
        ("icd10", "M17.9", "M17.A"),
        ("icd10", "M17.Z", "M18"),
        ("icd10", "M17.ZZ", "M18"),
        ("icd10", "Z99", None),
        ("icpc2", "L90", "L91"),
        ("icpc2", "L90.9", "L91"),
    ],
)
def test_after_a_code_and_everything_beneath_it_comes_the_next(system, last, after) -> None:
    assert code_after(system, last) == after


@given(st.sampled_from(sorted(CODES)), st.data())
def test_between_a_code_and_the_one_after_it_lies_only_what_is_beneath_it(system, data) -> None:
    last, other = (data.draw(st.sampled_from(CODES[system])) for _ in range(2))
    after = code_after(system, last)

    assert after is None or normal_code(system, after) == after
    if other > last and not other.startswith(last):
        assert after is not None
        assert other >= after


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_a_question_that_takes_too_long_is_given_up_with_a_sentence(seconds) -> None:
    """Eleven pigeons in ten holes: true that it cannot be, and hard to see for a machine."""
    pigeons, holes = range(11), [f"h{number}" for number in range(10)]
    vocabulary = Vocabulary(
        Fact(f"p{pigeon}", FactType.SET, text("Due"), options={hole: text(hole) for hole in holes})
        for pigeon in pigeons
    )
    housed = [Leaf(f"p{pigeon}", Op.HAS_ANY, tuple(holes)) for pigeon in pigeons]
    alone = [
        Not(All((Leaf(f"p{one}", Op.HAS_ANY, (hole,)), Leaf(f"p{other}", Op.HAS_ANY, (hole,)))))
        for hole in holes
        for one in pigeons
        for other in range(one)
    ]
    begun = time.monotonic()

    with pytest.raises(OutOfTime, match=f"ikke afgøres på {seconds:g} sekunder"):
        Prover(vocabulary, seconds=seconds).satisfiable(All((*housed, *alone)))

    assert time.monotonic() - begun < 20


def test_an_example_that_evaluating_does_not_confirm_is_never_shown(monkeypatch) -> None:
    monkeypatch.setattr(claims, "compile_condition", lambda _: lambda _: FALSE)

    with pytest.raises(ReadingsDisagree):
        example(SMOKER)


def test_several_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(
            threads.map(lambda number: example({"fact": "years", "is": number}), range(10))
        )

    assert found == [{"years": number} for number in range(10)]


def test_the_solver_is_loaded_by_the_first_question_and_not_before() -> None:
    program = (
        "import sys; from pathways.conditions import prove, query; import pathways.routing;"
        "from pathways.conditions.common import COMMON; from pathways.conditions.tree import All;"
        "before = 'z3' in sys.modules; prove.Prover(COMMON).satisfiable(All(()));"
        "print(before, 'z3' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout.split() == ["False", "True"]


def test_every_rule_of_the_knee_pathway_can_fire_and_only_for_someone_it_is_true_of(knee) -> None:
    definition = knee.parsed
    prover = Prover(definition.vocabulary)

    for compiled in definition.compiled_rules:
        found = prover.satisfiable(compiled.condition)
        assert found, compiled.rule.key
        assert compiled.read(found) is TRUE
        assert set(found) <= set(compiled.facts)
