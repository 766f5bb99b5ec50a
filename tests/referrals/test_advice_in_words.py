"""The doctor reads why: what is met with its clause, what is unknown and whether it matters."""

from typing import Any

import pytest

from pathways.changes import would_change_if
from pathways.definition import Definition
from pathways.routing import Availability, route
from referrals.advised import Words, in_words
from referrals.language import words_for
from tests import shipped

NANCY: dict[str, Any] = {
    "age": 77,
    "sex": "female",
    "week": 0,
    "joined": True,
    "diagnosis": {"system": "icd10", "code": "M17.1"},
    "side": "right",
    "anamnesis": "Smerter.",
    "bmi": 31.2,
    "tried_so_far": ["pain_relief"],
    "special_circumstances": ["home_care"],
    "requested": ["supervised_training", "weight_loss"],
}
PLACES = {"xray": 5, "bmi": 4, "tried_so_far": 6, "special_circumstances": 7, "requested": 8}


@pytest.fixture(scope="module")
def knee() -> Definition:
    return shipped.definition("knee-osteoarthritis")


@pytest.fixture
def words(knee):
    def put(facts=NANCY, available=None, before=None, language="da", **rest) -> Words:
        available = available or {}
        routing = route(knee, facts, available)
        return in_words(
            knee,
            routing,
            would_change_if(knee, facts, available),
            link=lambda key: (
                (f"#frase-{PLACES[key]}", f"udfyld frase {PLACES[key]}")
                if key in PLACES
                else ("", "")
            ),
            before=before,
            language=language,
            **rest,
        )

    return put


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in NANCY.items() if key not in keys}


def test_what_is_met_is_told_of_this_citizen_with_its_clause(words):
    [home_care, overweight] = words().met

    assert home_care.text == "Borgeren har hjemmepleje."
    assert home_care.source == "Knæprogrammet §3, kriterium 1"
    assert overweight.source.endswith("lokal standard")


def test_the_line_below_says_how_many_criteria_and_what_would_stand_otherwise(words):
    assert words().lead == "1 kriterium er opfyldt. Ellers: praktiserende fysioterapeut."


def test_the_default_says_that_it_is_the_default(words):
    said = words(NANCY | {"special_circumstances": ["none"]})

    assert said.name == "Praktiserende fysioterapeut"
    assert said.lead == "Standardmodtager i programmet."


def test_what_is_unknown_says_where_it_is_answered_and_that_it_matters(words):
    said = words(without("special_circumstances"))

    [place] = [line for line in said.unknown if line.link_url == "#frase-7"]
    assert place.link_label == "udfyld frase 7"
    assert place.text == "Særlige forhold er ikke oplyst"
    assert "kan ændre rådet til kommunalt træningstilbud" in place.source
    assert said.provisional


def test_what_is_unknown_and_does_not_matter_says_so(words):
    [group] = words().unknown

    assert group.text == "Gruppe er ikke oplyst."
    assert group.source.endswith("ændrer ikke rådet")
    assert not words().provisional


def test_a_phrase_many_rules_wait_for_is_told_once(words):
    said = words(without("special_circumstances", "requested", "tried_so_far", "bmi"))

    assert len({line.link_url for line in said.unknown}) == len(said.unknown)
    assert any("regler mere" in line.source for line in said.unknown)


def test_what_is_unknown_is_not_told_again_as_a_warning(words):
    assert words(without("special_circumstances")).warnings == ()


def test_what_is_not_met_is_told_once_each(words):
    texts = [line.text for line in words().not_met]

    assert "Borgeren har ikke lav egenomsorgsevne." in texts
    assert len(texts) == len(set(texts))


def test_what_would_change_it_names_the_destination(words):
    assert "Uden hjemmepleje og hjemmesygepleje: Praktiserende fysioterapeut." in [
        line.text for line in words().changes
    ]


def test_a_destination_not_on_offer_is_told_with_its_reason(words):
    away = Availability(offered=False, reason="Aabenraa Kommune har ikke tilsluttet sig.")

    said = words(
        NANCY | {"joined": False},
        {"municipal_training": away, "municipal_prevention": away},
    )

    assert said.fallen == (
        (
            "Aabenraa Kommune har ikke tilsluttet sig",
            "kommunalt træningstilbud og kommunalt forebyggelsestilbud",
        ),
    )
    assert said.name == "Praktiserende fysioterapeut"


def test_a_warning_that_asks_for_a_reason_says_so(words):
    said = words(NANCY | {"requested": ["surgery_assessment"]})

    [warning] = [one for one in said.warnings if one.asks_reason]
    assert "træning før operation" in warning.text
    assert warning.source == "Knæprogrammet §1"


def test_only_a_change_of_destination_or_reasons_is_spoken(knee, words):
    before = route(knee, NANCY, {}).to_data()

    assert words(before=None).spoken == "", "the first advice is read, not announced"
    assert words(before=before).spoken == ""
    assert words(NANCY | {"anamnesis": "Andet.", "xray": "mild"}, before=before).spoken == ""
    spoken = words(NANCY | {"special_circumstances": ["none"], "group": 1}, before=before).spoken
    assert spoken.startswith("Råd: Praktiserende fysioterapeut.")
    assert "Send også til Kommunalt forebyggelsestilbud." in spoken


def test_provisional_advice_is_spoken_as_such(knee, words):
    before = route(knee, NANCY, {}).to_data()

    assert words(without("requested"), before=before).spoken.startswith("Foreløbigt råd:")


def test_a_practice_reads_patient_and_a_municipality_borger(words, gp, municipal):
    assert words(say=words_for(gp)).met[0].text == "Patienten har hjemmepleje."
    assert words(say=words_for(municipal)).met[0].text == "Borgeren har hjemmepleje."


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Borgeren er 77 år", "Patienten er 77 år"),
        ("hvis borgerens kommune", "hvis patientens kommune"),
        ("tilbud til borgere og borgerne", "tilbud til patienter og patienterne"),
        ("Borgerservice og medborger", "Borgerservice og medborger"),
    ],
)
def test_only_the_word_itself_is_changed(gp, sentence, said):
    assert words_for(gp)(sentence) == said


def test_it_is_told_in_english_too(words):
    assert words(language="en").name == "Municipal training"
    assert words(language="en").met[0].text == "The citizen has home care."
