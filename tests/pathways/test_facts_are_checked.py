"""A value outside its fact's domain is refused with a Danish sentence; others get a normal form."""

import pytest

from pathways.conditions.common import COMMON
from pathways.conditions.facts import FactError, FactsError, check_value, parse_facts
from tests.pathways.drawn import VOCABULARY


@pytest.mark.parametrize(
    ("key", "given", "normal"),
    [
        ("years", 4.0, 4),
        ("weight", 2.5, 2.5),
        ("weight", 2.0, 2),
        ("tags", ["blue", "red"], ["red", "blue"]),
        ("tags", [], ["none"]),
        ("free_tags", [], []),
        ("tags", ("red",), ["red"]),
        (
            "diagnosis",
            {"system": "icd10", "code": "DM171"},
            {"system": "icd10", "code": "M17.1"},
        ),
        ("diagnosis", {"system": "icd10", "code": "m17.1"}, {"system": "icd10", "code": "M17.1"}),
        ("diagnosis", {"system": "icd10", "code": "D50.1"}, {"system": "icd10", "code": "D50.1"}),
        ("diagnosis", {"system": "icpc2", "code": "L90"}, {"system": "icpc2", "code": "L90"}),
    ],
)
def test_a_value_gets_its_normal_form(key, given, normal) -> None:
    checked = check_value(VOCABULARY[key], given)

    assert checked == normal
    assert type(checked) is type(normal)


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        ("smoker", 1, "Ryger: svar ja eller nej."),
        ("years", True, "År: skal være et tal."),
        ("years", 2.5, "År: skal være et helt tal, ikke 2,5."),
        ("years", 10, "År: 10 er uden for 0–9."),
        ("weight", float("nan"), "Vægt: skal være et tal."),
        ("weight", "2", "Vægt: skal være et tal."),
        ("weight", -3.5, "Vægt: -3,5 er uden for -3–3."),
        ("colour", "gren", "Farve: »gren« er ikke en mulighed. Mente du »green«?"),
        ("tags", "red", "Mærker: skal være en liste af valg."),
        ("tags", ["red", "none"], "Mærker: »None« kan ikke vælges sammen med andet."),
        ("tags", ["violet"], "Mærker: »violet« er ikke en mulighed."),
        ("diagnosis", "M17", "Diagnose: skal have et kodesystem og en kode."),
        (
            "diagnosis",
            {"system": "snomed", "code": "1"},
            "Diagnose: kodesystemet »snomed« kendes ikke; brug icd10 eller icpc2.",
        ),
        (
            "diagnosis",
            {"system": "icd10", "code": "knæ"},
            "Diagnose: »knæ« er ikke en ICD-10-kode.",
        ),
        ("story", 3, "Fortælling: skal være tekst."),
    ],
)
def test_a_value_that_does_not_fit_is_refused(key, given, sentence) -> None:
    with pytest.raises(FactError) as refused:
        check_value(VOCABULARY[key], given)

    assert refused.value.message.da == sentence
    assert refused.value.key == key


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(FactsError) as refused:
        parse_facts(COMMON, {"grupe": 3, "age": 200, "sex": "x"})

    assert [error.key for error in refused.value.errors] == ["grupe", "age", "sex"]
    assert "Oplysningen »grupe« findes ikke i programmet. Mente du »group«?" in str(refused.value)


def test_null_is_unknown_and_no_is_not() -> None:
    assert parse_facts(COMMON, {"group": None, "joined": False}) == {"joined": False}


def test_facts_come_in_the_vocabularys_order() -> None:
    assert list(parse_facts(COMMON, {"week": 2, "group": 1, "age": 50})) == ["age", "group", "week"]
