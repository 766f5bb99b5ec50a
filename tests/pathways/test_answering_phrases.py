"""Which phrases are shown, required and answered follows from the facts; they can be copied."""

import pytest

from pathways.definition import (
    body_mass_index,
    format_value,
    missing_facts,
    missing_required,
    phrases_as_text,
    required_facts,
    visible_facts,
    visible_phrases,
)
from tests.pathways.small import data, definition

SMALL = definition()
ANSWERS = {
    "diagnosis": {"system": "icd10", "code": "M17.1"},
    "side": "right",
    "anamnesis": "Smerter i 1½ år.",
    "circumstances": ["home_care", "home_nursing"],
    "wish": ["training"],
}


def test_the_answers_are_lines_to_copy_with_the_fixed_sentence_last() -> None:
    assert phrases_as_text(SMALL, ANSWERS).splitlines() == [
        "Henvisningsdiagnose: DM171 Ét knæ, højre",
        "Anamnese: Smerter i 1½ år.",
        "Særlige forhold: Hjemmepleje, hjemmesygepleje",
        "Ønsket: Træning",
        "Henvises til behandling for knæartrose jf. kliniske retningslinjer.",
    ]


def test_they_are_written_in_english_too() -> None:
    lines = phrases_as_text(SMALL, ANSWERS, "en").splitlines()

    assert lines[0] == "Referral diagnosis: DM171 One knee, right"
    assert lines[2] == "Special circumstances: Home care, home nursing"


def test_an_unanswered_phrase_is_left_out() -> None:
    said = phrases_as_text(SMALL, {"anamnesis": "  ", "wish": ["training"]})

    assert said.startswith("Ønsket: Træning\n")


def test_a_required_phrase_is_missing_until_all_its_required_facts_are_known() -> None:
    assert [one.key for one in missing_required(SMALL, {})] == ["diagnosis", "anamnesis"]
    half = {"diagnosis": ANSWERS["diagnosis"], "anamnesis": "x"}
    assert [one.key for one in missing_required(SMALL, half)] == ["diagnosis"]
    assert missing_facts(SMALL, SMALL.phrase("diagnosis"), half) == ("side",)
    assert missing_required(SMALL, ANSWERS) == []


def test_a_text_of_spaces_is_no_answer() -> None:
    assert [one.key for one in missing_required(SMALL, ANSWERS | {"anamnesis": " \n"})] == [
        "anamnesis"
    ]


def test_a_fact_is_asked_for_only_when_its_condition_is_known_to_hold() -> None:
    wish = SMALL.phrase("wish")

    assert [one.key for one in visible_facts(SMALL, wish, {})] == ["wish"]
    assert [one.key for one in visible_facts(SMALL, wish, {"wish": ["training"]})] == ["wish"]
    assert [one.key for one in visible_facts(SMALL, wish, {"wish": ["other"]})] == [
        "wish",
        "wish_other",
    ]
    assert missing_required(SMALL, ANSWERS | {"wish": ["other"]}) == [wish]


def test_a_hidden_phrase_is_neither_shown_nor_required_nor_copied() -> None:
    document = data()
    document["phrases"][1]["visible_when"] = {"fact": "wish", "has_any": ["scan"]}
    hidden = definition(**document)

    assert [one.key for one in visible_phrases(hidden, ANSWERS)] == [
        "diagnosis",
        "circumstances",
        "wish",
    ]
    assert missing_required(hidden, {"diagnosis": ANSWERS["diagnosis"], "side": "left"}) == []
    assert "Anamnese" not in phrases_as_text(hidden, ANSWERS)


def test_a_fact_is_required_as_its_phrase_unless_it_says_otherwise() -> None:
    assert [one.key for one in required_facts(SMALL.phrase("diagnosis"))] == ["diagnosis", "side"]
    assert [one.key for one in required_facts(SMALL.phrase("wish"))] == ["wish_other"]
    document = data()
    document["phrases"][0]["facts"][1]["required"] = False
    relaxed = definition(**document)
    assert [one.key for one in required_facts(relaxed.phrase("diagnosis"))] == ["diagnosis"]


@pytest.mark.parametrize(
    ("fact", "value", "da", "en"),
    [
        ("age", 1, "1 år", "1 year"),
        ("age", 77, "77 år", "77 years"),
        ("week", 1, "1 uge", "1 week"),
        ("week", 4, "4 uger", "4 weeks"),
        ("joined", True, "Ja", "Yes"),
        ("joined", False, "Nej", "No"),
        ("sex", "female", "Kvinde", "Female"),
        ("circumstances", ["none"], "Ingen", "None"),
        ("diagnosis", {"system": "icd10", "code": "M16.0"}, "DM160", "DM160"),
        ("anamnesis", "Som skrevet", "Som skrevet", "Som skrevet"),
    ],
)
def test_a_value_is_shown_as_people_read_it(fact, value, da, en) -> None:
    assert format_value(SMALL.vocabulary[fact], value, "da") == da
    assert format_value(SMALL.vocabulary[fact], value, "en") == en


def test_bmi_is_calculated_from_height_and_weight() -> None:
    assert body_mass_index(164, 84) == 31.2
    with pytest.raises(ValueError, match="above 0 cm"):
        body_mass_index(0, 84)
