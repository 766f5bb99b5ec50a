"""Danish organisation numbers are recognised by their length and check digit (STANDARDS §3.3)."""

import pytest

from organisations.identifiers import gln_check_digit, is_cvr, is_gln, is_sor, normal_ydernummer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5790000120314", True),
        ("5790000120315", False),
        ("579000012031", False),
        ("57900001203144", False),
        ("579000012031A", False),
        ("٥٧٩٠٠٠٠١٢٠٣١٤", False),
        ("", False),
    ],
    ids=["right", "wrong digit", "short", "long", "letter", "other digits", "empty"],
)
def test_a_gln_has_thirteen_digits_and_the_last_checks_the_rest(text, expected):
    assert is_gln(text) is expected


@pytest.mark.parametrize("first_twelve", ["579000012031", "999000000001", "000000000000"])
def test_the_check_digit_of_a_gln_makes_it_right(first_twelve):
    assert is_gln(first_twelve + gln_check_digit(first_twelve))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("13585628", True), ("13585629", False), ("1358562", False), ("1358562X", False)],
    ids=["right", "wrong digit", "short", "letter"],
)
def test_a_cvr_has_eight_digits_whose_weighted_sum_divides_by_eleven(text, expected):
    assert is_cvr(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("325421000016005", True), ("12345678901", True), ("1234567890", False), ("3254 21", False)],
    ids=["usual", "eleven", "ten", "space"],
)
def test_a_sor_code_has_eleven_digits_or_more(text, expected):
    assert is_sor(text) is expected


@pytest.mark.parametrize(
    ("written", "kept"), [("77410", "077410"), (" 091034 ", "091034"), ("7", "000007")]
)
def test_a_ydernummer_is_kept_as_six_digits(written, kept):
    assert normal_ydernummer(written) == kept


@pytest.mark.parametrize("written", ["", "1234567", "12a", "-12"])
def test_what_is_no_ydernummer_is_refused(written):
    with pytest.raises(ValueError, match="not a ydernummer"):
        normal_ydernummer(written)
