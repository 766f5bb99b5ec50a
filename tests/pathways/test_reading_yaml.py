"""A definition written as YAML is read with its line numbers, and nothing beyond plain data."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pathways.definition import Definition, DefinitionError
from pathways.documents import MAX_BYTES, DocumentError, read_yaml, write_yaml
from tests.pathways.small import data


def refusal(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        read_yaml(text)
    return refused.value


def test_plain_data_is_read_with_its_lines() -> None:
    document = read_yaml("a: 1\nb:\n  - x\n  - {c: 2.5, d: true, e: null}\n")

    assert document.data == {"a": 1, "b": ["x", {"c": 2.5, "d": True, "e": None}]}
    assert document.line_of(("b", 1, "d")) == 4
    assert document.line_of(("b", 1, "missing")) == 4
    assert document.line_of(()) == 1


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("2026-03-01", "2026-03-01"),
        ("0147", "0147"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("-3", -3),
        ("'3'", "3"),
        ("", None),
        (".inf", ".inf"),
    ],
)
def test_only_json_values_are_more_than_text(written, value) -> None:
    assert read_yaml(f"key: {written}\n").data == {"key": value}


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "ikke gyldig YAML"),
        ("a: 1\n  b: 2\n", 2, "ikke gyldig YAML"),
        ("a: &x [1]\nb: *x\n", 1, "Ankre og henvisninger"),
        ("a: !!python/object/apply:os.system ['ls']\n", 1, "Mærket"),
        ("a: 1\nb: 2\na: 3\n", 3, "Nøglen »a« står to gange; første gang på linje 1"),
        ("? [1, 2]\n: 3\n", 1, "En nøgle skal være et ord"),
        ("a: 1\n---\nb: 2\n", 3, "kun være ét dokument"),
        ("a: " + "[" * 60 + "]" * 60, 1, "indlejret i mere end 40 lag"),
        ("a: 1\nb: \x00\n", 2, "tegn her, som ikke kan læses"),
    ],
)
def test_what_is_more_than_data_is_refused_with_its_line(text, line, part) -> None:
    error = refusal(text)

    assert part in error.message.da
    assert error.line == line


def test_aliases_cannot_make_a_small_text_large() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )

    assert refusal(bomb).line == 1


def test_a_text_of_more_than_two_megabytes_is_refused() -> None:
    error = refusal("a: " + "x" * MAX_BYTES)

    assert error.message.da == "Dokumentet fylder 2,0 MB; højst 2 MB er tilladt."


def test_a_problem_in_the_definition_is_told_with_its_line() -> None:
    text = yaml.safe_dump(data(), allow_unicode=True, sort_keys=False)
    at = next(
        number
        for number, line in enumerate(text.splitlines(), 1)
        if "to: municipal_training" in line
    )

    with pytest.raises(DefinitionError) as refused:
        Definition.from_yaml(text.replace("to: municipal_training", "to: municipal_traning", 1))

    [problem] = refused.value.problems
    assert problem.line == at
    assert str(problem).startswith(f"Linje {at}: Modtageren »municipal_traning« kendes ikke.")


def test_broken_yaml_is_a_problem_of_the_definition() -> None:
    with pytest.raises(DefinitionError) as refused:
        Definition.from_yaml("key: [knee\n")

    assert refused.value.problems[0].line == 2


def test_an_empty_text_is_no_definition() -> None:
    with pytest.raises(DefinitionError):
        Definition.from_yaml("")


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9, allow_nan=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
    | st.sampled_from(
        ["yes", "0147", "1_000", "~", "null", "1e3", "2026-03-01", "- a", "a: b", "#"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(codec="ascii", categories=["L"]), min_size=1), inner
        )
    ),
    max_leaves=8,
)


@example(0.012449017714486187)
@example(0.00010000000000000001)
@given(JSON_VALUES)
def test_any_json_survives_yaml(value) -> None:
    assert read_yaml(write_yaml({"key": value})).data == {"key": value}


def test_written_as_yaml_and_read_again_it_is_the_same() -> None:
    definition = Definition.from_data(data())

    assert Definition.from_yaml(definition.to_yaml()) == definition
