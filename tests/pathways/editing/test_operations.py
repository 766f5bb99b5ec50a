"""What buttons do to the document."""

import pytest

from pathways.editing.operations import operate
from pathways.editing.places import at
from tests.pathways import small

RULE = ("rules", 1)
HOME_CARE = {"fact": "circumstances", "has_any": ["home_care", "home_nursing"]}


def done(do: str, item=RULE, document=None):
    return operate(document or small.data(), item, do)


def test_a_row_is_added_with_a_key_that_is_free():
    after = done("add /rules")

    assert after.focus == ("rules", 7)
    assert after.document["rules"][7] == {"key": "N1"}
    again = done("add /rules", document=after.document)
    assert again.document["rules"][8] == {"key": "N2"}


def test_rows_move_and_are_taken_out():
    up = done("up /rules[1]")

    assert up.focus == ("rules", 0)
    assert [row["key"] for row in up.document["rules"][:2]] == ["K1", "E1"]
    assert done("up /rules[0]").document == small.data()
    assert done("remove /rules[0]").document["rules"][0]["key"] == "K1"


def test_names_are_counted_from_the_forms_item():
    after = done("add options", ("phrases", 0, "facts", 1))

    assert after.focus == ("phrases", 0, "facts", 1, "options", 2)
    assert at(after.document, after.focus) == {"key": "ny-1"}


def test_a_part_left_out_is_begun_and_taken_out_again():
    begun = done("add stratification", ())

    assert begun.document["stratification"] == {}
    assert "stratification" not in done("remove stratification", (), begun.document).document


def test_a_row_is_added_to_a_condition():
    after = done("row when:")

    assert at(after.document, (*RULE, "when")) == {"all": [HOME_CARE, {"fact": ""}]}
    assert (after.focus, after.row) == ((*RULE, "when"), (1,))


def test_a_group_is_added_to_a_condition():
    after = done("group when:")

    assert at(after.document, (*RULE, "when"))["all"][1] == {"any": [{"fact": ""}]}


def test_the_last_row_taken_out_leaves_no_condition():
    assert "when" not in at(done("remove when:").document, RULE)


def test_a_condition_is_begun():
    begun = done("add visible_when", ("phrases", 0))

    assert at(begun.document, begun.focus) == {"fact": ""}


@pytest.mark.parametrize(
    "do",
    [
        "",
        "explode when:",
        "add",
        "add nothing",
        "up",
        "row text:",
        "row when:x",
        "add /key",
        "up /",
    ],
)
def test_what_cannot_be_done_is_not_done(do):
    assert done(do) is None
