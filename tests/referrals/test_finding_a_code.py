"""What a doctor types becomes one diagnosis code, or a sentence that says what to do."""

import pytest

from pathways.conditions.facts import Fact, FactType
from pathways.texts import text
from referrals.codes import CodeUnclear, resolve, search

FACT = Fact(
    "diagnosis",
    FactType.CODE,
    text("Diagnose"),
    code_labels={
        ("icd10", "M17.0"): text("Knæartrose, primær, begge knæ", "Primary, both knees"),
        ("icd10", "M17.1"): text("Knæartrose, primær, ét knæ", "Primary, one knee"),
        ("icpc2", "L90"): text("Slidgigt i knæ", "Osteoarthritis of the knee"),
    },
)


@pytest.mark.parametrize(
    ("typed", "system", "code"),
    [
        ("DM171 Knæartrose, primær, ét knæ", "icd10", "M17.1"),
        ("DM171", "icd10", "M17.1"),
        ("dm17.1", "icd10", "M17.1"),
        ("M17.1", "icd10", "M17.1"),
        ("m171", "icd10", "M17.1"),
        ("L90", "icpc2", "L90"),
        ("l90 slidgigt", "icpc2", "L90"),
        ("slidgigt", "icpc2", "L90"),
        ("begge knæ", "icd10", "M17.0"),
        ("DM179", "icd10", "M17.9"),
        ("M54.5", "icd10", "M54.5"),
        ("L03", "icpc2", "L03"),
        ("DL90", "icd10", "L90"),
    ],
)
def test_a_code_in_any_form_or_a_name_that_fits_one_is_that_code(typed, system, code):
    assert resolve(FACT, typed, "da") == {"system": system, "code": code}


@pytest.mark.parametrize(
    ("typed", "system"),
    [("K74", "icpc2"), ("k74 Hjertekrampe", "icpc2"), ("DK74", "icd10"), ("dk74", "icd10")],
)
def test_a_bare_code_of_both_systems_is_the_one_shown_so(typed, system):
    """K74 is angina in ICPC-2 and cirrhosis in ICD-10, whichever the definition names first."""
    both = Fact(
        "diagnosis",
        FactType.CODE,
        text("Diagnose"),
        code_labels={
            ("icd10", "K74"): text("Skrumpelever"),
            ("icpc2", "K74"): text("Hjertekrampe"),
        },
    )

    assert resolve(both, typed, "da") == {"system": system, "code": "K74"}


def test_a_name_that_fits_several_codes_is_asked_about_with_the_codes():
    with pytest.raises(CodeUnclear, match=r"DM170 .*DM171 .*Skriv koden"):
        resolve(FACT, "knæartrose", "da")


@pytest.mark.parametrize("typed", ["ondt i foden", "Q1", "171", "DM1711111"])
def test_what_is_no_code_and_no_name_is_refused_with_an_example(typed):
    with pytest.raises(CodeUnclear, match="fx DM170"):
        resolve(FACT, typed, "da")


def test_the_list_holds_codes_that_fit_every_word():
    assert [one.key for one in search(FACT, "dm17", "da")] == ["DM170", "DM171"]
    assert [one.key for one in search(FACT, "primær begge", "da")] == ["DM170"]
    assert search(FACT, "primær hofte", "da") == ()


def test_the_list_speaks_the_readers_language():
    assert [one.value for one in search(FACT, "one knee", "en")] == ["DM171 Primary, one knee"]
