"""A CPR number is read as people type it, and refused with a sentence that says what to do."""

from datetime import date

import pytest

from citizens import vocabulary
from citizens.cpr import CprError, Kind, Sex, full, masked, parse_cpr


@pytest.mark.parametrize(
    "typed",
    [
        "2512489996",
        "251248-9996",
        "251248 9996",
        " 251248–9996 ",
        "25 12 48 - 99 96",
        "251248−9996",
    ],
)
def test_hyphen_and_spaces_do_not_matter(typed):
    assert parse_cpr(typed).number == "2512489996"


# The public test citizens of HL7 Denmark's dk-core. None of their numbers passes modulus 11.
@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("2512489996", date(1948, 12, 25), Sex.FEMALE),
        ("2509479989", date(1947, 9, 25), Sex.MALE),
        ("0107729995", date(1972, 7, 1), Sex.MALE),
        ("0201919990", date(1991, 1, 2), Sex.FEMALE),
        ("3001749995", date(1974, 1, 30), Sex.MALE),
        ("0211223989", date(1922, 11, 2), Sex.MALE),
        ("2311143995", date(1914, 11, 23), Sex.MALE),
        ("0505239996", date(2023, 5, 5), Sex.FEMALE),
        ("3101229995", date(2022, 1, 31), Sex.MALE),
    ],
)
def test_the_number_gives_birthday_and_sex_without_modulus_11(number, born, sex):
    cpr = parse_cpr(number)

    assert (cpr.kind, cpr.birth_date, cpr.sex) == (Kind.CPR, born, sex)


# CPR-kontoret, "Personnummeret i CPR": the 7th digit and the year give the century.
@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("0101000000", 1900),
        ("0101993000", 1999),
        ("0101004000", 2000),
        ("0101364000", 2036),
        ("0101374000", 1937),
        ("0101994000", 1999),
        ("0101005000", 2000),
        ("0101578000", 2057),
        ("0101585000", 1858),
        ("0101998000", 1899),
        ("0101009000", 2000),
        ("0101369000", 2036),
        ("0101379000", 1937),
        ("0101999000", 1999),
    ],
)
def test_the_seventh_digit_and_the_year_give_the_century(number, year):
    assert parse_cpr(number).birth_date.year == year


@pytest.mark.parametrize(
    ("number", "kind", "born", "sex"),
    [
        ("8512489996", Kind.REPLACEMENT, date(1948, 12, 25), Sex.FEMALE),
        ("0703921VJ4", Kind.X_ECPR, date(1992, 3, 7), Sex.FEMALE),
        ("070392-1vj4", Kind.X_ECPR, date(1992, 3, 7), Sex.FEMALE),
        ("1206550VK9", Kind.D_ECPR, date(1955, 6, 12), Sex.MALE),
        ("0706830VJ9", Kind.D_ECPR, date(1983, 6, 7), Sex.MALE),
    ],
)
def test_replacement_numbers_are_read_too(number, kind, born, sex):
    cpr = parse_cpr(number)

    assert (cpr.kind, cpr.birth_date, cpr.sex) == (kind, born, sex)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Skriv CPR-nummeret"),
        ("  - ", "Skriv CPR-nummeret"),
        ("251248-999", "har kun 9 tegn. Skriv alle 10 cifre"),
        ("251248-99966", "har 11 tegn. Slet de overskydende"),
        ("25124a-9996", "andet end cifre. Skriv 10 cifre"),
        ("251248-9VJ6", "andet end cifre"),
        ("Nancy", "har kun 5 tegn"),
        ("٢٥١٢٤٨٩٩٩٦", "andet end cifre"),
        ("251248_9996", "andet end cifre"),
        ("310248-9996", "ikke en dato. Skriv dag, måned og år"),
        ("251348-9996", "ikke en dato"),
        ("000148-9996", "ikke en dato"),
        ("290247-0000", "ikke en dato"),
        ("600148-9996", "ikke en dato"),
        ("920148-9996", "ikke en dato"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(typed, sentence):
    with pytest.raises(CprError, match=sentence):
        parse_cpr(typed)


def test_a_leap_day_counts_in_a_leap_year():
    assert parse_cpr("290248-0000").birth_date == date(1948, 2, 29)


def test_a_birthday_to_come_is_refused():
    born_next_day = "2411264000"

    with pytest.raises(CprError, match=r"ligger i fremtiden\. Kontrollér det 7\. ciffer"):
        parse_cpr(born_next_day, today=date(2026, 11, 23))

    assert parse_cpr(born_next_day, today=date(2026, 11, 24)).birth_date == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["251248-999", "310248-9996", "251248-9996123", "25124a9996"])
def test_the_sentence_never_repeats_the_number(typed):
    with pytest.raises(CprError) as refused:
        parse_cpr(typed)

    assert typed[:6] not in str(refused.value)


def test_it_is_shown_masked_and_in_full_with_a_hyphen():
    cpr = parse_cpr("2512489996")

    assert (cpr.masked, cpr.full) == ("251248-••••", "251248-9996")
    assert (masked("0703921VJ4"), full("0703921VJ4")) == ("070392-••••", "070392-1VJ4")


def test_the_stored_words_are_those_of_the_reading():
    assert set(vocabulary.IdentifierKind.values) == {kind.value for kind in Kind}
    assert set(vocabulary.Sex.values) == {sex.value for sex in Sex}
